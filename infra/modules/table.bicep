// The table, with the columns that the code defines.

param workspaceName string
param plan string
param retentionInDays int
param totalRetentionInDays int

var definition = loadJsonContent('../columns.json')

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource table 'Microsoft.OperationalInsights/workspaces/tables@2025-07-01' = {
  parent: workspace
  name: definition.table
  properties: {
    plan: plan
    // Of the Analytics plan only; the Basic plan has a period of its own.
    retentionInDays: plan == 'Analytics' ? retentionInDays : null
    totalRetentionInDays: totalRetentionInDays
    schema: {
      name: definition.table
      columns: map(definition.columns, column => {
        name: column.name
        // The table's word for it is dateTime, the stream's is datetime.
        type: column.type == 'datetime' ? 'dateTime' : column.type
        description: column.description
      })
    }
  }
}
