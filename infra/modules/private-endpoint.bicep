// A private endpoint, with its record in a zone where one is named; otherwise policy or DNS outside must write the record.

param name string
param location string
param tags object
param subnetId string
param targetId string
@allowed(['blob', 'sites'])
param kind string
param privateDnsZoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    customNetworkInterfaceName: 'nic-${name}'
    privateLinkServiceConnections: [
      {
        name: kind
        properties: {
          privateLinkServiceId: targetId
          groupIds: [kind]
        }
      }
    ]
  }
}

resource record 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = if (!empty(privateDnsZoneId)) {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: kind
        properties: { privateDnsZoneId: privateDnsZoneId }
      }
    ]
  }
}
