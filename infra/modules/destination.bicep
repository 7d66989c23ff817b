// Where the rows go: workspace, table, rule, endpoint, and the app's own telemetry. What exists is only read.

import { groupOf, nameOf, subscriptionOf } from 'ids.bicep'
import { workspaceSettings } from 'types.bicep'

param stem string
param componentName string

@description('The workspace\'s region.')
param location string
param tags object
param workspace workspaceSettings
param workspaceId string
param ruleId string

@description('Id of the endpoint (DCE) that takes the rows; empty: the rule\'s own.')
param endpointId string

var newWorkspace = workspace.?workspaceId == null
var firstVantage = workspace.?dataCollectionRuleId == null
var newEndpoint = workspace.?createEndpoint ?? false
var privateLinkOnly = workspace.?privateLinkOnly ?? false

module newLogs 'workspace.bicep' = if (newWorkspace) {
  params: {
    name: nameOf(workspaceId)
    location: location
    tags: tags
    privateLinkOnly: privateLinkOnly
  }
}

module workspaceFacts 'workspace-facts.bicep' = {
  params: { workspaceId: workspaceId }
  dependsOn: [newLogs]
}

module table 'table.bicep' = if (firstVantage) {
  scope: resourceGroup(
    subscriptionOf(workspaceId, subscription().subscriptionId),
    groupOf(workspaceId, resourceGroup().name)
  )
  params: {
    workspaceName: nameOf(workspaceId)
    plan: workspace.?tablePlan ?? 'Analytics'
    retentionInDays: workspace.?retentionInDays ?? 90
    totalRetentionInDays: workspace.?totalRetentionInDays ?? workspace.?retentionInDays ?? 90
  }
  dependsOn: [newLogs]
}

module dataCollection 'data-collection.bicep' = if (firstVantage) {
  params: {
    ruleName: nameOf(ruleId)
    endpointName: 'dce-${stem}'
    location: location
    tags: tags
    workspaceId: workspaceId
    createEndpoint: newEndpoint
    dataCollectionEndpointId: workspace.?dataCollectionEndpointId ?? ''
    privateLinkOnly: privateLinkOnly
    workspacePublicIngestion: workspaceFacts.outputs.publicIngestion
  }
  // The rule is refused (InvalidOutputTable) while its table does not exist.
  dependsOn: [table]
}

module ingestion 'ingestion.bicep' = {
  params: {
    ruleId: ruleId
    dataCollectionEndpointId: endpointId
  }
  dependsOn: [dataCollection]
}

module applicationInsights 'application-insights.bicep' = {
  params: {
    name: componentName
    location: location
    tags: tags
    workspaceId: workspaceId
    privateLinkOnly: privateLinkOnly
  }
  dependsOn: [newLogs]
}

module privateLinkScope 'private-link-scope.bicep' = if (workspace.?privateLinkScopeId != null) {
  scope: resourceGroup(
    subscriptionOf(workspace.?privateLinkScopeId ?? '', subscription().subscriptionId),
    groupOf(workspace.?privateLinkScopeId ?? '', resourceGroup().name)
  )
  params: {
    scopeName: nameOf(workspace.?privateLinkScopeId ?? '')
    resourceIds: concat(
      newWorkspace ? [workspaceId] : [],
      newEndpoint ? [endpointId] : [],
      [resourceId('Microsoft.Insights/components', componentName)]
    )
  }
  dependsOn: [newLogs, dataCollection, applicationInsights]
}

output customerId string = workspaceFacts.outputs.customerId
output ruleImmutableId string = ingestion.outputs.immutableId
output ingestionEndpoint string = ingestion.outputs.endpoint
output connectionString string = applicationInsights.outputs.connectionString
