// The rule that takes the rows, and the endpoint (DCE) that private link needs. The table must exist first: the caller says so.

param ruleName string
param endpointName string

@description('The workspace\'s region: a rule and its endpoint must lie in it.')
param location string
param tags object
param workspaceId string

@description('Whether an endpoint (DCE) is created.')
param createEndpoint bool

@description('Id of an existing endpoint; empty: none.')
param dataCollectionEndpointId string

@description('Whether the endpoint takes data over private link only.')
param privateLinkOnly bool

@description('What the workspace says of itself: with `Disabled` a rule without an endpoint (DCE) would take rows and lose them.')
param workspacePublicIngestion string

var definition = loadJsonContent('../columns.json')
var destination = 'workspace'
var endpointId = createEndpoint ? endpoint.id : dataCollectionEndpointId

resource endpoint 'Microsoft.Insights/dataCollectionEndpoints@2024-03-11' = if (createEndpoint) {
  name: endpointName
  location: location
  tags: tags
  properties: {
    networkAcls: { publicNetworkAccess: privateLinkOnly ? 'Disabled' : 'Enabled' }
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: ruleName
  location: location
  tags: tags
  // Gives the rule an endpoint of its own, which cannot be added later.
  kind: 'Direct'
  properties: {
    description: workspacePublicIngestion == 'Disabled' && empty(endpointId)
      ? fail('The workspace takes data over private link only. Set workspace.createEndpoint, or workspace.dataCollectionEndpointId.')
      : 'Rows of agentpath: whether the agents\' endpoints can be reached, and who stopped them.'
    dataCollectionEndpointId: empty(endpointId) ? null : endpointId
    streamDeclarations: {
      '${definition.stream}': {
        columns: map(definition.columns, column => {
          name: column.name
          type: column.type
        })
      }
    }
    destinations: {
      logAnalytics: [
        {
          name: destination
          workspaceResourceId: workspaceId
        }
      ]
    }
    dataFlows: [
      {
        streams: [definition.stream]
        destinations: [destination]
        outputStream: definition.stream
        transformKql: 'source'
      }
    ]
  }
}

// What the service refuses after it has said 204.
resource errors 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: rule
  name: 'ingestion-errors'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'LogErrors'
        enabled: true
      }
    ]
  }
}
