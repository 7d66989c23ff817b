// A new workspace. Rows and telemetry are taken from identities only.

param name string
param location string
param tags object

@description('Whether data and queries come over private link only.')
param privateLinkOnly bool

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    publicNetworkAccessForIngestion: privateLinkOnly ? 'Disabled' : 'Enabled'
    // People read from outside the network; a scope in private-only mode overrides it.
    publicNetworkAccessForQuery: 'Enabled'
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}
