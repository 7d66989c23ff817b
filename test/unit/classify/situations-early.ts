import type { FailureName } from '../../../src/model/failure.ts';
import {
  answer,
  connectFailed,
  connectOk,
  dnsFailed,
  dnsOk,
  evidence,
  FIN,
  firewall470,
  firewalled,
  http,
  httpFailed,
  inspected,
  open,
  path,
  plaintext,
  RST,
  skipped,
  tcpFailed,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const PROXY = 'http://10.10.1.4:8443';
const proxied = { proxy: PROXY };

const DNS: readonly (readonly [FailureName, string, string])[] = [
  ['dns.name_not_found', 'dns.name_not_found', 'dns-name-not-found'],
  ['dns.no_answer', 'dns.no_answer', 'dns-no-answer'],
  ['dns.server_failure', 'dns.server_failure', 'dns-server-failure'],
  ['dns.refused', 'dns.refused', 'dns-refused'],
  ['dns.timed_out', 'dns.timed_out', 'dns-timed-out'],
  ['dns.unreachable', 'dns.resolver_unreachable', 'dns-unreachable'],
  ['dns.other_rcode', 'dns.unreadable', 'dns-unreadable'],
  ['dns.malformed', 'dns.unreadable', 'dns-unreadable'],
  ['dns.unknown', 'dns.unreadable', 'dns-unreadable'],
];
const ICMP = [
  'network_unreachable',
  'host_unreachable',
  'host_unknown',
  'host_isolated',
  'protocol_unreachable',
  'source_route_failed',
  'message_too_long',
] as const;

export const EARLY_SITUATIONS: readonly Situation[] = [
  {
    name: 'our own sockets ran out: no verdict about the network',
    evidence: evidence({ tcp: tcpFailed('tcp.unknown', { code: 'EMFILE', instrument: true }) }),
    path: firewalled(),
    right: {
      state: 'inconclusive',
      cause: 'instrument.exhausted',
      rule: 'instrument-exhausted',
      confidence: 'certain',
      effect: 'unknown',
    },
  },
  {
    name: 'half-updated firewall: three of seven flows pass',
    evidence: evidence({
      ...FIN,
      questions: [FIN, {}, FIN, {}, {}, FIN].map((steps, index) => answer('repeat', steps, index + 1)),
    }),
    path: firewalled(),
    right: {
      state: 'inconclusive',
      cause: 'intermittent',
      rule: 'mixed-outcomes',
      confidence: 'likely',
      truth: '3 of 7 connections got through',
      effect: 'unknown',
    },
    twins: ['denied/denied.by_name_filter'],
  },
  {
    name: 'a first flow that was closed and a repeat that was told 470: the firewall said so',
    evidence: evidence({
      target: { scheme: 'http' },
      http: httpFailed('http.closed'),
      questions: [answer('repeat', { http: firewall470 }, 1, 'http')],
    }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.firewall_said_so', rule: 'firewall-said-so', confidence: 'certain' },
  },
  {
    name: 'a 470 on a dead address speaks of rules by name only: another rule may carry the flow',
    evidence: evidence({
      target: { scheme: 'http' },
      http: httpFailed('http.closed'),
      questions: [answer('dead_address', { http: firewall470 }, 1, 'http')],
    }),
    path: firewalled(),
    right: { state: 'down', cause: 'http.closed', rule: 'http-closed', confidence: 'likely' },
  },
  {
    name: 'one failure and one repeat that passes is no six ports yet',
    evidence: evidence({ ...FIN, questions: [answer('repeat', {})] }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'intermittent', rule: 'mixed-outcomes', confidence: 'possible' },
  },
  {
    name: 'HTTP 80 to a revocation host denied: 470',
    evidence: evidence({ target: { host: 'oneocsp.microsoft.com', scheme: 'http' }, http: firewall470 }),
    path: firewalled(),
    right: {
      state: 'denied',
      cause: 'denied.firewall_said_so',
      rule: 'firewall-said-so',
      confidence: 'certain',
      alternatives: [],
      truth: 'HTTP 470 from the firewall',
      tcpMisleads: true,
      phase: 'http',
    },
  },
  {
    name: 'URL denied inside an inspected session: 470 before inspection',
    evidence: evidence({ tls: inspected(), http: firewall470 }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.firewall_said_so', rule: 'firewall-said-so', confidence: 'certain' },
  },
  {
    name: '470 in plain text on the TLS port',
    evidence: evidence({ tls: plaintext('HTTP/1.1 470 status code 470\r\n\r\n') }),
    path: open(),
    right: {
      state: 'denied',
      cause: 'denied.firewall_said_so',
      rule: 'firewall-said-so',
      confidence: 'certain',
      truth: 'HTTP 470 from the firewall in plain text',
    },
  },
  {
    name: 'explicit proxy answers CONNECT with 470',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.firewall_denied', { status: 470 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'denied',
      cause: 'denied.firewall_said_so',
      rule: 'firewall-said-so',
      confidence: 'certain',
      truth: 'HTTP 470 from the firewall on CONNECT',
      tcpTestSucceeded: false,
      tcpMisleads: false,
    },
  },
  {
    name: 'the text of a denial under another status is still the firewall',
    evidence: evidence({
      target: { scheme: 'http' },
      http: http(403, {
        body: 'HTTP request from 10.10.94.69:51832 to host:80. Action: Deny. No rule matched. Proceeding with default action',
      }),
    }),
    path: open(),
    right: { state: 'denied', cause: 'denied.firewall_said_so', rule: 'firewall-said-so', confidence: 'certain' },
  },

  // dns
  ...DNS.map(
    ([failure, cause, rule]): Situation => ({
      name: `unresolved by ${failure}`,
      evidence: evidence({ dns: dnsFailed(failure) }),
      path: firewalled(),
      right: {
        state: 'unresolved',
        cause,
        rule,
        confidence: 'likely',
        phase: 'dns',
        tcpTestSucceeded: false,
        effect: 'broken',
      },
    }),
  ),
  {
    name: 'NXDOMAIN under privatelink: the zone is empty',
    evidence: evidence({
      dns: dnsFailed('dns.name_not_found', {
        privateLink: true,
        aliases: [
          {
            from: 'global.handler.control.monitor.azure.com',
            to: 'global.handler.control.privatelink.monitor.azure.com',
          },
        ],
      }),
    }),
    path: firewalled(),
    right: {
      state: 'unresolved',
      cause: 'dns.privatelink_empty_zone',
      rule: 'dns-privatelink-empty-zone',
      confidence: 'likely',
      remedy:
        'Add the A record "global.handler.control" to the private DNS zone privatelink.monitor.azure.com (the private endpoint\'s DNS zone group does that), or unlink the zone from this network if global.handler.control.monitor.azure.com is to be reached publicly.',
    },
  },
  {
    name: 'AAAA only, and the system agrees',
    evidence: evidence({ dns: dnsFailed('dns.ipv6_only') }),
    path: firewalled(),
    right: {
      state: 'unresolved',
      cause: 'dns.ipv6_only',
      rule: 'dns-ipv6-only',
      confidence: 'certain',
      alternatives: [],
    },
  },
  {
    name: 'AAAA only, and the system was not asked',
    evidence: evidence({
      dns: dnsFailed('dns.ipv6_only', { system: { outcome: 'not_asked', because: 'no time left' } }),
    }),
    path: firewalled(),
    right: { state: 'unresolved', cause: 'dns.ipv6_only', rule: 'dns-ipv6-only', confidence: 'likely' },
  },
  {
    name: 'the system, asked afterwards, knows an address',
    evidence: evidence({
      dns: dnsFailed('dns.name_not_found', { system: { outcome: 'not_asked', because: 'no time left' } }),
      questions: [
        {
          kind: 'system_resolver',
          round: 1,
          askedAt: '2026-11-23T16:40:05.000Z',
          system: { outcome: 'addresses', addresses: ['20.43.70.102'], durationMs: 3 },
        },
      ],
    }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'dns.system_disagrees', rule: 'dns-system-disagrees', confidence: 'likely' },
  },
  {
    name: 'the machine names no resolver',
    evidence: evidence({ dns: dnsFailed('dns.no_resolver') }),
    path: firewalled(),
    right: { state: 'unresolved', cause: 'dns.no_resolver', rule: 'dns-no-resolver', confidence: 'certain' },
  },
  {
    name: 'our resolver fails and the system knows an address that was not probed',
    evidence: evidence({
      dns: dnsFailed('dns.timed_out', { system: { outcome: 'addresses', addresses: ['20.43.70.102'], durationMs: 3 } }),
    }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'dns.system_disagrees', rule: 'dns-system-disagrees', confidence: 'likely' },
  },
  {
    name: "the explicit proxy's name does not resolve",
    evidence: evidence({ target: proxied, dns: dnsFailed('dns.name_not_found') }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'unresolved',
      cause: 'proxy.name_unresolved',
      rule: 'proxy-name-unresolved',
      confidence: 'certain',
    },
  },

  // tcp
  {
    name: 'network deny, NSG or dead far end: the connect times out',
    evidence: evidence({ tcp: tcpFailed('tcp.timed_out') }),
    path: path({ canaries: 'silent', mustBeDenied: FIN }),
    right: {
      state: 'blocked',
      cause: 'tcp.timed_out',
      rule: 'tcp-timed-out',
      confidence: 'likely',
      tcpTestSucceeded: false,
      tcpMisleads: false,
    },
    twins: ['down/tcp.far_end_silent'],
  },
  {
    name: 'asymmetric return: the connect times out though the canary connects',
    evidence: evidence({ tcp: tcpFailed('tcp.timed_out') }),
    path: firewalled(),
    right: {
      state: 'blocked',
      cause: 'tcp.timed_out',
      rule: 'tcp-timed-out-though-canary-connects',
      confidence: 'likely',
    },
    twins: ['blocked/tcp.return_path'],
  },
  {
    name: 'our DNS answer is unreachable, and the name passes on a dead address',
    evidence: evidence({ tcp: tcpFailed('tcp.timed_out'), questions: [answer('dead_address', {})] }),
    path: firewalled(),
    right: { state: 'blocked', cause: 'by_address.stopped', rule: 'tcp-stopped-by-address', confidence: 'likely' },
  },
  {
    name: 'one of two addresses works',
    evidence: evidence({ tcp: tcpFailed('tcp.refused'), questions: [answer('other_address', {})] }),
    path: open(),
    right: {
      state: 'inconclusive',
      cause: 'tcp.addresses_differ',
      rule: 'tcp-other-address-works',
      confidence: 'likely',
    },
  },
  ...ICMP.map(
    (name): Situation => ({
      name: `ICMP ${name}`,
      evidence: evidence({ tcp: tcpFailed(`tcp.${name}`) }),
      path: open(),
      right: { state: 'blocked', cause: `tcp.${name}`, rule: `tcp-${name.replaceAll('_', '-')}`, confidence: 'likely' },
    }),
  ),
  {
    name: 'refused: nothing listens, or a device rejects',
    evidence: evidence({ tcp: tcpFailed('tcp.refused') }),
    path: open(),
    right: {
      state: 'down',
      cause: 'tcp.refused',
      rule: 'tcp-refused',
      confidence: 'likely',
      alternatives: ['blocked/tcp.rejected_on_the_way'],
    },
  },
  {
    name: 'refused where even an address that nobody has is refused',
    evidence: evidence({ tcp: tcpFailed('tcp.refused') }),
    path: path({ canaries: 'refused' }),
    right: { state: 'down', cause: 'tcp.refused', rule: 'tcp-refused', confidence: 'possible' },
  },
  {
    name: 'reset while connecting',
    evidence: evidence({ tcp: tcpFailed('tcp.reset') }),
    path: open(),
    right: { state: 'down', cause: 'tcp.reset', rule: 'tcp-reset', confidence: 'possible' },
  },
  {
    name: "the machine's own packet filter",
    evidence: evidence({ tcp: tcpFailed('tcp.not_permitted') }),
    path: open(),
    right: { state: 'blocked', cause: 'tcp.local_filter', rule: 'tcp-local-filter', confidence: 'certain' },
  },
  {
    name: 'a connect error nobody knows yet',
    evidence: evidence({ tcp: tcpFailed('tcp.unknown') }),
    path: open(),
    right: { state: 'inconclusive', cause: 'tcp.unknown', rule: 'tcp-unknown', confidence: 'possible' },
  },

  // explicit proxy
  {
    name: 'the explicit proxy cannot be reached',
    evidence: evidence({ target: proxied, tcp: tcpFailed('tcp.timed_out') }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'blocked', cause: 'proxy.unreachable', rule: 'proxy-unreachable', confidence: 'likely' },
  },
  {
    name: 'the explicit proxy wants authentication',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.auth_required', { status: 407 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'intercepted', cause: 'proxy.auth_required', rule: 'proxy-auth-required', confidence: 'certain' },
  },
  {
    name: 'the explicit proxy refuses CONNECT with 403',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.refused', { status: 403 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'denied', cause: 'proxy.refused_connect', rule: 'proxy-refused-connect', confidence: 'likely' },
  },
  {
    name: 'the explicit proxy answers CONNECT with 503: it cannot reach the far end',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.refused', { status: 503 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'down', cause: 'proxy.cannot_reach_far_end', rule: 'proxy-cannot-reach', confidence: 'likely' },
    twins: ['denied/proxy.refused_connect'],
  },
  ...(
    [
      'proxy.closed',
      'proxy.reset',
      'proxy.timed_out',
      'proxy.malformed',
      'proxy.headers_too_large',
      'proxy.unknown',
    ] as const
  ).map(
    (failure): Situation => ({
      name: `the explicit proxy gives no answer: ${failure}`,
      evidence: evidence({ target: proxied, proxy: connectFailed(failure) }),
      path: path({ canaries: 'not_asked', proxied: true }),
      right: { state: 'inconclusive', cause: 'proxy.failed', rule: 'proxy-failed', confidence: 'possible' },
    }),
  ),
  {
    name: 'a plain request through the explicit proxy is answered with 403',
    evidence: evidence({ target: { ...proxied, scheme: 'http' }, http: http(403) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'denied', cause: 'proxy.refused_request', rule: 'proxy-refused-request', confidence: 'possible' },
    twins: ['reachable/http.answered'],
  },
  {
    name: 'a plain request through the explicit proxy is answered with 502',
    evidence: evidence({ target: { ...proxied, scheme: 'http' }, http: http(502) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'down', cause: 'proxy.cannot_reach_far_end', rule: 'proxy-failed-request', confidence: 'possible' },
  },
  {
    name: 'genuine through the explicit proxy: no TCP test to the target was made',
    evidence: evidence({ target: proxied, proxy: connectOk }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'reachable',
      cause: 'far_end.proven',
      rule: 'proven-by-chain',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
  },
  {
    name: 'nothing was probed at all',
    evidence: evidence({ dns: dnsOk(), tcp: skipped('aborted') }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'evidence.insufficient', rule: 'no-rule-matched', confidence: 'possible' },
  },
  {
    name: 'a reset repeat beside a closed first flow does not make it mixed: none passed',
    evidence: evidence({ ...FIN, questions: [answer('repeat', RST)] }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-as-must-be-denied', confidence: 'possible' },
  },
];
