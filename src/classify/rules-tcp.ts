/** Packets do not pass, or an explicit proxy stands in between. */
import { certain, failed, likely, none, possible, type Rule, SETTLE, twins } from './rule.ts';
import { connectTruth, failureTruth } from './truth.ts';
import type { View } from './view.ts';
import { squidError } from './words.ts';

const tcpFailed = ({ steps }: View): boolean => steps.tcp.status === 'failed';

const ADMINISTRATIVE = 'an ICMP error came back instead of a handshake';
/** Each kind of ICMP error that the system tells apart is a cause of its own. */
const UNREACHABLE: readonly (readonly [name: string, because: string])[] = [
  ['network_unreachable', `${ADMINISTRATIVE}: no route to the network, from here or from a router on the way`],
  [
    'host_unreachable',
    `${ADMINISTRATIVE}: a router cannot reach the host, or prohibits it (the system does not tell the two apart)`,
  ],
  ['host_unknown', `${ADMINISTRATIVE}: a router does not know the host`],
  ['host_isolated', `${ADMINISTRATIVE}: a router calls the source isolated`],
  ['protocol_unreachable', `${ADMINISTRATIVE}: TCP itself is refused there`],
  ['source_route_failed', `${ADMINISTRATIVE}: a source route failed`],
  ['message_too_long', `${ADMINISTRATIVE}: packets are too large for a link on the way`],
];

export const TCP_RULES: readonly Rule[] = [
  {
    id: 'proxy-unreachable',
    state: 'blocked',
    cause: 'proxy.unreachable',
    when: (view) => view.proxied && tcpFailed(view),
    confidence: likely,
    alternatives: twins('down/proxy.not_listening'),
    settle: [SETTLE.networkLog, 'whether the proxy listens on that address and port'],
    because: 'the explicit proxy itself could not be reached, so the target was never asked for',
    truth: (view) => `proxy ${failureTruth(view)}`,
  },
  {
    id: 'tcp-local-filter',
    state: 'blocked',
    cause: 'tcp.local_filter',
    when: failed('tcp.not_permitted'),
    confidence: certain,
    alternatives: none,
    settle: [],
    because: "this machine's own packet filter or sandbox forbids the connection",
    truth: failureTruth,
  },
  {
    id: 'tcp-other-address-works',
    state: 'inconclusive',
    cause: 'tcp.addresses_differ',
    when: (view) => tcpFailed(view) && view.otherAddresses.passed > 0,
    confidence: likely,
    alternatives: twins('blocked/by_address.stopped', 'down/tcp.refused', 'inconclusive/intermittent'),
    settle: ['a probe of every address (--all-addresses)', SETTLE.networkLog],
    because:
      'the first address does not connect and another address of the same name does: who gets through depends on the address drawn',
    truth: (view) => `${failureTruth(view)}; another address answers`,
  },
  {
    id: 'tcp-stopped-by-address',
    state: 'blocked',
    cause: 'by_address.stopped',
    when: (view) => tcpFailed(view) && view.deadAddress === 'passed',
    confidence: likely,
    alternatives: twins('unresolved/dns.wrong_address', 'down/tcp.far_end_silent'),
    settle: [SETTLE.networkLog, 'the address that DNS gave here, held against the one that the firewall resolves'],
    because:
      'the name is allowed (said to an address where nothing is, it reaches the far end), and the address that DNS gave here does not connect: a route, a rule by address, a private endpoint or our DNS answer stops it',
    truth: (view) => `${failureTruth(view)}; the name passes elsewhere`,
  },
  {
    id: 'tcp-timed-out-though-canary-connects',
    state: 'blocked',
    cause: 'tcp.timed_out',
    when: (view) => failed('tcp.timed_out')(view) && view.canary === 'answered',
    confidence: likely,
    // Where the firewall answers this port for everybody, a SYN that is not answered did not meet it, or its answer came back another way.
    alternatives: twins('blocked/tcp.return_path', 'down/tcp.far_end_silent'),
    settle: ['the effective routes of both directions for this address', SETTLE.networkLog],
    because:
      'the handshake was not answered, although on this port something answers even for addresses where nothing is: this address is routed another way, a rule by address drops it, or the answer takes another way back',
    truth: (view) => `${failureTruth(view)}; the canary connects`,
  },
  {
    id: 'tcp-timed-out',
    state: 'blocked',
    cause: 'tcp.timed_out',
    when: failed('tcp.timed_out'),
    confidence: likely,
    alternatives: twins('down/tcp.far_end_silent', 'blocked/tcp.return_path'),
    settle: [SETTLE.networkLog, SETTLE.otherVantage],
    because: 'the handshake was not answered: a network rule, an NSG, a route or a dead far end swallows the packets',
    truth: failureTruth,
  },
  ...UNREACHABLE.map(
    ([name, because]): Rule => ({
      id: `tcp-${name.replaceAll('_', '-')}`,
      state: 'blocked',
      cause: `tcp.${name}`,
      when: failed(`tcp.${name}`),
      confidence: likely,
      alternatives: twins('down/tcp.far_end_off'),
      settle: ['who sent the ICMP error (a packet capture on this machine)', 'the effective routes for this address'],
      because,
      truth: failureTruth,
    }),
  ),
  {
    id: 'tcp-refused',
    state: 'down',
    cause: 'tcp.refused',
    when: failed('tcp.refused'),
    // Where even an address that nobody has is refused, a device on the way may be the one that refuses.
    confidence: ({ canary }) => (canary === 'refused' ? 'possible' : 'likely'),
    // Azure Firewall swallows what it denies; a refusal is the far end's manner, or another device's.
    alternatives: twins('blocked/tcp.rejected_on_the_way'),
    settle: [SETTLE.otherVantage, 'a packet capture: the TTL of the reset tells how far away it was sent'],
    because: 'the connection was refused: nothing listens there, or a device on the way rejects it',
    truth: failureTruth,
  },
  {
    id: 'tcp-reset',
    state: 'down',
    cause: 'tcp.reset',
    when: failed('tcp.reset'),
    confidence: possible,
    alternatives: twins('blocked/tcp.rejected_on_the_way', 'inconclusive/intermittent'),
    settle: [SETTLE.otherVantage, 'a packet capture: the TTL of the reset tells how far away it was sent'],
    because: 'the connection was reset while it was being made',
    truth: failureTruth,
  },
  {
    id: 'tcp-unknown',
    state: 'inconclusive',
    cause: 'tcp.unknown',
    when: tcpFailed,
    confidence: possible,
    alternatives: twins('blocked/tcp.timed_out', 'down/tcp.refused'),
    settle: [SETTLE.again],
    because: 'the connection failed in a way that is not known yet; the raw error is kept',
    truth: failureTruth,
  },
];

