// What is refused before anything is deployed: each reason with its place and the way out, all at once.

import { alertNames } from 'query-files.bicep'
import {
  alertSettings
  demoSettings
  firewallSettings
  networkSettings
  probeSettings
  workspaceSettings
} from 'types.bicep'

var neverOnFlex = [
  'FUNCTIONS_EXTENSION_VERSION'
  'FUNCTIONS_WORKER_RUNTIME'
  'TZ'
  'WEBSITE_RUN_FROM_PACKAGE'
  'WEBSITE_TIME_ZONE'
]

@description('Reasons that lie in `probe`.')
func probeRefusals(probe probeSettings) string[] => [
  contains([5, 6], length(split(probe.?schedule ?? '0 */5 * * * *', ' ')))
    ? ''
    : 'probe.schedule is no NCRONTAB expression of five or six fields: on Flex Consumption nothing else works.'
  ...map(
    filter(neverOnFlex, name => contains(map(items(probe.?moreSettings ?? {}), one => toUpper(one.key)), name)),
    name => 'probe.moreSettings holds ${name}, which must not be set on Flex Consumption: remove it.'
  )
]

@description('Reasons that lie in `network`.')
func networkRefusals(network networkSettings, needsEndpoints bool, demo bool, subscriptionId string) string[] => [
  contains(network.?probeSubnetName ?? '', '_')
    ? 'network.probeSubnetName holds an underscore, which Flex Consumption refuses: choose another name.'
    : ''
  network.?probeSubnetPrefix == null || int(last(split('0/${network.?probeSubnetPrefix}', '/'))) <= 27
    ? ''
    : 'network.probeSubnetPrefix is smaller than /27: give the probe a /27 or larger.'
  network.?virtualNetworkId != null && network.?probeSubnetPrefix == null
    ? 'network.probeSubnetPrefix is missing: in an existing network a range must be named (the rows carry it too).'
    : ''
  network.?virtualNetworkId != null && needsEndpoints && (network.?createSubnets ?? true) && network.?endpointSubnetId == null && network.?endpointSubnetPrefix == null
    ? 'network.endpointSubnetId or network.endpointSubnetPrefix is missing: the private endpoints (of storage, of the app) need a subnet.'
    : ''
  network.?virtualNetworkId == null && !(network.?createSubnets ?? true)
    ? 'network.createSubnets is false and network.virtualNetworkId is missing: only an existing network can have the subnets already.'
    : ''
  network.?virtualNetworkId != null && (network.?addressPrefix != null || network.?dnsServers != null || !empty(network.?hubVirtualNetworkId ?? ''))
    ? 'network.addressPrefix, dnsServers and hubVirtualNetworkId belong to a new network: remove them, or network.virtualNetworkId.'
    : ''
  (network.?createSubnets ?? true) && length(filter(
      [
        network.?routeTableId != null
        !empty(network.?firewallPrivateIp ?? '')
        network.?routesFromElsewhere ?? false
        demo
      ],
      given => given
    )) != 1
    ? 'Exactly one of network.routeTableId (the agents\' own), network.firewallPrivateIp (a new route table), network.routesFromElsewhere (Virtual WAN) and demo.deploy says where the default route comes from.'
    : ''
  network.?virtualNetworkId != null && !contains('${network.?virtualNetworkId}/', '/${subscriptionId}/') && (!empty(network.?firewallPrivateIp ?? '') || (network.?createNetworkSecurityGroup ?? false))
    ? 'network.virtualNetworkId lies in another subscription, where its subnets cannot take a route table or a security group of this one: name existing ones, or deploy into the network\'s subscription.'
    : ''
  demo && (network.?virtualNetworkId != null || network.?dnsServers != null || !empty(network.?hubVirtualNetworkId ?? ''))
    ? 'demo.deploy brings a hub and needs a new network: remove network.virtualNetworkId, dnsServers and hubVirtualNetworkId.'
    : ''
]

@description('Reasons that lie in `firewall`.')
func firewallRefusals(firewall firewallSettings, network networkSettings) string[] => [
  firewall.?policyId != null && empty(network.?agentSubnets ?? [])
    ? 'network.agentSubnets is missing: rules for the probe alone would let it pass where the agents are denied.'
    : ''
]

@description('Reasons that lie in `workspace`.')
func workspaceRefusals(workspace workspaceSettings, alerts alertSettings) string[] => [
  (workspace.?privateLinkOnly ?? false) && !(workspace.?createEndpoint ?? false) && workspace.?dataCollectionEndpointId == null
    ? 'workspace.privateLinkOnly without an endpoint (DCE): rows would be taken and lost. Set workspace.createEndpoint, or workspace.dataCollectionEndpointId.'
    : ''
  (workspace.?createEndpoint ?? false) && workspace.?dataCollectionEndpointId != null
    ? 'workspace.createEndpoint and workspace.dataCollectionEndpointId exclude each other.'
    : ''
  workspace.?dataCollectionRuleId != null && workspace.?workspaceId == null
    ? 'workspace.dataCollectionRuleId without workspace.workspaceId: name the workspace that the rule writes to.'
    : ''
  workspace.?dataCollectionRuleId != null && (workspace.?createEndpoint ?? false)
    ? 'workspace.createEndpoint with workspace.dataCollectionRuleId: the first vantage owns the endpoint, name it in workspace.dataCollectionEndpointId.'
    : ''
  (workspace.?totalRetentionInDays ?? 4383) < (workspace.?retentionInDays ?? 90)
    ? 'workspace.totalRetentionInDays is less than workspace.retentionInDays.'
    : ''
  workspace.?tablePlan == 'Basic' && (alerts.?deploy ?? true) && workspace.?dataCollectionRuleId == null
    ? 'workspace.tablePlan is Basic, which alert rules cannot query: take Analytics, or set alerts.deploy to false.'
    : ''
]

@description('Reasons that lie in `demo`. A missing password is told by the machine: a secret may not be looked at here.')
func demoRefusals(demo demoSettings) string[] => [
  (demo.?deploy ?? false) && (demo.?machine ?? 'linux') == 'linux' && demo.?sshPublicKey == null
    ? 'demo.sshPublicKey is missing: the Linux machine takes no password.'
    : ''
]

@description('Reasons that lie in `alerts`.')
func alertRefusals(alerts alertSettings, schedule string) string[] => [
  !empty(schedule) && (alerts.?deploy ?? true) && alerts.?expectedInterval == null
    ? 'alerts.expectedInterval is missing: probe.schedule is given, so say its longest gap (for example 15m).'
    : ''
  ...map(
    filter(objectKeys(alerts.?rules ?? {}), name => !contains(alertNames, name)),
    name => 'alerts.rules names ${name}, and there is no such alert: ${join(alertNames, ', ')}.'
  )
]

@export()
@description('Every reason to refuse the parameters; empty: none.')
func refusals(
  probe probeSettings,
  network networkSettings,
  workspace workspaceSettings,
  firewall firewallSettings,
  alerts alertSettings,
  demo demoSettings,
  subscriptionId string
) string[] =>
  filter(
    concat(
      probeRefusals(probe),
      networkRefusals(
        network,
        (network.?storageAccess ?? 'privateEndpoint') == 'privateEndpoint' || (probe.?privateEndpoint ?? false),
        demo.?deploy ?? false,
        subscriptionId
      ),
      firewallRefusals(firewall, network),
      workspaceRefusals(workspace, alerts),
      alertRefusals(alerts, workspace.?dataCollectionRuleId == null ? (probe.?schedule ?? '') : ''),
      demoRefusals(demo)
    ),
    reason => !empty(reason)
  )
