// The parameters of the template, as groups. Every property says its default; agentpath.bicep is where it is applied.

@export()
@description('How and when is probed.')
type probeSettings = {
  @description('Name of the vantage: every row carries it. Default: the name of the app.')
  @maxLength(128)
  vantage: string?

  @description('When the timer ticks: NCRONTAB, six fields, UTC. Default: `0 */5 * * * *`.')
  schedule: string?

  @description('Cloud whose endpoints are probed. Default: `public`.')
  cloud: 'public' | 'usgov' | 'china'?

  @description('Agents whose endpoints are probed and allowed. Default: `ama` and `cma`.')
  @minLength(1)
  agents: ('ama' | 'cma')[]?

  @description('Short names of the regions of machines and data collection rules. Default: `location`.')
  regions: string[]?

  @description('Ids (GUIDs) of the workspaces that the agents write to. Default: the workspace that the rows go to.')
  agentWorkspaceIds: string[]?

  @description('Own targets, as the YAML of a targets file. Default: none.')
  targets: string?

  @description('A resolvable name that no rule allows. Default: the app\'s, `example.com`.')
  mustBeDenied: string?

  @description('A domain that no rule allows: each run says a name of its own in it, to be found in the firewall\'s log. Default: none.')
  beaconDomain: string?

  @description('Whether a run fails when the must-be-denied name passes. Default: `true`.')
  expectFirewall: bool?

  @description('Further settings of the app by name, as the README lists them. They win over the template\'s. Default: none.')
  moreSettings: { *: string }?

  @description('Version of Node. Default: `24`; `22` where the region does not offer 24 on Flex Consumption yet.')
  nodeVersion: '22' | '24'?

  @description('Memory of an instance in MB. Default: `512`.')
  instanceMemoryMB: 512 | 2048 | 4096?

  @description('Instances that are always ready for the timer: 1 guards against timers that do not wake up, at the price of an idle instance. Default: `0`.')
  @minValue(0)
  @maxValue(1)
  alwaysReady: int?

  @description('Upper bound of instances. The timer is a singleton. Default: `40`, the lowest that every region takes.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int?

  @description('Whether the HTTP functions and the deployment endpoint of the app can be reached from outside the network. With `Disabled` `azd deploy` must run inside it. Default: `Enabled`.')
  publicNetworkAccess: 'Enabled' | 'Disabled'?

  @description('Whether the app gets a private endpoint for its own HTTP functions. Default: `false`.')
  privateEndpoint: bool?

  @description('Id of the existing zone `privatelink.azurewebsites.net` for that private endpoint. Default: none, policy or DNS outside manages it.')
  privateDnsZoneId: string?
}

@export()
@description('Where the app and its storage stand.')
type networkSettings = {
  @description('Id of the existing virtual network that the agents use; it must lie in `location`. Default: none, a new one is created.')
  virtualNetworkId: string?

  @description('Address space of a new virtual network. Default: `10.90.0.0/24`. Left alone in an existing one.')
  addressPrefix: string?

  @description('Name of the probe\'s own subnet: no underscore, used for nothing else. Default: `snet-agentpath`.')
  @maxLength(80)
  probeSubnetName: string?

  @description('Prefix of the probe\'s own subnet, /27 or larger. Needed in an existing network. Default in a new one: the first /27.')
  probeSubnetPrefix: string?

  @description('Whether the subnets are created. `false`: they exist as named, with delegation and route table as the guide says. Default: `true`.')
  createSubnets: bool?

  @description('Name of the subnet of the private endpoints. Default: `snet-agentpath-endpoints`.')
  @maxLength(80)
  endpointSubnetName: string?

  @description('Prefix of the subnet of the private endpoints, /28 or larger. Needed in an existing network unless `endpointSubnetId` is given. Default in a new one: the third /28.')
  endpointSubnetPrefix: string?

  @description('Id of an existing subnet that takes the private endpoints. Default: none, one is created.')
  endpointSubnetId: string?

  @description('Id of the route table that the agents\' subnets use: the probe\'s subnet gets the same. Default: none.')
  routeTableId: string?

  @description('Address of the firewall, for a new route table with the default route to it. Default: none.')
  firewallPrivateIp: string?

  @description('Whether the routes come from elsewhere (Virtual WAN with routing intent): no route table of ours. Default: `false`.')
  routesFromElsewhere: bool?

  @description('Id of a network security group for the subnets that are created. Default: none.')
  networkSecurityGroupId: string?

  @description('Whether a network security group without rules of its own is created, where policy demands one. Default: `true` in a new network, `false` in an existing one.')
  createNetworkSecurityGroup: bool?

  @description('DNS servers of a new virtual network: those of the agents. Default: none, Azure DNS. They must resolve the blob private link zone.')
  dnsServers: string[]?

  @description('Id of the hub\'s virtual network, which a new one is peered with, both ways. Default: none.')
  hubVirtualNetworkId: string?

  @description('CIDR ranges of the subnets in which the agents run: with the probe\'s subnet, the one list of sources of every firewall rule. Default: none.')
  agentSubnets: string[]?

  @description('How the app reaches its storage. `serviceEndpoint` makes probes of blob targets go around the firewall too, because it sends all traffic to Azure Storage of the region directly. Default: `privateEndpoint`.')
  storageAccess: 'privateEndpoint' | 'serviceEndpoint'?

  @description('Id of the existing blob private link zone. Default: none; then one is created for a new network on Azure DNS only, and never in an existing one, where policy or DNS outside must manage the record.')
  blobPrivateDnsZoneId: string?
}

@export()
@description('Where the rows go.')
type workspaceSettings = {
  @description('Id of an existing Log Analytics workspace. Default: none, a new one is created.')
  workspaceId: string?

  @description('Region of that workspace, which the data collection rule must share. Default: `location`.')
  location: string?

  @description('Id of the existing data collection rule of the first vantage: this deployment is a further vantage and writes to it. Default: none.')
  dataCollectionRuleId: string?

  @description('Whether a data collection endpoint (DCE) is created, for private link. Default: `false`.')
  createEndpoint: bool?

  @description('Id of an existing data collection endpoint (DCE). A further vantage on private link names the first one\'s. Default: none.')
  dataCollectionEndpointId: string?

  @description('Id of the Azure Monitor private link scope that what is created here joins. Default: none.')
  privateLinkScopeId: string?

  @description('Whether the workspace takes data over private link only: an existing one that does, or a new one that shall. Then an endpoint (DCE) is needed. Default: `false`.')
  privateLinkOnly: bool?

  @description('Days for which rows can be queried at no further cost of theirs. Analytics plan only. Default: `90`.')
  @minValue(4)
  @maxValue(730)
  retentionInDays: int?

  @description('Days for which rows are kept in all. Default: as `retentionInDays`.')
  @minValue(4)
  @maxValue(4383)
  totalRetentionInDays: int?

  @description('Plan of the table. Alert rules need `Analytics`. Default: `Analytics`.')
  tablePlan: 'Analytics' | 'Basic'?
}

@export()
@description('What is allowed in the firewall, if that is wanted from here.')
type firewallSettings = {
  @description('Id of the firewall policy that gets the rule collection group. Default: none, the group is only written out as an output.')
  policyId: string?

  @description('Name of the rule collection group. Default: `rcg-agentpath`.')
  groupName: string?

  @description('Priority of the rule collection group in the policy. Default: `1000`.')
  @minValue(100)
  @maxValue(65000)
  priority: int?

  @description('Id of the workspace that holds the firewall\'s log, where it is another one. Default: the workspace of the rows.')
  logWorkspaceId: string?
}

@export()
@description('What differs from the head of an alert\'s query file.')
type alertRule = {
  @description('Whether the rule is active. Default: `true`.')
  enabled: bool?

  @description('0 (critical) to 4 (verbose). Default: as the head of the query says.')
  severity: 0 | 1 | 2 | 3 | 4?

  @description('What the measure is compared with. Default: as the head of the query says.')
  threshold: int?
}

@export()
@description('Who is woken, and when.')
type alertSettings = {
  @description('Whether alert rules are created. A further vantage never has any. Default: `true`.')
  deploy: bool?

  @description('Ids of existing action groups. Default: none.')
  @maxLength(4)
  actionGroupIds: string[]?

  @description('Address of a new action group. Default: none.')
  email: string?

  @description('What differs for single alerts, by the name of the file in `infra/alerts`: `enabled`, `severity`, `threshold`. Default: nothing.')
  rules: { *: alertRule }?

  @description('Names of all vantages that are expected to report. Default: this one.')
  vantages: string[]?

  @description('CIDR ranges of the probe subnets of all vantages, whose denied rows are our own. Default: this one\'s.')
  probeSubnets: string[]?

  @description('The longest gap of the schedule as a timespan of KQL, for the alert on silence. Needed where `probe.schedule` is given. Default: `5m`.')
  expectedInterval: string?
}

@export()
@description('A hub to try it in: a firewall and a machine with the agent. It costs money by the hour.')
type demoSettings = {
  @description('Whether the hub is created. Default: `false`.')
  deploy: bool?

  @description('Tier of the firewall. `Basic` is the cheapest and has no DNS proxy. Default: `Standard`.')
  firewallTier: 'Basic' | 'Standard' | 'Premium'?

  @description('Address space of the hub, a /24. Default: `10.91.0.0/24`.')
  addressPrefix: string?

  @description('Machine in the agents\' subnet. Default: `linux`.')
  machine: 'linux' | 'windows' | 'none'?

  @description('Size of the machine. Default: `Standard_B2s`.')
  machineSize: string?

  @description('Public SSH key of the Linux machine. Needed for it.')
  sshPublicKey: string?
}
