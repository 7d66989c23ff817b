// What a workspace says of itself, whoever created it. Only read, so that no right to deploy beside a workspace of others is needed.

import { groupOf, nameOf, subscriptionOf } from 'ids.bicep'

param workspaceId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  scope: resourceGroup(
    subscriptionOf(workspaceId, subscription().subscriptionId),
    groupOf(workspaceId, resourceGroup().name)
  )
  name: nameOf(workspaceId)
}

output customerId string = workspace.properties.customerId
output publicIngestion string = workspace.properties.?publicNetworkAccessForIngestion ?? 'Enabled'
