// Queries for people, found in the portal under "Queries" of the workspace.

import { head, savedQueries, withFirewallLog } from 'query-files.bicep'

param name string
param location string
param tags object

@description('Workspace of the firewall\'s log; empty: the same.')
param firewallLogWorkspaceId string

resource pack 'Microsoft.OperationalInsights/queryPacks@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {}
}

resource query 'Microsoft.OperationalInsights/queryPacks/queries@2025-07-01' = [
  for one in items(savedQueries): {
    parent: pack
    // A query's name is a GUID.
    name: guid(pack.id, one.key)
    properties: {
      displayName: 'agentpath: ${head(one.value, 'title')}'
      description: head(one.value, 'question')
      body: withFirewallLog(one.value, firewallLogWorkspaceId)
      related: {
        categories: ['network', 'security']
        resourceTypes: ['microsoft.operationalinsights/workspaces']
      }
    }
  }
]
