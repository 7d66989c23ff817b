// A rule for each query in infra/alerts. The head of the file says how it is judged; parameters may change severity, threshold and whether it is on.

import { alertQueries, head, withFirewallLog } from 'query-files.bicep'
import { alertRule } from 'types.bicep'

param stem string

@description('The workspace\'s region.')
param location string
param tags object
param workspaceId string

@description('Workspace of the firewall\'s log; empty: the same.')
param firewallLogWorkspaceId string
param workbookId string
param email string
param actionGroupIds string[]
param rules { *: alertRule }
param vantages string[]
param expectedInterval string
param agentSubnets string[]
param probeSubnets string[]

func quoted(values string[]) string => join(map(values, value => '\'${value}\''), ', ')

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${stem}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'agentpath'
    enabled: true
    emailReceivers: [
      {
        name: 'first'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

var workbookLink = '${environment().portal}/#resource${workbookId}/workbook'

resource alert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for one in items(alertQueries): {
    name: 'alert-${stem}-${one.key}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: head(one.value, 'title')
      description: '${head(one.value, 'text')} Workbook: ${workbookLink}'
      enabled: rules[?one.key].?enabled ?? true
      severity: rules[?one.key].?severity ?? int(head(one.value, 'severity'))
      scopes: [workspaceId]
      evaluationFrequency: head(one.value, 'frequency')
      windowSize: head(one.value, 'window')
      criteria: {
        allOf: [
          {
            query: reduce(
              items({
                vantages: quoted(vantages)
                expectedInterval: expectedInterval
                agentSubnets: quoted(agentSubnets)
                probeSubnets: quoted(probeSubnets)
              }),
              withFirewallLog(one.value, firewallLogWorkspaceId),
              (text, placeholder) => replace(text, '{{${placeholder.key}}}', placeholder.value)
            )
            timeAggregation: head(one.value, 'aggregation')
            metricMeasureColumn: head(one.value, 'measure')
            dimensions: map(split(head(one.value, 'dimensions'), ', '), dimension => {
              name: dimension
              operator: 'Include'
              values: ['*']
            })
            operator: head(one.value, 'operator')
            threshold: rules[?one.key].?threshold ?? int(head(one.value, 'threshold'))
            failingPeriods: {
              minFailingPeriodsToAlert: int(split(head(one.value, 'periods'), ' ')[0])
              numberOfEvaluationPeriods: int(split(head(one.value, 'periods'), ' ')[2])
            }
          }
        ]
      }
      // Excludes muteActionsDuration.
      autoMitigate: startsWith(head(one.value, 'auto-resolve'), 'yes')
      // Tables of the firewall appear with its first log line.
      skipQueryValidation: true
      actions: {
        actionGroups: concat(actionGroupIds, empty(email) ? [] : [people.id])
        customProperties: { workbook: workbookLink }
      }
    }
  }
]
