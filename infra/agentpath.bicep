// The whole of agentpath in one resource group. A table of contents: names, then modules in the order in which things need each other.

import { groupOf, groupsOfOthers, nameOf, subscriptionOf } from 'modules/ids.bicep'
import { refusals } from 'modules/refusals.bicep'
import { plainSubnet, probeSubnet } from 'modules/subnets.bicep'
import {
  alertSettings
  demoSettings
  firewallSettings
  networkSettings
  probeSettings
  workspaceSettings
} from 'modules/types.bicep'

@description('Part of the names of all resources.')
@minLength(1)
@maxLength(64)
param name string

@description('Region of the app; an existing virtual network must lie in it.')
param location string = resourceGroup().location

@description('Tags for everything.')
param tags { *: string } = {}

@description('How and when is probed.')
param probe probeSettings = {}

@description('Where the app and its storage stand.')
param network networkSettings

@description('Where the rows go.')
param workspace workspaceSettings = {}

@description('What is allowed in the firewall, if that is wanted from here.')
param firewall firewallSettings = {}

@description('Who is woken, and when.')
param alerts alertSettings = {}

@description('A hub to try it in. It costs money by the hour.')
param demo demoSettings = {}

@description('Password of the Windows machine of the demo hub. Needed for it, and kept nowhere.')
@secure()
param demoPassword string = ''

// ---- what is refused, before anything is deployed ----

var withHub = demo.?deploy ?? false
var refused = refusals(probe, network, workspace, firewall, alerts, demo, subscription().subscriptionId)
var allTags = empty(refused) ? tags : fail(join(refused, ' '))

// ---- names ----

var token = uniqueString(resourceGroup().id, name)
var stem = take(toLower(replace(replace(name, '_', '-'), '.', '-')), 32)
var definition = loadJsonContent('columns.json')

var identityName = 'id-${stem}'
var identityId = resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', identityName)
var storageName = 'stagentpath${token}'
var appName = 'func-${stem}-${take(token, 6)}'
var componentName = 'appi-${stem}'
var containers = { deployments: 'deployments', reports: 'reports', spool: 'spool' }

var newNetwork = network.?virtualNetworkId == null
var networkId = network.?virtualNetworkId ?? resourceId('Microsoft.Network/virtualNetworks', 'vnet-${stem}')
var addressPrefix = network.?addressPrefix ?? '10.90.0.0/24'
var createSubnets = network.?createSubnets ?? true
var probeSubnetName = network.?probeSubnetName ?? 'snet-agentpath'
var probeSubnetPrefix = network.?probeSubnetPrefix ?? cidrSubnet(addressPrefix, 27, 0)
var probeSubnetId = '${networkId}/subnets/${probeSubnetName}'
var endpointSubnetName = network.?endpointSubnetName ?? 'snet-agentpath-endpoints'
var endpointSubnetPrefix = network.?endpointSubnetPrefix ?? (newNetwork ? cidrSubnet(addressPrefix, 28, 2) : '')
var endpointSubnetId = network.?endpointSubnetId ?? '${networkId}/subnets/${endpointSubnetName}'
var demoSubnetName = 'snet-agents'
var demoSubnetPrefix = withHub ? cidrSubnet(addressPrefix, 27, 2) : ''
var storageByEndpoint = (network.?storageAccess ?? 'privateEndpoint') == 'privateEndpoint'
var needsEndpointSubnet = network.?endpointSubnetId == null && (storageByEndpoint || (probe.?privateEndpoint ?? false))

var newRouteTable = createSubnets && (withHub || !empty(network.?firewallPrivateIp ?? ''))
var routeTableId = network.?routeTableId ?? (newRouteTable
  ? resourceId('Microsoft.Network/routeTables', 'rt-${stem}')
  : '')
var newSecurityGroup = createSubnets && network.?networkSecurityGroupId == null && (network.?createNetworkSecurityGroup ?? newNetwork)
var securityGroupId = network.?networkSecurityGroupId ?? (newSecurityGroup
  ? resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-${stem}')
  : '')

// A zone of ours can only be seen by a network of ours that asks Azure DNS; in an existing network it would hide other accounts' names.
var newBlobZone = storageByEndpoint && newNetwork && network.?blobPrivateDnsZoneId == null && empty(network.?dnsServers ?? [])
var hubId = withHub
  ? resourceId('Microsoft.Network/virtualNetworks', 'vnet-${stem}-hub')
  : (network.?hubVirtualNetworkId ?? '')

