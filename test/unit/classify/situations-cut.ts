import type { Steps } from '../../../src/model/step.ts';
import {
  alerted,
  answer,
  connectOk,
  control,
  dnsFailed,
  dnsOk,
  evidence,
  FIN,
  firewalled,
  flow,
  httpFailed,
  open,
  path,
  RST,
  SILENT,
  silentTcp,
  tcpOk,
  tlsFailed,
  tlsOk,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const DENIED = 'denied/denied.by_name_filter';
const UPSTREAM = 'down/upstream.unreachable_from_firewall';
const noConnection: Partial<Steps> = { tcp: silentTcp };
const alert = (number: number): Partial<Steps> => ({ tls: alerted(number) });
/** A TLS 1.2 far end alerts after its ServerHello and certificate. */
const afterServerHello = (number: number): Partial<Steps> => ({
  tls: alerted(number, { bytesReceived: 2070, serverVersion: 'TLSv1.2' }),
});

const deniedLikely = { state: 'denied', cause: 'denied.by_name_filter', confidence: 'likely' } as const;

export const CUT_SITUATIONS: readonly Situation[] = [
  {
    name: 'the sample: TCP test True, TLS cut as the name that must be denied (default deny)',
    evidence: evidence(FIN),
    path: firewalled(),
    right: {
      ...deniedLikely,
      rule: 'cut-as-must-be-denied',
      truth: 'cut after ClientHello, 0 bytes back (FIN)',
      tcpTestSucceeded: true,
      tcpMisleads: true,
      effect: 'broken',
      phase: 'tls',
    },
    twins: [UPSTREAM, 'down/tls.closed_by_far_end'],
  },
  {
    name: 'cut as must-be-denied, on a dead address as well, and on a reachable one',
    evidence: evidence({
      ...FIN,
      questions: [answer('dead_address', FIN), answer('reachable_address', FIN), answer('repeat', FIN)],
    }),
    path: firewalled(),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'reset as must-be-denied is reset',
    evidence: evidence(RST),
    path: path({ mustBeDenied: RST }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'silent as must-be-denied is silent',
    evidence: evidence(SILENT),
    path: path({ mustBeDenied: SILENT }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'cut in mid-handshake as must-be-denied is: a filter that reads certificates',
    evidence: evidence({ tls: tlsFailed('tls.reset_mid_handshake') }),
    path: path({ mustBeDenied: { tls: tlsFailed('tls.reset_mid_handshake') } }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'rule on 8443 only: the canary on 8443 and the denial on 443 tell',
    evidence: evidence({ target: { port: 8443 }, ...FIN }),
    path: firewalled({ ports: [443, 8443] }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'closed after a plain request as the denied name is on port 80',
    evidence: evidence({ target: { scheme: 'http' }, http: httpFailed('http.closed') }),
    path: path({ mustBeDenied: FIN, port80: { http: httpFailed('http.closed') } }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied', phase: 'http' },
    twins: ['down/http.closed'],
  },
  {
    name: 'the denied name could not be resolved, and was cut on a dead address where the canary connects',
    evidence: evidence(FIN),
    path: path({
      mustBeDenied: { dns: dnsFailed('dns.name_not_found') },
      controls: [control('must_be_denied', { dialled: { address: '192.0.2.1', port: 443 }, steps: flow(FIN) })],
    }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'cut as must-be-denied at the address of a private endpoint: its route may not meet the firewall',
    evidence: evidence({
      ...FIN,
      dns: dnsOk({ privateLink: true, addresses: [{ address: '10.20.0.5', family: 4, private: true }] }),
    }),
    path: firewalled(),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
    twins: ['down/private_endpoint.ends_it'],
  },
  {
    name: 'cut as must-be-denied through an explicit proxy that accepts every CONNECT',
    evidence: evidence({ target: { proxy: 'http://10.10.1.4:8443' }, proxy: connectOk, ...FIN }),
    path: path({ canaries: 'not_asked', proxied: true, mustBeDenied: { proxy: connectOk, ...FIN } }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied', tcpTestSucceeded: false, tcpMisleads: false },
  },
  {
    name: 'cut behind a proxy of its own: the controls went another way and say nothing about it',
    evidence: evidence({ target: { proxy: 'http://10.10.1.4:8443' }, proxy: connectOk, ...FIN }),
    path: firewalled(),
    right: {
      state: 'inconclusive',
      cause: 'tls.cut_unattributed',
      rule: 'cut-unattributed',
      confidence: 'possible',
      tcpTestSucceeded: false,
    },
  },
  {
    name: 'the dead address did not connect this time: one thing less that keeps step',
    evidence: evidence({ ...FIN, questions: [answer('dead_address', noConnection)] }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-as-must-be-denied', confidence: 'possible' },
  },
  {
    name: 'a reachable name failed between the repeats: the path is unsteady',
    evidence: evidence({ ...FIN, questions: [answer('repeat', FIN), answer('repeat_reachable', FIN)] }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-as-must-be-denied', confidence: 'possible' },
  },
  {
    name: 'an address without a name, where names are judged',
    evidence: evidence({ target: { host: '20.43.70.102' }, ...FIN }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.no_server_name', rule: 'cut-without-server-name', confidence: 'likely' },
  },
  {
    name: 'an address without a name, cut as the hello without a name is',
    evidence: evidence({ target: { host: '20.43.70.102' }, ...RST }),
    path: path({ controls: [control('no_sni', { host: '', steps: flow(RST) })] }),
    right: { state: 'denied', cause: 'denied.no_server_name', rule: 'cut-without-server-name', confidence: 'possible' },
  },

  // the name passes elsewhere
  {
    name: 'split horizon: the name passes on a dead address, and our address closes',
    evidence: evidence({ ...FIN, questions: [answer('dead_address', {})] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'by_address.wrong_far_end',
      rule: 'name-passes-on-dead-address',
      confidence: 'likely',
    },
    twins: ['blocked/by_address.stopped'],
  },
  {
    name: 'our DNS leads to another service, and the name passes on a dead address',
    evidence: evidence({ tls: tlsOk({ nameMatches: false }), questions: [answer('dead_address', {})] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'by_address.wrong_far_end',
      rule: 'name-passes-on-dead-address',
      confidence: 'likely',
    },
  },

  // not as a denial
  {
    name: 'reset where denials are closed, and so on a dead address: taken up, and then failed',
    evidence: evidence({ ...RST, questions: [answer('dead_address', RST)] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'upstream.unreachable_from_firewall',
      rule: 'cut-otherwise-alike-on-dead-address',
      confidence: 'possible',
    },
    twins: [DENIED],
  },
  {
    name: 'reset where denials are closed, and closed on a dead address: carried by a rule by address',
    evidence: evidence({ ...RST, questions: [answer('dead_address', FIN)] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'tls.ended_by_far_end',
      rule: 'cut-otherwise-denied-on-dead-address',
      confidence: 'likely',
    },
    twins: [DENIED],
  },
  {
    name: 'reset where denials are closed, and nothing more was asked',
    evidence: evidence(RST),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.reset_by_far_end', rule: 'reset-though-not-denied', confidence: 'possible' },
    twins: [DENIED],
  },
  {
    name: 'silent where denials are closed',
    evidence: evidence(SILENT),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.silent_far_end', rule: 'silent-though-not-denied', confidence: 'possible' },
    twins: [UPSTREAM, DENIED],
  },
  {
    name: 'silence of a short follow-up is no other manner: the deadline cut it',
    evidence: evidence({ ...RST, questions: [answer('dead_address', SILENT), answer('repeat', SILENT)] }),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.reset_by_far_end', rule: 'reset-though-not-denied', confidence: 'possible' },
  },
  {
    name: 'a far end that closes by itself on a path without a filter',
    evidence: evidence(FIN),
    path: open(),
    right: {
      state: 'down',
      cause: 'tls.closed_by_far_end',
      rule: 'closed-though-not-denied',
      confidence: 'likely',
      tcpMisleads: false,
    },
    twins: [DENIED],
  },
  {
    name: 'a far end that resets by itself where everything is allowed',
    evidence: evidence(RST),
    path: path({ mustBeDenied: {} }),
    right: { state: 'down', cause: 'tls.reset_by_far_end', rule: 'reset-though-not-denied', confidence: 'likely' },
    twins: [DENIED],
  },
  {
    name: 'cut, and no control tells anything',
    evidence: evidence(FIN),
    path: path({ canaries: 'silent' }),
    right: {
      state: 'inconclusive',
      cause: 'tls.cut_unattributed',
      rule: 'cut-unattributed',
      confidence: 'possible',
      effect: 'unknown',
    },
    twins: [DENIED, 'down/tls.closed_by_far_end'],
  },
  {
    name: 'cut, and the canary is void: it tells nothing',
    evidence: evidence(FIN),
    path: path({ canaries: 'void' }),
    right: { state: 'inconclusive', cause: 'tls.cut_unattributed', rule: 'cut-unattributed', confidence: 'possible' },
  },
  {
    name: 'cut where the canary connects, and how a denial looks is unknown',
    evidence: evidence(FIN),
    path: path({ mustBeDenied: { dns: dnsFailed('dns.timed_out') } }),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-after-proxied-tcp', confidence: 'possible' },
    twins: ['down/tls.closed_by_far_end', UPSTREAM],
  },
  {
    name: 'cut, and cut on a reachable far end too: the name decides',
    evidence: evidence({ ...RST, questions: [answer('reachable_address', RST)] }),
    path: path({ canaries: 'silent' }),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-after-proxied-tcp', confidence: 'possible' },
  },
  {
    name: 'a .invalid name never tells how a denial looks',
    evidence: evidence(FIN),
    path: path({
      canaries: 'silent',
      controls: [control('must_be_denied_invalid', { host: 'x.invalid', steps: flow(FIN) })],
    }),
    right: { state: 'inconclusive', cause: 'tls.cut_unattributed', rule: 'cut-unattributed', confidence: 'possible' },
  },
  {
    name: 'stalled in mid-handshake: large packets may be lost',
    evidence: evidence({ tls: tlsFailed('tls.stalled_mid_handshake') }),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.stalled_mid_handshake', rule: 'stalled-mid-handshake', confidence: 'likely' },
    twins: ['blocked/path.mtu'],
  },
  ...(['tls.closed_mid_handshake', 'tls.reset_mid_handshake'] as const).map(
    (failure): Situation => ({
      name: `broken off: ${failure}`,
      evidence: evidence({ tls: tlsFailed(failure) }),
      path: firewalled(),
      right: { state: 'down', cause: 'tls.broken_off', rule: 'broken-off-mid-handshake', confidence: 'likely' },
    }),
  ),
  ...(['tls.protocol_error', 'tls.too_much_data', 'tls.unknown'] as const).map(
    (failure): Situation => ({
      name: `a handshake that cannot be read: ${failure}`,
      evidence: evidence({ tls: tlsFailed(failure, { bytesReceived: 40 }) }),
      path: firewalled(),
      right: { state: 'inconclusive', cause: 'tls.unreadable', rule: 'tls-unreadable', confidence: 'possible' },
    }),
  ),

  // other hellos
  {
    name: 'cipher suites do not meet: a wider hello succeeds where the small one was refused twice',
    evidence: evidence({ ...alert(40), questions: [answer('repeat', alert(40)), answer('wide_hello', {})] }),
    path: firewalled(),
    right: {
      state: 'incompatible',
      cause: 'tls.parameters',
      rule: 'wide-hello-succeeds',
      confidence: 'certain',
      alternatives: [],
      tcpMisleads: true,
    },
  },
  {
    name: 'a wider hello succeeds, and chance is not excluded by a repeat',
    evidence: evidence({ ...FIN, questions: [answer('wide_hello', {})] }),
    path: firewalled(),
    right: { state: 'incompatible', cause: 'tls.parameters', rule: 'wide-hello-succeeds', confidence: 'likely' },
    twins: ['inconclusive/intermittent'],
  },
  {
    name: 'only the large hello succeeds',
    evidence: evidence({
      ...FIN,
      questions: [answer('repeat', FIN), answer('wide_hello', FIN), answer('large_hello', {})],
    }),
    path: firewalled(),
    right: { state: 'incompatible', cause: 'tls.hello_size', rule: 'large-hello-succeeds', confidence: 'certain' },
  },
  {
    name: 'only the small hello succeeds: a device reads one segment',
    evidence: evidence({ questions: [answer('large_hello', FIN)] }),
    path: firewalled(),
    right: { state: 'incompatible', cause: 'tls.hello_size', rule: 'large-hello-fails', confidence: 'likely' },
  },
  {
    name: "a reachable far end refuses the agents' suites",
    evidence: evidence({
      tls: tlsOk({ cipher: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384' }),
      questions: [answer('agent_suites', alert(40))],
    }),
    path: firewalled(),
    right: {
      state: 'incompatible',
      cause: 'tls.agent_suites_refused',
      rule: 'agent-suites-refused',
      confidence: 'certain',
      phase: 'tls',
    },
  },
  {
    name: "the hello with the agents' suites was merely closed",
    evidence: evidence({ questions: [answer('agent_suites', FIN)] }),
    path: firewalled(),
    right: {
      state: 'incompatible',
      cause: 'tls.agent_suites_refused',
      rule: 'agent-suites-refused',
      confidence: 'likely',
    },
  },

  // alerts
  {
    name: 'the alert of a denial, whatever its number: 40 as must-be-denied has it',
    evidence: evidence(alert(40)),
    path: path({ mustBeDenied: alert(40) }),
    right: { ...deniedLikely, rule: 'alert-as-must-be-denied', tcpMisleads: true },
    twins: ['incompatible/tls.handshake_failure'],
  },
  {
    name: 'access_denied as must-be-denied has it',
    evidence: evidence(alert(49)),
    path: path({ mustBeDenied: alert(49) }),
    right: { ...deniedLikely, rule: 'alert-as-must-be-denied' },
  },
  {
    name: 'unrecognized_name as must-be-denied has it',
    evidence: evidence(alert(112)),
    path: path({ mustBeDenied: alert(112) }),
    right: { ...deniedLikely, rule: 'alert-as-must-be-denied' },
  },
  {
    name: 'internal_error where denials are alerts of another number',
    evidence: evidence(alert(80)),
    path: path({ mustBeDenied: alert(49) }),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'alert-of-a-filter', confidence: 'possible' },
    twins: ['incompatible/tls.handshake_failure'],
  },
  {
    name: 'access_denied where denials are closed',
    evidence: evidence(alert(49)),
    path: firewalled(),
    right: { state: 'rejected', cause: 'tls.access_denied', rule: 'alert-access-denied', confidence: 'possible' },
    twins: [DENIED],
  },
  {
    name: 'internal_error where nothing is filtered',
    evidence: evidence(alert(80)),
    path: open(),
    right: { state: 'down', cause: 'tls.internal_error', rule: 'alert-internal-error', confidence: 'possible' },
    twins: [DENIED],
  },
  ...(
    [
      [40, 'tls.handshake_failure', 'alert-handshake-failure'],
      [70, 'tls.protocol_version', 'alert-protocol-version'],
      [71, 'tls.insufficient_security', 'alert-insufficient-security'],
      [86, 'tls.inappropriate_fallback', 'alert-inappropriate-fallback'],
    ] as const
  ).map(
    ([number, cause, rule]): Situation => ({
      name: `parameters do not meet: alert ${number} where denials are closed`,
      evidence: evidence(alert(number)),
      path: firewalled(),
      right: { state: 'incompatible', cause, rule, confidence: 'likely', tcpMisleads: true },
      twins: [DENIED],
    }),
  ),
  {
    name: 'alert 40 where the canary connects and how a denial looks is unknown',
    evidence: evidence(alert(40)),
    path: path(),
    right: {
      state: 'incompatible',
      cause: 'tls.handshake_failure',
      rule: 'alert-handshake-failure',
      confidence: 'possible',
    },
  },
  {
    name: 'an alert of another number',
    evidence: evidence(alert(120)),
    path: firewalled(),
    right: { state: 'incompatible', cause: 'tls.alert', rule: 'alert-other', confidence: 'possible' },
  },
  {
    name: 'the far end speaks TLS 1.0 only',
    evidence: evidence({ tls: tlsFailed('tls.unsupported_protocol') }),
    path: firewalled(),
    right: {
      state: 'incompatible',
      cause: 'tls.version_unsupported',
      rule: 'unsupported-protocol',
      confidence: 'certain',
      truth: 'far end speaks TLSv1.0 only',
    },
  },
  {
    name: 'whoever answers does not know the name: alert 112',
    evidence: evidence(alert(112)),
    path: firewalled(),
    right: { state: 'rejected', cause: 'tls.unrecognized_name', rule: 'alert-unrecognized-name', confidence: 'likely' },
  },
  {
    name: 'client certificate wanted, TLS 1.3: alert 116 after a genuine handshake',
    evidence: evidence({
      http: httpFailed('http.alert.certificate_required', {
        alert: { level: 'fatal', number: 116, name: 'certificate_required' },
      }),
    }),
    path: firewalled(),
    right: {
      state: 'rejected',
      cause: 'tls.client_certificate_wanted',
      rule: 'alert-client-certificate',
      confidence: 'certain',
    },
  },
  {
    name: 'client certificate wanted, TLS 1.2: alert 40 after the ServerHello is no denial, though denials are alert 40',
    evidence: evidence(afterServerHello(40)),
    path: path({ mustBeDenied: alert(40) }),
    right: {
      state: 'rejected',
      cause: 'tls.client_certificate_wanted',
      rule: 'alert-client-certificate',
      confidence: 'likely',
    },
    twins: ['incompatible/tls.handshake_failure'],
  },
  {
    name: 'unknown_ca before any ServerHello: nobody asked for our certificate, an inspector may dislike the far end',
    evidence: evidence({
      tls: tlsFailed('tls.alert.unknown_ca', {
        end: 'alert',
        alert: { level: 'fatal', number: 48, name: 'unknown_ca' },
        bytesReceived: 7,
      }),
    }),
    path: firewalled(),
    right: { state: 'incompatible', cause: 'tls.alert', rule: 'alert-other', confidence: 'possible' },
  },
  {
    name: 'bad_certificate after the ServerHello: our certificate is meant',
    evidence: evidence(afterServerHello(42)),
    path: firewalled(),
    right: {
      state: 'rejected',
      cause: 'tls.client_certificate_wanted',
      rule: 'alert-client-certificate',
      confidence: 'likely',
    },
  },
  {
    name: 'connected, and the far end says nothing: scheme tcp proves nothing',
    evidence: evidence({ target: { scheme: 'tcp', port: 1433 }, tcp: tcpOk('20.43.70.102', 1433) }),
    path: firewalled({ ports: [443, 1433] }),
    right: {
      state: 'inconclusive',
      cause: 'tcp.connect_is_no_proof',
      rule: 'connect-is-no-proof',
      confidence: 'possible',
      tcpTestSucceeded: true,
    },
  },
];
