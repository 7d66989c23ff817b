// The landing zone's network, route table and workspace exist, in three resource groups of two subscriptions; the firewall's policy takes the rules.
using '../../../../infra/main.bicep'

param environmentName = 'probe-spoke1'
param location = 'westeurope'
param tags = {
  owner: 'platform'
}
param probe = {
  vantage: 'spoke1-westeurope'
  agentWorkspaceIds: ['aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa', 'bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb']
  regions: ['westeurope', 'northeurope']
  alwaysReady: 1
  beaconDomain: 'beacon.example.net'
  mustBeDenied: 'denied.example.net'
}
param network = {
  virtualNetworkId: '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-spoke1/providers/Microsoft.Network/virtualNetworks/vnet-spoke1'
  probeSubnetPrefix: '10.30.9.0/27'
  endpointSubnetPrefix: '10.30.9.32/28'
  routeTableId: '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-spoke1/providers/Microsoft.Network/routeTables/rt-spoke1'
  agentSubnets: ['10.30.1.0/24', '10.30.2.0/24']
}
param workspace = {
  workspaceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-platform'
  location: 'northeurope'
}
param firewall = {
  policyId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-hub/providers/Microsoft.Network/firewallPolicies/afwp-hub'
  priority: 2000
  logWorkspaceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-security/providers/Microsoft.OperationalInsights/workspaces/log-security'
}
param alerts = {
  actionGroupIds: [
    '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.Insights/actionGroups/ag-platform'
  ]
  vantages: ['spoke1-westeurope', 'spoke2-westeurope']
}
