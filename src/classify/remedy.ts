/**
 * The next step for a verdict: concrete, and honest about who is meant. Azure Firewall is named only where it named itself on this path;
 * otherwise the device that filters names stays nameless, for other vendors' proxies behave alike.
 */
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { Verdict } from '../model/verdict.ts';
import { listed } from './figures.ts';
import { privateLinkZone, recordIn } from './private-link.ts';
import { commonName } from './truth.ts';
import { type View, viewOf } from './view.ts';

export type Judged = Pick<Verdict, 'state' | 'cause' | 'confidence'>;
type Advice = (view: View) => string;

/** Empty for `reachable` with nothing to do. */
export function remedy(evidence: Evidence, { state, cause }: Judged, path: Path): string {
  const view = viewOf(evidence, path);
  const advice = ADVICE[cause];
  if (advice) return advice(view);
  return state === 'reachable' ? '' : BY_FAMILY(view);
}

const EARLIER_DENY = 'An earlier deny wins: look at rule collections of higher priority and at the parent policy first';
const endpoint = ({ target }: View): string => `${target.host}:${target.port}`;
const protocol = ({ target }: View): string => `${target.scheme === 'http' ? 'Http' : 'Https'}:${target.port}`;
const firewallNamed = ({ path }: View): boolean => path.reading.product === 'azure_firewall';
const addressDialled = ({ steps: { tcp } }: View): string =>
  tcp.status === 'ok' ? tcp.facts.remote.address : tcp.status === 'failed' ? tcp.seen.remote.address : 'the address';
const proxyName = ({ target, steps: { tcp } }: View): string =>
  target.proxy ?? (tcp.status === 'failed' ? `${tcp.seen.remote.address}:${tcp.seen.remote.port}` : 'the proxy');

const allowName: Advice = (view) => {
  const rule = `an application rule ${protocol(view)} to ${view.target.host} from the subnets of the probe and the agents`;
  const where = view.firewallSaidSo
    ? `Azure Firewall: add ${rule}`
    : firewallNamed(view)
      ? `Azure Firewall is on this path (it named itself): add ${rule}`
      : `Allow ${view.target.host} (${protocol(view)}) for the subnets of the probe and the agents, on the device that filters names`;
  return `${where}. ${EARLIER_DENY}. Where a rule by address or FQDN was meant to carry it, it missed ${addressDialled(view)}.`;
};

const askFarEnd: Advice = (view) =>
  `Probe ${endpoint(view)} from a network that does not go through this path: if it fails there too, it is the far end's fault; if not, read the firewall's log for this name and time.`;

const exempt: Advice = (view) => {
  const ca = commonName(view.tls?.anchor ?? 'the inspecting CA');
  const tolerated = view.target.inspection === 'tolerated';
  return tolerated
    ? `Make sure that the machines trust "${ca}", or exempt ${view.target.host} from TLS inspection.`
    : `Exempt ${view.target.host} from TLS inspection (it is inspected by "${ca}"): ${
        view.target.inspection === 'forbidden'
          ? 'the agent does not work under inspection'
          : 'agents may refuse the certificate'
      }. ${firewallNamed(view) ? 'In Azure Firewall Premium: switch TLS inspection off in the application rule that allows it.' : ''}`.trim();
};

const fixParameters: Advice = (view) =>
  `Make the far end (or the device that ends TLS before it) accept TLS 1.2 or 1.3 with ECDHE and AES-GCM suites for ${view.target.host}; a firewall rule does not help.`;

const openAddress: Advice = (view) =>
  `Look at network rules, NSGs and the effective routes from the probe's subnet to ${addressDialled(view)}:${view.target.port}, in both directions. ${EARLIER_DENY}.`;

const fixDnsAnswer: Advice = (view) =>
  `Compare ${addressDialled(view)}, which DNS gave here for ${view.target.host}, with what the firewall resolves; then correct the DNS record or the route, or let the flow go through the firewall. The name itself is allowed already.`;

const fixResolver: Advice = ({ target }) =>
  `Check the resolver's configuration and its way out (forwarders, conditional forwarders, blocked lists) for ${target.host}; where the firewall is the DNS proxy, the servers it forwards to.`;

