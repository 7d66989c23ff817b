// What a firewall must allow for the agents and for the app itself, for one list of sources. Attached to a policy where one is named; the
// output is the same text for those who keep their policy elsewhere. Deployed in the policy's resource group.

@description('Name of the policy; empty: nothing is attached.')
param policyName string
param groupName string
param priority int

@allowed(['public', 'usgov', 'china'])
param cloud string
param agents string[]

@description('Short names of the regions of machines and data collection rules.')
param regions string[]

@description('Ids (GUIDs) of the workspaces that the agents write to.')
param workspaceIds string[]

@description('The agents\' subnets and the probe\'s: the one list of sources of every rule.')
param sources string[]
param appName string
param ingestionEndpoint string
param connectionString string

var endpoints = loadJsonContent('../endpoints.json').clouds[cloud]

func fill(host string, regions string[], workspaceIds string[]) string[] =>
  contains(host, '{region}')
    ? map(regions, region => replace(host, '{region}', region))
    : contains(host, '{workspaceId}') ? map(workspaceIds, id => replace(host, '{workspaceId}', id)) : [host]

var agentRules = map(filter(endpoints.rules, one => !empty(intersection(one.agents, agents))), one => {
  ruleType: 'ApplicationRule'
  name: one.name
  sourceAddresses: sources
  protocols: [
    {
      protocolType: one.protocol
      port: one.port
    }
  ]
  targetFqdns: union(flatten(map(one.hosts, host => fill(host, regions, workspaceIds))), [])
  // Never inspected: the Azure Monitor Agent fails behind inspection.
  terminateTLS: false
})

// `InstrumentationKey=…;IngestionEndpoint=https://…/;LiveEndpoint=https://…/`
var telemetryHosts = map(
  filter(split(connectionString, ';'), part => contains(part, 'Endpoint=')),
  part => split(part, '/')[2]
)

var appHosts = flatten(map(
  endpoints.app,
  host =>
    host == '{ingestion}'
      ? [split(ingestionEndpoint, '/')[2]]
      : host == '{telemetry}' ? telemetryHosts : [replace(host, '{app}', appName)]
))

// Of one type each: a collection that mixes application and network rules is refused.
var ruleCollections = [
  {
    name: 'agents'
    ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
    priority: 1000
    action: { type: 'Allow' }
    // A rule without a name to allow is refused too.
    rules: filter(agentRules, rule => !empty(rule.targetFqdns))
  }
  {
    name: 'agentpath'
    ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
    priority: 1100
    action: { type: 'Allow' }
    rules: [
      {
        ruleType: 'ApplicationRule'
        name: 'app-https-443'
        sourceAddresses: sources
        protocols: [
          {
            protocolType: 'Https'
            port: 443
          }
        ]
        targetFqdns: union(appHosts, [])
        terminateTLS: false
      }
    ]
  }
]

resource policy 'Microsoft.Network/firewallPolicies@2025-05-01' existing = if (!empty(policyName)) {
  name: policyName
}

resource group 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2025-05-01' = if (!empty(policyName)) {
  parent: policy
  name: groupName
  properties: {
    priority: priority
    ruleCollections: ruleCollections
  }
}

output ruleCollections array = ruleCollections
