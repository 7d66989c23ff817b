// Functions of the workspace that people build their own queries on. Deployed in the workspace's resource group.

import { functionQueries, head, withFirewallLog } from 'query-files.bicep'

param workspaceName string

@description('Workspace of the firewall\'s log; empty: the same.')
param firewallLogWorkspaceId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

// A workspace takes one change of its saved searches at a time.
@batchSize(1)
resource function 'Microsoft.OperationalInsights/workspaces/savedSearches@2025-07-01' = [
  for one in items(functionQueries): {
    parent: workspace
    name: one.key
    properties: {
      category: 'agentpath'
      displayName: head(one.value, 'title')
      functionAlias: one.key
      functionParameters: head(one.value, 'parameters')
      query: withFirewallLog(one.value, firewallLogWorkspaceId)
      version: 2
    }
  }
]