const openPort53: Advice = (view) =>
  `Let the probe's subnet reach its resolver${resolvers(view)} on UDP and TCP 53, and check that the resolver is up.`;

function resolvers({ steps: { dns } }: View): string {
  if (dns.status !== 'failed') return '';
  const names = [...new Set(dns.seen.answers.map(({ resolver }) => resolver))];
  return names.length > 0 ? ` (${listed(names)})` : '';
}

const privateZone: Advice = (view) => {
  const zone = privateLinkZone(view);
  if (!zone) return 'Add the record to the private DNS zone, or unlink the zone from this network.';
  const record = recordIn(zone, view);
  return `Add the A record ${record ? `"${record}" ` : ''}to the private DNS zone ${zone} (the private endpoint's DNS zone group does that), or unlink the zone from this network if ${view.target.host} is to be reached publicly.`;
};

const repeatLater: Advice = (view) =>
  `Let more runs tell: look at SNAT port use and health of the firewall, and at rule changes of the last minutes. ${endpoint(view)} worked in ${view.tally.passed} of ${view.tally.flows} connections.`;

const freeResources: Advice = ({ instrument }) =>
  `Give this machine more of what ran out (${instrument?.code ?? 'see the evidence'}), or lower the concurrency; then run again.`;

const openProxy: Advice = (view) =>
  `Check that ${proxyName(view)} is up and that its name and port are right, and let the probe's subnet reach it.`;

const allowOnProxy: Advice = (view) =>
  `Allow ${endpoint(view)} on the proxy for the subnets of the probe and the agents; the proxy's log names the rule.`;

const authenticate: Advice = (view) =>
  `Let ${endpoint(view)} pass the proxy without authentication: agents on it cannot sign in, or have their own proxy setting.`;

