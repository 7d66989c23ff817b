// Nothing exists but the firewall: new network, new workspace, new everything.
using '../../../../infra/main.bicep'

param environmentName = 'probe-new'
param location = 'westeurope'
param network = {
  firewallPrivateIp: '10.0.0.4'
  hubVirtualNetworkId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub'
  agentSubnets: ['10.20.1.0/24', '10.20.2.0/24']
}
param alerts = {
  email: 'oncall@example.org'
}
