// The app's storage, and the way to it around the firewall: the probe must not hang on the rules that it tests.

param name string
param location string
param tags object
param containers string[]

@description('By private endpoint; otherwise by the service endpoint of the probe\'s subnet.')
param byPrivateEndpoint bool
param probeSubnetId string
param endpointSubnetId string

@description('Whether a private DNS zone of ours is created, for `zoneNetworkIds`.')
param newZone bool
param zoneNetworkIds string[]

@description('An existing zone; empty: none.')
param privateDnsZoneId string
param identityId string
param principalId string

module account 'storage.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    serviceEndpointSubnetId: byPrivateEndpoint ? '' : probeSubnetId
    containers: containers
  }
}

module zone 'private-dns-zone.bicep' = if (newZone) {
  params: {
    name: 'privatelink.blob.${environment().suffixes.storage}'
    tags: tags
    virtualNetworkIds: zoneNetworkIds
  }
}

module endpoint 'private-endpoint.bicep' = if (byPrivateEndpoint) {
  params: {
    name: 'pep-${name}'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: account.outputs.id
    kind: 'blob'
    privateDnsZoneId: newZone ? zone!.outputs.id : privateDnsZoneId
  }
}

module role 'role-on-storage.bicep' = {
  params: {
    storageName: name
    identityId: identityId
    principalId: principalId
  }
  dependsOn: [account]
}

output blobEndpoint string = account.outputs.blobEndpoint
