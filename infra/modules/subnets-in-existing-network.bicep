// Subnets in a network that others own; nothing else in it is touched. One after the other: a network takes one change at a time.

import { subnet } from 'subnets.bicep'

param virtualNetworkName string
param subnets subnet[]

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: virtualNetworkName
}

@batchSize(1)
resource created 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = [
  for one in subnets: {
    parent: network
    name: one.name
    properties: one.properties
  }
]
