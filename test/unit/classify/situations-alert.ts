import type { Steps } from '../../../src/model/step.ts';
import {
  alerted,
  answer,
  evidence,
  FIN,
  firewalled,
  httpFailed,
  open,
  path,
  tcpOk,
  tlsFailed,
  tlsOk,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const DENIED = 'denied/denied.by_name_filter';
const alert = (number: number): Partial<Steps> => ({ tls: alerted(number) });
/** A TLS 1.2 far end alerts after its ServerHello and certificate. */
const afterServerHello = (number: number): Partial<Steps> => ({
  tls: alerted(number, { bytesReceived: 2070, serverVersion: 'TLSv1.2' }),
});

const deniedLikely = { state: 'denied', cause: 'denied.by_name_filter', confidence: 'likely' } as const;

export const ALERT_SITUATIONS: readonly Situation[] = [
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
    name: 'only the large hello succeeds, and six repeats of the small one were cut',
    evidence: evidence({
      ...FIN,
      questions: [
        ...[1, 2, 3, 4, 5, 6].map((round) => answer('repeat', FIN, round)),
        answer('wide_hello', FIN),
        answer('large_hello', {}),
      ],
    }),
    path: firewalled(),
    right: { state: 'incompatible', cause: 'tls.hello_size', rule: 'large-hello-succeeds', confidence: 'certain' },
  },
  {
    name: 'the large hello succeeds, and chance is not excluded by a repeat',
    evidence: evidence({ ...FIN, questions: [answer('large_hello', {})] }),
    path: firewalled(),
    right: { state: 'incompatible', cause: 'tls.hello_size', rule: 'large-hello-succeeds', confidence: 'likely' },
    twins: ['inconclusive/intermittent'],
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
      effect: 'unknown',
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
