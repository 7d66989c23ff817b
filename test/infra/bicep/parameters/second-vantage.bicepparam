// A further network, writing to the first vantage's workspace and rule. Virtual WAN brings its routes; policy demands a network security group.
using '../../../../infra/main.bicep'

param environmentName = 'probe_spoke2'
param location = 'westeurope'
param probe = {
  vantage: 'spoke2-westeurope'
  nodeVersion: '22'
}
param network = {
  virtualNetworkId: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-spoke2/providers/Microsoft.Network/virtualNetworks/vnet-spoke2'
  probeSubnetPrefix: '10.31.9.0/26'
  routesFromElsewhere: true
  createNetworkSecurityGroup: true
  storageAccess: 'serviceEndpoint'
}
param workspace = {
  workspaceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-platform'
  location: 'northeurope'
  dataCollectionRuleId: '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-probe-spoke1/providers/Microsoft.Insights/dataCollectionRules/dcr-probe-spoke1'
}
