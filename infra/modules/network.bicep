// The path that is measured: routes, subnets, and the way to the hub. In a network of others only subnets are added.

import { groupOf, nameOf, subscriptionOf } from 'ids.bicep'
import { subnet } from 'subnets.bicep'

param stem string
param location string
param tags object
param networkId string
param newNetwork bool
param addressPrefix string
param dnsServers string[]

@description('Network that a new one is peered with, both ways; empty: none.')
param hubId string
param newRouteTable bool
param firewallPrivateIp string
param newSecurityGroup bool
param subnets subnet[]

module routeTable 'route-table.bicep' = if (newRouteTable) {
  params: {
    name: 'rt-${stem}'
    location: location
    tags: tags
    firewallPrivateIp: firewallPrivateIp
  }
}

module securityGroup 'network-security-group.bicep' = if (newSecurityGroup) {
  params: {
    name: 'nsg-${stem}'
    location: location
    tags: tags
  }
}

module newNetworkOfOurs 'virtual-network.bicep' = if (newNetwork) {
  params: {
    name: nameOf(networkId)
    location: location
    tags: tags
    addressPrefix: addressPrefix
    dnsServers: dnsServers
    subnets: subnets
  }
  dependsOn: [routeTable, securityGroup]
}

module subnetsInExistingNetwork 'subnets-in-existing-network.bicep' = if (!newNetwork && !empty(subnets)) {
  scope: resourceGroup(
    subscriptionOf(networkId, subscription().subscriptionId),
    groupOf(networkId, resourceGroup().name)
  )
  params: {
    virtualNetworkName: nameOf(networkId)
    subnets: subnets
  }
  dependsOn: [routeTable, securityGroup]
}

module peeringToHub 'peering.bicep' = if (newNetwork && !empty(hubId)) {
  params: {
    virtualNetworkName: nameOf(networkId)
    remoteNetworkId: hubId
  }
  dependsOn: [newNetworkOfOurs]
}

module peeringFromHub 'peering.bicep' = if (newNetwork && !empty(hubId)) {
  scope: resourceGroup(subscriptionOf(hubId, subscription().subscriptionId), groupOf(hubId, resourceGroup().name))
  params: {
    virtualNetworkName: nameOf(hubId)
    remoteNetworkId: networkId
  }
  dependsOn: [newNetworkOfOurs]
}
