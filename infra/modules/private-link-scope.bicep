// Joins resources to the Azure Monitor private link scope of the network. Deployed in the scope's resource group.

param scopeName string
param resourceIds string[]

resource scope 'Microsoft.Insights/privateLinkScopes@2021-09-01' existing = {
  name: scopeName
}

@batchSize(1)
resource joined 'Microsoft.Insights/privateLinkScopes/scopedResources@2021-09-01' = [
  for id in resourceIds: {
    parent: scope
    name: last(split(id, '/'))
    properties: { linkedResourceId: id }
  }
]
