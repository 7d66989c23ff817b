// A misspelt property and an unused parameter, for the test that warnings are seen.
param unused string

resource group 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'nsg'
  location: resourceGroup().location
  properties: {
    securityRulez: []
  }
}
