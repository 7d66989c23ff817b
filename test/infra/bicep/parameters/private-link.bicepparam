// Azure Monitor by private link only, and a private endpoint for the app; zones are others'. The subnets exist already.
using '../../../../infra/main.bicep'

param environmentName = 'probe-private'
param location = 'westeurope'
param probe = {
  publicNetworkAccess: 'Disabled'
  privateEndpoint: true
  privateDnsZoneId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/privatelink.azurewebsites.net'
}
param network = {
  virtualNetworkId: '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-spoke3/providers/Microsoft.Network/virtualNetworks/vnet-spoke3'
  createSubnets: false
  probeSubnetName: 'snet-probe'
  probeSubnetPrefix: '10.32.9.0/27'
  endpointSubnetId: '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-spoke3/providers/Microsoft.Network/virtualNetworks/vnet-spoke3/subnets/snet-endpoints'
  blobPrivateDnsZoneId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net'
}
param workspace = {
  privateLinkOnly: true
  createEndpoint: true
  privateLinkScopeId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-monitor/providers/Microsoft.Insights/privateLinkScopes/ampls'
  tablePlan: 'Basic'
}
param alerts = {
  deploy: false
}
