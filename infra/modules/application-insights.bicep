// Telemetry of the app itself, kept in the same workspace. The connection string is an address here, not a key: local authentication is off.

param name string
param location string
param tags object
param workspaceId string
param privateLinkOnly bool

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspaceId
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    publicNetworkAccessForIngestion: privateLinkOnly ? 'Disabled' : 'Enabled'
    publicNetworkAccessForQuery: 'Enabled'
  }
}

output connectionString string = component.properties.ConnectionString
