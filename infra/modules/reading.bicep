// Who reads and who is woken: functions, queries, the workbook, alerts. The table exists by then: a query over a missing one is refused.

import { groupOf, nameOf, subscriptionOf } from 'ids.bicep'
import { alertSettings } from 'types.bicep'

param stem string
param location string
param workspaceLocation string
param tags object
param workspaceId string

@description('Workspace of the firewall\'s log; empty: the same.')
param firewallLogWorkspaceId string
param alerts alertSettings
param vantage string
param agentSubnets string[]
param probeSubnetPrefix string

module functions 'functions.bicep' = {
  scope: resourceGroup(
    subscriptionOf(workspaceId, subscription().subscriptionId),
    groupOf(workspaceId, resourceGroup().name)
  )
  params: {
    workspaceName: nameOf(workspaceId)
    firewallLogWorkspaceId: firewallLogWorkspaceId
  }
}

module queryPack 'query-pack.bicep' = {
  params: {
    name: 'pack-${stem}'
    location: workspaceLocation
    tags: tags
    firewallLogWorkspaceId: firewallLogWorkspaceId
  }
}

module workbook 'workbook.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: workspaceId
    firewallLogWorkspaceId: firewallLogWorkspaceId
  }
}

module alerting 'alerts.bicep' = if (alerts.?deploy ?? true) {
  params: {
    stem: stem
    location: workspaceLocation
    tags: tags
    workspaceId: workspaceId
    firewallLogWorkspaceId: firewallLogWorkspaceId
    workbookId: workbook.outputs.id
    email: alerts.?email ?? ''
    actionGroupIds: alerts.?actionGroupIds ?? []
    rules: alerts.?rules ?? {}
    vantages: alerts.?vantages ?? [vantage]
    expectedInterval: alerts.?expectedInterval ?? '5m'
    agentSubnets: agentSubnets
    probeSubnets: alerts.?probeSubnets ?? [probeSubnetPrefix]
  }
}
