// A private DNS zone of ours, linked to networks of ours. Never used in a network that others own: there the zone would hide other names.

param name string
param tags object
param virtualNetworkIds string[]

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: name
  location: 'global'
  tags: tags
}

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for id in virtualNetworkIds: {
    parent: zone
    name: last(split(id, '/'))
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: id }
    }
  }
]

output id string = zone.id