/** What to do about a cause; those not named share what their phase has in common. */
export const ADVICE: Readonly<Record<string, Advice>> = {
  'instrument.exhausted': freeResources,
  intermittent: repeatLater,
  'evidence.insufficient': () =>
    'Run again; if it stays so, send the evidence along: it shows something that no rule knows yet.',
  'upstream.unreachable_from_firewall': (view) =>
    `Check that the device which takes names up resolves and reaches ${endpoint(view)} itself (its DNS servers, its routes, its SNAT ports), and read its log for this name and time.`,

  'denied.firewall_said_so': allowName,
  'denied.by_name_filter': allowName,
  'denied.block_page': allowName,
  'denied.no_server_name': (view) =>
    `Use the name instead of ${view.target.host}, or carry the flow with a network rule by address: a rule by name cannot match a client that says none.`,

  'proxy.name_unresolved': openProxy,
  'proxy.cannot_resolve_far_end': ({ target }) =>
    `Make ${target.host} resolvable for the proxy: its DNS servers, or the record itself.`,
  'proxy.unreachable': openProxy,
  'proxy.refused_connect': allowOnProxy,
  'proxy.refused_request': allowOnProxy,
  'proxy.cannot_reach_far_end': (view) =>
    `Ask the proxy's operator why it cannot resolve or reach ${endpoint(view)}: its DNS, or the firewall behind it.`,
  'proxy.auth_required': authenticate,
  'proxy.failed': openProxy,

  'dns.privatelink_empty_zone': privateZone,
  'dns.name_not_found': ({ target }) =>
    `Check the spelling of ${target.host} and whether the resource exists; then ask a resolver elsewhere. If it exists there, the record or forwarder is missing here.`,
  'dns.no_answer': ({ target }) =>
    `Add an A record for ${target.host} where the zone is kept, or forward the zone to the resolver that has it.`,
  'dns.ipv6_only': ({ target }) => `Add an A record for ${target.host}: the agents' path here carries IPv4 only.`,
  'dns.server_failure': fixResolver,
  'dns.refused': fixResolver,
  'dns.unreadable': fixResolver,
  'dns.system_disagrees': fixResolver,
  'dns.timed_out': openPort53,
  'dns.resolver_unreachable': openPort53,
  'dns.no_resolver': () =>
    'Give the machine a resolver: the DNS servers of the virtual network, or those of its own configuration.',

  'by_address.stopped': fixDnsAnswer,
  'by_address.wrong_far_end': fixDnsAnswer,
  'tcp.addresses_differ': (view) =>
    `Treat all addresses of ${view.target.host} alike: ${addressDialled(view)} does not connect and another does. A rule by FQDN or service tag follows the name; a list of addresses does not.`,
  'tcp.local_filter': ({ target }) =>
    `Allow the connection to ${target.host}:${target.port} in this machine's own packet filter or sandbox.`,
  'tcp.refused': (view) =>
    `Check that something listens on ${addressDialled(view)}:${view.target.port} and that DNS gave the right address; a firewall that denies silently is not the cause.`,
  'tcp.reset': askFarEnd,

  'tls.parameters': fixParameters,
  'tls.hello_size': (view) =>
    `Find the device on the way to ${view.target.host} that reads ClientHello from one segment only, and update it.`,
  'tls.handshake_failure': fixParameters,
  'tls.protocol_version': fixParameters,
  'tls.insufficient_security': fixParameters,
  'tls.inappropriate_fallback': fixParameters,
  'tls.alert': fixParameters,
  'tls.version_unsupported': fixParameters,
  'tls.agent_suites_refused': fixParameters,
  'tls.client_certificate_wanted': ({ target }) =>
    `Nothing on the path: ${target.host} wants a client certificate, which agents bring and a probe does not.`,
  'tls.unrecognized_name': fixDnsAnswer,
  'tls.stalled_mid_handshake': (view) =>
    `Check the MTU on the way to ${addressDialled(view)} (large packets, ICMP "fragmentation needed"), and probe from another network.`,
  'tls.inspection': exempt,
  'tls.self_signed': (view) =>
    `Find out who answers at ${addressDialled(view)} with a certificate that signed itself: a portal or appliance on the way, or a misconfigured far end.`,
  'tls.plaintext_answer': (view) =>
    `Find out who answers in plain text at ${addressDialled(view)}:${view.target.port}: a portal or proxy on the way; let ${view.target.host} pass it.`,
  'http.captive_portal': (view) => `Let ${view.target.host} pass the portal on this network without signing in.`,

  'cert.incomplete_chain': ({ target, tls }) =>
    `Make the far end send the intermediate "${commonName(tls?.anchor ?? '')}" with its certificate for ${target.host}.`,
  'cert.wrong_name': fixDnsAnswer,
  'cert.expired': ({ target }) => `Renew the certificate of ${target.host}; check this machine's clock first.`,
  'cert.not_yet_valid': () => "Set this machine's clock right.",
  'cert.unknown_issuer': (view) =>
    `Find out whether "${commonName(view.tls?.anchor ?? '')}" is an inspecting CA of this path (then exempt ${view.target.host}), or the far end's issuer (then it must send its chain).`,

  'http.private_link_required': (view) =>
    `Reach ${view.target.host} by private link${privateLinkZone(view) ? ` (zone ${privateLinkZone(view)})` : ''}, or set the access mode of its scope to open for this network.`,
  'http.wrong_region': ({ target }) =>
    `Use the regional host that belongs to this machine or resource instead of ${target.host}.`,
  'http.server_error': ({ target }) =>
    `Look at the service health of ${target.host}; nothing on the path is to be changed.`,

  'tcp.connect_is_no_proof': ({ target }) =>
    `Add a target on ${target.host} that speaks TLS or HTTP: a TCP connect alone proves nothing on a path like this.`,
  'tls.cut_unattributed': (view) =>
    `Name a must-be-denied host that resolves here, so that a denial on this path can be recognised; then probe ${endpoint(view)} again, or read the firewall's log.`,
};

/** Causes that need nothing of their own. */
const BY_FAMILY: Advice = (view) => {
  switch (view.phase) {
    case 'dns':
      return fixResolver(view);
    case 'tcp':
      return openAddress(view);
    default:
      return askFarEnd(view);
  }
};
