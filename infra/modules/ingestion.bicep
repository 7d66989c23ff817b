// What the app must know of a rule, whoever created it: its immutable id, and where it takes rows. Only read.

import { groupOf, nameOf, subscriptionOf } from 'ids.bicep'

param ruleId string

@description('Id of the endpoint (DCE) that takes the rows instead of the rule\'s own; empty: none.')
param dataCollectionEndpointId string

resource rule 'Microsoft.Insights/dataCollectionRules@2024-03-11' existing = {
  scope: resourceGroup(subscriptionOf(ruleId, subscription().subscriptionId), groupOf(ruleId, resourceGroup().name))
  name: nameOf(ruleId)
}

resource endpoint 'Microsoft.Insights/dataCollectionEndpoints@2024-03-11' existing = if (!empty(dataCollectionEndpointId)) {
  scope: resourceGroup(
    subscriptionOf(dataCollectionEndpointId, subscription().subscriptionId),
    groupOf(dataCollectionEndpointId, resourceGroup().name)
  )
  name: nameOf(dataCollectionEndpointId)
}

output immutableId string = rule.properties.immutableId
output endpoint string = empty(dataCollectionEndpointId)
  ? rule.properties.endpoints.logsIngestion
  : endpoint!.properties.logsIngestion.endpoint