var newWorkspace = workspace.?workspaceId == null
var workspaceId = workspace.?workspaceId ?? resourceId('Microsoft.OperationalInsights/workspaces', 'log-${stem}')
var workspaceLocation = newWorkspace ? location : (workspace.?location ?? location)
var firstVantage = workspace.?dataCollectionRuleId == null
var ruleId = workspace.?dataCollectionRuleId ?? resourceId('Microsoft.Insights/dataCollectionRules', 'dcr-${stem}')
var endpointId = workspace.?createEndpoint ?? false
  ? resourceId('Microsoft.Insights/dataCollectionEndpoints', 'dce-${stem}')
  : (workspace.?dataCollectionEndpointId ?? '')

var agents = probe.?agents ?? ['ama', 'cma']
var regions = probe.?regions ?? [location]
var cloud = probe.?cloud ?? 'public'
var vantage = probe.?vantage ?? appName
// The one list of sources: a probe that passes speaks for the agents only where one rule covers both.
var sources = union(network.?agentSubnets ?? [], withHub ? [demoSubnetPrefix] : [], [probeSubnetPrefix])
var policyId = withHub ? resourceId('Microsoft.Network/firewallPolicies', 'afwp-${stem}') : (firewall.?policyId ?? '')

// ---- who ----

module identity 'modules/identity.bicep' = {
  params: {
    name: identityName
    location: location
    tags: allTags
  }
}

// ---- where the rows go: table, then rule ----

module destination 'modules/destination.bicep' = {
  params: {
    stem: stem
    componentName: componentName
    location: workspaceLocation
    tags: allTags
    workspace: workspace
    workspaceId: workspaceId
    ruleId: ruleId
    endpointId: endpointId
  }
}

// ---- the path: the agents' routes, the probe's own subnet ----

module hub 'modules/demo-hub.bicep' = if (withHub) {
  params: {
    stem: stem
    location: location
    tags: allTags
    addressPrefix: demo.?addressPrefix ?? '10.91.0.0/24'
    tier: demo.?firewallTier ?? 'Standard'
    workspaceId: workspaceId
  }
  dependsOn: [destination]
}

var dnsServers = withHub ? hub!.outputs.dnsServers : (network.?dnsServers ?? [])

module path 'modules/network.bicep' = {
  params: {
    stem: stem
    location: location
    tags: allTags
    networkId: networkId
    newNetwork: newNetwork
    addressPrefix: addressPrefix
    dnsServers: dnsServers
    hubId: hubId
    newRouteTable: newRouteTable
    firewallPrivateIp: withHub ? hub!.outputs.firewallPrivateIp : (network.?firewallPrivateIp ?? '')
    newSecurityGroup: newSecurityGroup
    subnets: createSubnets
      ? concat(
          [probeSubnet(probeSubnetName, probeSubnetPrefix, routeTableId, securityGroupId, !storageByEndpoint)],
          needsEndpointSubnet ? [plainSubnet(endpointSubnetName, endpointSubnetPrefix, '', securityGroupId)] : [],
          withHub ? [plainSubnet(demoSubnetName, demoSubnetPrefix, routeTableId, securityGroupId)] : []
        )
      : []
  }
}

// ---- storage, reached around the firewall: the probe must not hang on the rules that it tests ----

module storage 'modules/app-storage.bicep' = {
  params: {
    name: storageName
    location: location
    tags: allTags
    containers: objectKeys(containers)
    byPrivateEndpoint: storageByEndpoint
    probeSubnetId: probeSubnetId
    endpointSubnetId: endpointSubnetId
    newZone: newBlobZone
    // With the DNS proxy of the demo's firewall it is the hub's network that asks.
    zoneNetworkIds: withHub ? [networkId, hubId] : [networkId]
    privateDnsZoneId: network.?blobPrivateDnsZoneId ?? ''
    identityId: identityId
    principalId: identity.outputs.principalId
  }
  dependsOn: [path]
}

// ---- further roles, each at the narrowest scope ----

module roleOnRule 'modules/role-on-rule.bicep' = {
  scope: resourceGroup(subscriptionOf(ruleId, subscription().subscriptionId), groupOf(ruleId, resourceGroup().name))
  params: {
    ruleName: nameOf(ruleId)
    identityId: identityId
    principalId: identity.outputs.principalId
  }
  dependsOn: [destination]
}

module roleOnApplicationInsights 'modules/role-on-application-insights.bicep' = {
  params: {
    componentName: componentName
    identityId: identityId
    principalId: identity.outputs.principalId
  }
  dependsOn: [destination]
}

// ---- the app: after network, DNS and roles ----

var agentWorkspaceIds = probe.?agentWorkspaceIds ?? [destination.outputs.customerId]

