// The one workbook. It shows rows; where the firewall's log lies elsewhere, it asks both workspaces.

param location string
param tags object
param workspaceId string

@description('Workspace of the firewall\'s log; empty: the same.')
param firewallLogWorkspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook's name is a GUID; the same one at every deployment.
  name: guid(resourceGroup().id, 'agentpath')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'agentpath'
    category: 'workbook'
    sourceId: workspaceId
    version: '1.0'
    serializedData: replace(
      replace(loadTextContent('../workbook/workbook.json'), '{{workspaceId}}', workspaceId),
      // With its quotes: a parameter that takes several values has a list for its value.
      '"{{logWorkspaceIds}}"',
      string(union([workspaceId], empty(firewallLogWorkspaceId) ? [] : [firewallLogWorkspaceId]))
    )
  }
}

output id string = workbook.id
