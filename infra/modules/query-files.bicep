// The query files that are deployed. Their heads say everything about them: an alert's severity, frequency, window, dimensions …

@export()
@description('Queries of the alerts by name.')
var alertQueries = {
  'delivery-failing': loadTextContent('../alerts/delivery-failing.kql')
  'denial-drift': loadTextContent('../alerts/denial-drift.kql')
  'firewall-denies-agents': loadTextContent('../alerts/firewall-denies-agents.kql')
  'inspection-expiring': loadTextContent('../alerts/inspection-expiring.kql')
  'path-not-filtered': loadTextContent('../alerts/path-not-filtered.kql')
  'target-broken': loadTextContent('../alerts/target-broken.kql')
  'vantage-silent': loadTextContent('../alerts/vantage-silent.kql')
}

@export()
@description('Names of the alerts.')
var alertNames = [
  'delivery-failing'
  'denial-drift'
  'firewall-denies-agents'
  'inspection-expiring'
  'path-not-filtered'
  'target-broken'
  'vantage-silent'
]

@export()
@description('Functions of the workspace by the name that queries call them by.')
var functionQueries = {
  AgentPathControls: loadTextContent('../queries/functions/AgentPathControls.kql')
  AgentPathFirewallRows: loadTextContent('../queries/functions/AgentPathFirewallRows.kql')
  AgentPathLatest: loadTextContent('../queries/functions/AgentPathLatest.kql')
  AgentPathRuns: loadTextContent('../queries/functions/AgentPathRuns.kql')
  AgentPathTargets: loadTextContent('../queries/functions/AgentPathTargets.kql')
}

@export()
@description('Queries for people, each with one question.')
var savedQueries = {
  availability: loadTextContent('../queries/availability.kql')
  'blocked-with-network-rule-log': loadTextContent('../queries/blocked-with-network-rule-log.kql')
  'certificate-expiry': loadTextContent('../queries/certificate-expiry.kql')
  'delivery-losses': loadTextContent('../queries/delivery-losses.kql')
  'denied-with-firewall-log': loadTextContent('../queries/denied-with-firewall-log.kql')
  'firewall-denials-alone': loadTextContent('../queries/firewall-denials-alone.kql')
  flapping: loadTextContent('../queries/flapping.kql')
  'heartbeat-missing': loadTextContent('../queries/heartbeat-missing.kql')
  'instrument-failures': loadTextContent('../queries/instrument-failures.kql')
  interception: loadTextContent('../queries/interception.kql')
  'latest-state': loadTextContent('../queries/latest-state.kql')
  'log-first': loadTextContent('../queries/log-first.kql')
  'newly-denied': loadTextContent('../queries/newly-denied.kql')
  'own-probes-in-the-firewall-log': loadTextContent('../queries/own-probes-in-the-firewall-log.kql')
  'phase-latency': loadTextContent('../queries/phase-latency.kql')
  'root-causes': loadTextContent('../queries/root-causes.kql')
  'silent-targets': loadTextContent('../queries/silent-targets.kql')
  'silent-vantages': loadTextContent('../queries/silent-vantages.kql')
  'target-history': loadTextContent('../queries/target-history.kql')
  'target-matrix': loadTextContent('../queries/target-matrix.kql')
  'tcp-against-truth': loadTextContent('../queries/tcp-against-truth.kql')
  'unresolved-with-dns-log': loadTextContent('../queries/unresolved-with-dns-log.kql')
  'where-am-i-blind': loadTextContent('../queries/where-am-i-blind.kql')
  'who-changed-it': loadTextContent('../queries/who-changed-it.kql')
}

@export()
@description('A value in the head of a query: `// key: value`, which goes on in lines that begin with `//` and three blanks.')
func head(query string, key string) string =>
  split(split(replace(replace('\n${query}', '\r', ''), '\n//   ', ' '), '\n// ${key}: ')[1], '\n')[0]

@export()
@description('A query with the firewall\'s log where it lies: in this workspace, or in another one.')
func withFirewallLog(query string, workspaceId string) string =>
  replace(query, '{{firewallWorkspace}}', empty(workspaceId) ? '' : 'workspace(\'${workspaceId}\').')
