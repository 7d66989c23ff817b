// For policies that demand a group on every subnet. It holds no rule of its own: the firewall is what is measured, and a rule here would blur it.

param name string
param location string
param tags object

resource group 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    securityRules: []
  }
}
