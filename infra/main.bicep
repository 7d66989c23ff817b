// For azd and for a deployment at subscription scope: creates the resource group. Everything else is agentpath.bicep, which platform teams can deploy by itself.
targetScope = 'subscription'

import {
  alertSettings
  demoSettings
  firewallSettings
  networkSettings
  probeSettings
  workspaceSettings
} from 'modules/types.bicep'

@description('Name of the environment: part of the names of all resources.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of the app; an existing virtual network must lie in it.')
param location string

@description('Name of the resource group.')
param resourceGroupName string = 'rg-${environmentName}'

@description('Further tags for everything.')
param tags { *: string } = {}

@description('How and when is probed.')
param probe probeSettings = {}

@description('Where the app and its storage stand.')
param network networkSettings

@description('Where the rows go.')
param workspace workspaceSettings = {}

@description('What is allowed in the firewall, if that is wanted from here.')
param firewall firewallSettings = {}

@description('Who is woken, and when.')
param alerts alertSettings = {}

@description('A hub to try it in. It costs money by the hour.')
param demo demoSettings = {}

@description('Password of the Windows machine of the demo hub. Needed for it, and kept nowhere.')
@secure()
param demoPassword string = ''

var allTags = union(tags, { 'azd-env-name': environmentName })

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module agentpath 'agentpath.bicep' = {
  scope: group
  params: {
    name: environmentName
    location: location
    tags: allTags
    probe: probe
    network: network
    workspace: workspace
    firewall: firewall
    alerts: alerts
    demo: demo
    demoPassword: demoPassword
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_PROBE_NAME string = agentpath.outputs.appName
output VANTAGE string = agentpath.outputs.vantage
output VANTAGE_SUBNET string = agentpath.outputs.vantageSubnet
output WORKSPACE_RESOURCE_ID string = agentpath.outputs.workspaceId
output DATA_COLLECTION_RULE_RESOURCE_ID string = agentpath.outputs.dataCollectionRuleId
output OTHER_RESOURCE_GROUPS string = join(agentpath.outputs.otherResourceGroups, ',')
output DATA_COLLECTION_ENDPOINT_RESOURCE_ID string = agentpath.outputs.dataCollectionEndpointId
output FIREWALL_RULE_COLLECTIONS array = agentpath.outputs.firewallRuleCollections
