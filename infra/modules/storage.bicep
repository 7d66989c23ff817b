// The app's own storage account: the host's locks, the deployed code, reports, and rows kept for a later delivery. Identities only, no keys.

param name string
param location string
param tags object

@description('Subnet that reaches the account by service endpoint; empty: only private endpoints reach it.')
param serviceEndpointSubnetId string

@description('Containers. The app\'s role could make them, the deployment of the code could not.')
param containers string[]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: empty(serviceEndpointSubnetId) ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
      ipRules: []
      virtualNetworkRules: empty(serviceEndpointSubnetId)
        ? []
        : [
            {
              id: serviceEndpointSubnetId
              action: 'Allow'
            }
          ]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: {
        enabled: true
        days: 7
      }
    }

    resource made 'containers' = [
      for container in containers: {
        name: container
        properties: { publicAccess: 'None' }
      }
    ]
  }
}

output id string = account.id
output blobEndpoint string = account.properties.primaryEndpoints.blob
