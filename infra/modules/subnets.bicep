// What a subnet of ours looks like, in a new network and in an existing one alike.

@export()
@description('A subnet as the virtual network\'s resource provider takes it.')
type subnet = {
  name: string
  properties: {
    addressPrefix: string
    delegations: object[]?
    serviceEndpoints: object[]?
    routeTable: { id: string }?
    networkSecurityGroup: { id: string }?
    privateEndpointNetworkPolicies: string?
  }
}

@export()
@description('The probe\'s own subnet: delegated to what Flex Consumption runs on, with the agents\' route table.')
func probeSubnet(
  name string,
  prefix string,
  routeTableId string,
  networkSecurityGroupId string,
  storageServiceEndpoint bool
) subnet => {
  name: name
  properties: {
    addressPrefix: prefix
    delegations: [
      {
        name: 'flex-consumption'
        properties: { serviceName: 'Microsoft.App/environments' }
      }
    ]
    // Sends traffic to Azure Storage around the firewall: only where asked for.
    serviceEndpoints: storageServiceEndpoint ? [{ service: 'Microsoft.Storage' }] : []
    routeTable: empty(routeTableId) ? null : { id: routeTableId }
    networkSecurityGroup: empty(networkSecurityGroupId) ? null : { id: networkSecurityGroupId }
  }
}

@export()
@description('A subnet that is neither delegated nor the probe\'s: private endpoints, or the demo\'s machine.')
func plainSubnet(name string, prefix string, routeTableId string, networkSecurityGroupId string) subnet => {
  name: name
  properties: {
    addressPrefix: prefix
    privateEndpointNetworkPolicies: 'Disabled'
    routeTable: empty(routeTableId) ? null : { id: routeTableId }
    networkSecurityGroup: empty(networkSecurityGroupId) ? null : { id: networkSecurityGroupId }
  }
}