const connectStatus = ({ steps }: View): number | undefined =>
  steps.proxy.status === 'failed' ? steps.proxy.seen.status : undefined;

const squidOnConnect = ({ steps: { proxy } }: View): string =>
  squidError(proxy.status === 'failed' ? proxy.seen : undefined);

export const PROXY_RULES: readonly Rule[] = [
  {
    id: 'proxy-auth-required',
    state: 'intercepted',
    cause: 'proxy.auth_required',
    when: failed('proxy.auth_required'),
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'the proxy wants authentication (407) before it passes anything on',
    truth: connectTruth,
  },
  {
    // Squid names its reason; other proxies leave it at 503. Squid 4 to 6.2 says ERR_CANNOT_FORWARD for a name without an address (its bug 5294).
    id: 'proxy-cannot-resolve',
    state: 'unresolved',
    cause: 'proxy.cannot_resolve_far_end',
    when: (view) => /^ERR_(?:DNS_FAIL|CANNOT_FORWARD)\b/.test(squidOnConnect(view)),
    confidence: (view) => (squidOnConnect(view).startsWith('ERR_DNS_FAIL') ? 'likely' : 'possible'),
    alternatives: (view) =>
      squidOnConnect(view).startsWith('ERR_DNS_FAIL')
        ? ['down/proxy.unwell']
        : ['down/proxy.cannot_reach_far_end', 'down/proxy.unwell'],
    settle: ["the proxy's log for this name and time"],
    because: 'the proxy accepted the question and says that it cannot resolve the name',
    truth: connectTruth,
  },
  {
    // 502, 503 and 504 are a proxy's way to say that the name or the far end failed, not that a rule did.
    id: 'proxy-cannot-reach',
    state: 'down',
    cause: 'proxy.cannot_reach_far_end',
    when: (view) => failed('proxy.refused')(view) && (connectStatus(view) ?? 0) >= 500,
    confidence: likely,
    alternatives: twins('denied/proxy.refused_connect'),
    settle: ["the proxy's log for this name and time"],
    because: 'the proxy accepted the question and says that it could not resolve or reach the far end',
    truth: connectTruth,
  },
  {
    id: 'proxy-refused-connect',
    state: 'denied',
    cause: 'proxy.refused_connect',
    when: failed('proxy.refused'),
    confidence: likely,
    alternatives: twins('inconclusive/proxy.failed'),
    settle: ["the proxy's log for this name and time"],
    because: 'the proxy refused to open a connection to this name',
    truth: connectTruth,
  },
  {
    id: 'proxy-failed',
    state: 'inconclusive',
    cause: 'proxy.failed',
    when: ({ steps }) => steps.proxy.status === 'failed',
    confidence: possible,
    alternatives: twins('denied/proxy.refused_connect', 'down/proxy.unwell'),
    settle: ["the proxy's log for this name and time", SETTLE.again],
    because: 'the proxy was reached and gave no usable answer to CONNECT',
    truth: failureTruth,
  },
];