module app 'modules/app.bicep' = {
  params: {
    name: appName
    planName: 'plan-${stem}'
    location: location
    tags: allTags
    identityName: identityName
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    deploymentContainer: containers.deployments
    subnetId: probeSubnetId
    connectionString: destination.outputs.connectionString
    nodeVersion: probe.?nodeVersion ?? '24'
    instanceMemoryMB: probe.?instanceMemoryMB ?? 512
    maximumInstances: probe.?maximumInstances ?? 40
    alwaysReady: probe.?alwaysReady ?? 0
    publicNetworkAccess: probe.?publicNetworkAccess ?? 'Enabled'
    settings: union(
      {
        PROBE_SCHEDULE: probe.?schedule ?? '0 */5 * * * *'
        AGENTPATH_VANTAGE: vantage
        AGENTPATH_VANTAGE_SUBNET: probeSubnetPrefix
        AGENTPATH_CLOUD: cloud
        AGENTPATH_REGION: join(regions, ',')
        AGENTPATH_WORKSPACE_IDS: join(agentWorkspaceIds, ',')
        AGENTPATH_AGENTS: join(agents, ',')
        AGENTPATH_EXPECT_FIREWALL: string(probe.?expectFirewall ?? true)
        AGENTPATH_INGESTION_ENDPOINT: destination.outputs.ingestionEndpoint
        AGENTPATH_DCR_ID: destination.outputs.ruleImmutableId
        AGENTPATH_STREAM: definition.stream
        AGENTPATH_STORE: '${storage.outputs.blobEndpoint}${containers.reports}'
        AGENTPATH_CLIENT_ID: identity.outputs.clientId
      },
      probe.?targets == null ? {} : { AGENTPATH_TARGETS: probe.?targets! },
      probe.?mustBeDenied == null ? {} : { AGENTPATH_MUST_BE_DENIED: probe.?mustBeDenied! },
      probe.?beaconDomain == null ? {} : { AGENTPATH_BEACON_DOMAIN: probe.?beaconDomain! },
      probe.?moreSettings ?? {}
    )
  }
  dependsOn: [path, roleOnRule, roleOnApplicationInsights]
}

module appEndpoint 'modules/private-endpoint.bicep' = if (probe.?privateEndpoint ?? false) {
  params: {
    name: 'pep-${appName}'
    location: location
    tags: allTags
    subnetId: endpointSubnetId
    targetId: app.outputs.id
    kind: 'sites'
    privateDnsZoneId: probe.?privateDnsZoneId ?? ''
  }
}

// ---- what the firewall must allow: attached to a policy, or only written out ----

module firewallRules 'modules/firewall-rules.bicep' = {
  scope: resourceGroup(subscriptionOf(policyId, subscription().subscriptionId), groupOf(policyId, resourceGroup().name))
  params: {
    policyName: empty(policyId) ? '' : nameOf(policyId)
    groupName: firewall.?groupName ?? 'rcg-agentpath'
    priority: firewall.?priority ?? 1000
    cloud: cloud
    agents: agents
    regions: regions
    workspaceIds: agentWorkspaceIds
    sources: sources
    appName: appName
    ingestionEndpoint: destination.outputs.ingestionEndpoint
    connectionString: destination.outputs.connectionString
  }
  dependsOn: [hub]
}

// ---- who reads and who is woken: with the first vantage only ----

module reading 'modules/reading.bicep' = if (firstVantage) {
  params: {
    stem: stem
    location: location
    workspaceLocation: workspaceLocation
    tags: allTags
    workspaceId: workspaceId
    firewallLogWorkspaceId: firewall.?logWorkspaceId ?? ''
    alerts: alerts
    vantage: vantage
    agentSubnets: union(network.?agentSubnets ?? [], withHub ? [demoSubnetPrefix] : [])
    probeSubnetPrefix: probeSubnetPrefix
  }
  dependsOn: [destination]
}

module demoMachine 'modules/demo-machine.bicep' = if (withHub && (demo.?machine ?? 'linux') != 'none') {
  params: {
    stem: stem
    location: location
    tags: allTags
    os: demo.?machine == 'windows' ? 'windows' : 'linux'
    size: demo.?machineSize ?? 'Standard_B2s'
    subnetId: '${networkId}/subnets/${demoSubnetName}'
    sshPublicKey: demo.?sshPublicKey ?? ''
    password: demoPassword
    workspaceId: workspaceId
  }
  // The agent is installed through the firewall.
  dependsOn: [path, firewallRules]
}

output appName string = appName
output vantage string = vantage
output vantageSubnet string = probeSubnetPrefix
output workspaceId string = workspaceId
output dataCollectionRuleId string = ruleId
output dataCollectionEndpointId string = endpointId
@description('Resource groups of others in which something was created: `azd down` would delete them whole.')
output otherResourceGroups string[] = groupsOfOthers(
  [
    network.?virtualNetworkId
    network.?hubVirtualNetworkId
    firewall.?policyId
    workspace.?workspaceId
    workspace.?dataCollectionRuleId
    workspace.?privateLinkScopeId
  ],
  resourceGroup().name
)
output firewallRuleCollections array = firewallRules.outputs.ruleCollections
