// A new virtual network. Its subnets are written within it, so that deploying again does not remove them for a moment.

import { subnet } from 'subnets.bicep'

param name string
param location string
param tags object
param addressPrefix string
param dnsServers string[]
param subnets subnet[]

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    dhcpOptions: empty(dnsServers) ? null : { dnsServers: dnsServers }
    subnets: subnets
  }
}
