// A hub to try it in: a network with a firewall, its policy (which allows nothing by itself) and its log in resource-specific tables.

param stem string
param location string
param tags object
param addressPrefix string
@allowed(['Basic', 'Standard', 'Premium'])
param tier string
param workspaceId string

var basic = tier == 'Basic'

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'vnet-${stem}-hub'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: concat(
      [
        {
          name: 'AzureFirewallSubnet'
          properties: { addressPrefix: cidrSubnet(addressPrefix, 26, 0) }
        }
      ],
      basic
        ? [
            {
              name: 'AzureFirewallManagementSubnet'
              properties: { addressPrefix: cidrSubnet(addressPrefix, 26, 1) }
            }
          ]
        : []
    )
  }
}

resource addresses 'Microsoft.Network/publicIPAddresses@2025-05-01' = [
  for use in basic ? ['firewall', 'management'] : ['firewall']: {
    name: 'pip-${stem}-${use}'
    location: location
    tags: tags
    sku: { name: 'Standard' }
    properties: { publicIPAllocationMethod: 'Static' }
  }
]

resource policy 'Microsoft.Network/firewallPolicies@2025-05-01' = {
  name: 'afwp-${stem}'
  location: location
  tags: tags
  properties: {
    sku: { tier: tier }
    threatIntelMode: 'Alert'
    // Basic has no DNS proxy.
    dnsSettings: basic ? null : { enableProxy: true }
  }
}

resource firewall 'Microsoft.Network/azureFirewalls@2025-05-01' = {
  name: 'afw-${stem}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'AZFW_VNet'
      tier: tier
    }
    firewallPolicy: { id: policy.id }
    ipConfigurations: [
      {
        name: 'firewall'
        properties: {
          subnet: { id: '${network.id}/subnets/AzureFirewallSubnet' }
          publicIPAddress: { id: addresses[0].id }
        }
      }
    ]
    managementIpConfiguration: basic
      ? {
          name: 'management'
          properties: {
            subnet: { id: '${network.id}/subnets/AzureFirewallManagementSubnet' }
            publicIPAddress: { id: addresses[1].id }
          }
        }
      : null
  }
}

var categories = concat(
  [
    'AZFWApplicationRule'
    'AZFWNetworkRule'
    'AZFWThreatIntel'
  ],
  basic ? [] : ['AZFWDnsQuery', 'AZFWFqdnResolveFailure']
)

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: firewall
  name: 'rules'
  properties: {
    workspaceId: workspaceId
    // Tables of their own; otherwise everything lands in AzureDiagnostics.
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      for category in categories: {
        category: category
        enabled: true
      }
    ]
  }
}

output firewallPrivateIp string = firewall.properties.ipConfigurations[0].properties.privateIPAddress
output dnsServers string[] = basic ? [] : [firewall.properties.ipConfigurations[0].properties.privateIPAddress]
