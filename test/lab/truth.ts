/**
 * The truth table: for each configuration, every host with what is built for it and what is therefore true. Written from how the laboratory is
 * built and from what design and field say of such a path, never from what agentpath answers; verified with nc, curl and openssl before
 * agentpath is judged. Where nothing on the wire tells two causes apart they are twins: either state is right, neither may be certain, and
 * each must name the other.
 */
import type { State } from '../../src/model/verdict.ts';
import type { ConfigurationName } from './configurations.ts';
import { type Seen, type Situation, situation, type Truth } from './situation.ts';

/** What curl's exit codes mean. */
const NO_NAME = 6;
const NO_CONNECTION = 7;
const TIMED_OUT = 28;
const NO_TLS = 35;
const UNTRUSTED = 60;

const connects = (state: State, cause: string | undefined, seen: Seen): Truth => ({
  states: [state],
  ...(cause !== undefined && { cause }),
  twin: false,
  tcpConnects: true,
  seen,
});
const noConnection = (state: State, cause: string, curl: number): Truth => ({
  ...connects(state, cause, { curl }),
  tcpConnects: false,
});
const twins = (one: State, other: State, seen: Seen): Truth => ({
  states: [one, other],
  twin: true,
  tcpConnects: true,
  seen,
});

const ALERT_BYTES = 7;
const alerted = (says: string): Seen => ({ curl: NO_TLS, says, bytes: ALERT_BYTES });
const FIN: Seen = { curl: NO_TLS, says: 'SSL_ERROR_SYSCALL', bytes: 0 };
const RST: Seen = { curl: NO_TLS, says: 'Connection reset by peer', bytes: 0 };
const SILENCE: Seen = { curl: TIMED_OUT };
const UNRECOGNIZED_NAME = alerted('unrecognized name');

const answers = (status: number): Truth => connects('reachable', 'far_end.proven', { curl: 0, status });
const REACHABLE = answers(200);
/** Over plain HTTP nothing proves who answered: reachable at most `likely`, which the tests of the rules hold. */
const ANSWERED = connects('reachable', 'http.answered', { curl: 0, status: 200 });
const denied = (seen: Seen): Truth => connects('denied', 'denied.by_name_filter', seen);
/** The firewall's own word. */
const SAID_470 = connects('denied', 'denied.firewall_said_so', { curl: 0, status: 470 });
const INCOMPATIBLE = connects('incompatible', undefined, alerted('handshake failure'));
const TOO_OLD = connects('incompatible', undefined, alerted('protocol version'));
const AGENTS_REFUSED = connects('incompatible', 'tls.agent_suites_refused', INCOMPATIBLE.seen);
const untrusted = (state: State, cause: string): Truth => connects(state, cause, { curl: UNTRUSTED });
const INSPECTED = untrusted('intercepted', 'tls.inspection');

const DROPPED = noConnection('blocked', 'tcp.timed_out', TIMED_OUT);
const NET_UNREACHABLE = noConnection('blocked', 'tcp.network_unreachable', NO_CONNECTION);
const HOST_UNREACHABLE = noConnection('blocked', 'tcp.host_unreachable', NO_CONNECTION);
/** A reset to a SYN, or ICMP port unreachable: a far end's kernel and a packet filter send the same, and the system says ECONNREFUSED to both. */
const REFUSED: Truth = { ...twins('down', 'blocked', { curl: NO_CONNECTION }), tcpConnects: false };
const unresolved = (cause: string): Truth => noConnection('unresolved', cause, NO_NAME);
const NO_SUCH_NAME = unresolved('dns.name_not_found');

/** What every path with a name filter shows in the same way, whatever its manner of denial. */
const BY_NAME: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('odd-suite', { farEnd: 'odd_suite', byName: 'allow', truth: INCOMPATIBLE }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
  situation('denied-http', { farEnd: 'answers', port: 80, scheme: 'http', truth: SAID_470 }),
];

const APP_RULES: readonly Situation[] = [
  ...BY_NAME,
  situation('allowed-401', { farEnd: 'answers', status: 401, byName: 'allow', truth: answers(401) }),
  situation('allowed-403', { farEnd: 'answers', status: 403, byName: 'allow', truth: answers(403) }),
  situation('allowed-404', { farEnd: 'answers', status: 404, byName: 'allow', truth: answers(404) }),
  situation('allowed-ecdsa', { farEnd: 'ecdsa', byName: 'allow', truth: REACHABLE }),
  situation('allowed-8443', { farEnd: 'answers', port: 8443, byName: 'allow', truth: REACHABLE }),
  situation('allowed-http', { farEnd: 'answers', port: 80, scheme: 'http', byName: 'allow', truth: ANSWERED }),
  situation('allowed-crl', {
    farEnd: 'answers',
    port: 80,
    scheme: 'http',
    path: '/lab.crl',
    byName: 'allow',
    truth: REACHABLE,
  }),
  situation('private', { farEnd: 'answers', private: true, byName: 'allow', truth: REACHABLE }),
  situation('wrong-region', {
    farEnd: 'answers',
    status: 421,
    byName: 'allow',
    truth: connects('rejected', 'http.wrong_region', { curl: 0, status: 421 }),
  }),
  situation('unwell', {
    farEnd: 'answers',
    status: 503,
    expectStatus: 200,
    byName: 'allow',
    truth: connects('down', 'http.server_error', { curl: 0, status: 503 }),
  }),
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-too', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-8443', { farEnd: 'answers', port: 8443, truth: denied(FIN) }),
  situation('denied-private', { farEnd: 'answers', private: true, truth: denied(FIN) }),
  situation('denied-nobody-there', { farEnd: 'blackholed', truth: denied(FIN) }),
  situation('no-name', {
    farEnd: 'answers',
    literal: true,
    truth: connects('denied', 'denied.no_server_name', FIN),
  }),
  situation('tcp-only', {
    farEnd: 'answers',
    scheme: 'tcp',
    truth: connects('inconclusive', 'tcp.connect_is_no_proof', {}),
  }),
  situation('ecdsa-tls12', { farEnd: 'ecdsa_tls12', byName: 'allow', truth: AGENTS_REFUSED }),
  situation('tls10', { farEnd: 'tls10', byName: 'allow', truth: TOO_OLD }),
  situation('expired', { farEnd: 'expired', byName: 'allow', truth: untrusted('down', 'cert.expired') }),
  situation('wrong-name', { farEnd: 'wrong_name', byName: 'allow', truth: untrusted('down', 'cert.wrong_name') }),
  situation('no-intermediate', {
    farEnd: 'no_intermediate',
    byName: 'allow',
    truth: untrusted('down', 'cert.incomplete_chain'),
  }),
  situation('dns-refused', { farEnd: 'dns_refused', truth: unresolved('dns.refused') }),
  situation('empty-zone', { farEnd: 'empty_zone', truth: unresolved('dns.privatelink_empty_zone') }),
  // Twins: the firewall allows the name, and what then goes wrong reaches the agent as a denial does.
  situation('allowed-refuses', { farEnd: 'refuses', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('allowed-blackholed', { farEnd: 'blackholed', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('allowed-unknown', { farEnd: 'unknown_to_firewall', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('allowed-closes', { farEnd: 'closes', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('allowed-resets', { farEnd: 'resets', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('allowed-silent', { farEnd: 'silent', byName: 'allow', truth: twins('down', 'denied', SILENCE) }),
  // And the other way round: denied in a manner of its own, as a far end would end it.
  situation('silenced', { farEnd: 'answers', byName: 'silence', truth: twins('down', 'denied', SILENCE) }),
  situation('alerts', { farEnd: 'alerts', byName: 'allow', truth: twins('rejected', 'denied', UNRECOGNIZED_NAME) }),
  situation('self-signed', {
    farEnd: 'self_signed',
    byName: 'allow',
    truth: twins('intercepted', 'down', { curl: UNTRUSTED }),
  }),
  situation('plain-http', {
    farEnd: 'plain_http',
    byName: 'allow',
    truth: twins('intercepted', 'down', { curl: NO_TLS, says: 'wrong version number' }),
  }),
];

/** A path whose filter denies in another manner. */
const deniedBy = (manner: Seen): readonly Situation[] => [
  ...BY_NAME,
  situation('allowed-too', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('denied', { farEnd: 'answers', truth: denied(manner) }),
  situation('denied-too', { farEnd: 'answers', truth: denied(manner) }),
  situation('denied-nobody-there', { farEnd: 'blackholed', truth: denied(manner) }),
];
const APP_RULES_RESET: readonly Situation[] = [
  ...deniedBy(RST),
  // HAProxy passes a far end's reset on as a close.
  situation('allowed-resets', { farEnd: 'resets', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('allowed-silent', { farEnd: 'silent', byName: 'allow', truth: twins('down', 'denied', SILENCE) }),
];
const APP_RULES_SILENCE: readonly Situation[] = [
  ...deniedBy(SILENCE),
  situation('allowed-silent', { farEnd: 'silent', byName: 'allow', truth: twins('down', 'denied', SILENCE) }),
  situation('allowed-closes', { farEnd: 'closes', byName: 'allow', truth: twins('down', 'denied', FIN) }),
];
const APP_RULES_ALERT_112: readonly Situation[] = [
  ...deniedBy(UNRECOGNIZED_NAME),
  situation('tls10', { farEnd: 'tls10', byName: 'allow', truth: TOO_OLD }),
  situation('alerts', { farEnd: 'alerts', byName: 'allow', truth: twins('rejected', 'denied', UNRECOGNIZED_NAME) }),
  situation('allowed-closes', { farEnd: 'closes', byName: 'allow', truth: twins('down', 'denied', FIN) }),
];
/** The same alert twice, and apart all the same: the far end accepts another hello, the filter accepts none. */
const APP_RULES_ALERT_40: readonly Situation[] = [
  ...deniedBy(alerted('handshake failure')),
  situation('tls10', { farEnd: 'tls10', byName: 'allow', truth: TOO_OLD }),
  situation('ecdsa-tls12', { farEnd: 'ecdsa_tls12', byName: 'allow', truth: AGENTS_REFUSED }),
];

const SOURCE_NOT_COVERED: readonly Situation[] = [
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-too', { farEnd: 'answers', truth: denied(FIN) }),
  situation('odd-suite', { farEnd: 'odd_suite', truth: denied(FIN) }),
  situation('expired', { farEnd: 'expired', truth: denied(FIN) }),
  situation('denied-nobody-there', { farEnd: 'blackholed', truth: denied(FIN) }),
  situation('denied-http', { farEnd: 'answers', port: 80, scheme: 'http', truth: SAID_470 }),
];

/** The filter passes every name on, so that what fails is the far end; over a filter that cannot reach it, it still looks like a denial. */
const ALLOW_ALL: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('allowed-too', { farEnd: 'answers', truth: REACHABLE }),
  situation('odd-suite', { farEnd: 'odd_suite', truth: INCOMPATIBLE }),
  situation('expired', { farEnd: 'expired', truth: untrusted('down', 'cert.expired') }),
  situation('allowed-closes', { farEnd: 'closes', truth: twins('down', 'denied', FIN) }),
  situation('allowed-silent', { farEnd: 'silent', truth: twins('down', 'denied', SILENCE) }),
  situation('allowed-refuses', { farEnd: 'refuses', truth: twins('down', 'denied', FIN) }),
];

const BY_ADDRESS: readonly Situation[] = [
  situation('direct', { farEnd: 'answers', byAddress: 'allow', truth: REACHABLE }),
  situation('direct-ecdsa', { farEnd: 'ecdsa', byAddress: 'allow', truth: REACHABLE }),
  situation('direct-private', { farEnd: 'answers', private: true, byAddress: 'allow', truth: REACHABLE }),
  situation('direct-odd-suite', { farEnd: 'odd_suite', byAddress: 'allow', truth: INCOMPATIBLE }),
  situation('dropped', { farEnd: 'answers', byAddress: 'drop', truth: DROPPED }),
  situation('net-unreachable', { farEnd: 'answers', byAddress: 'net-unreachable', truth: NET_UNREACHABLE }),
  situation('net-prohibited', { farEnd: 'answers', byAddress: 'net-prohibited', truth: NET_UNREACHABLE }),
  situation('host-unreachable', { farEnd: 'answers', byAddress: 'host-unreachable', truth: HOST_UNREACHABLE }),
  situation('host-prohibited', { farEnd: 'answers', byAddress: 'host-prohibited', truth: HOST_UNREACHABLE }),
  situation('admin-prohibited', { farEnd: 'answers', byAddress: 'admin-prohibited', truth: HOST_UNREACHABLE }),
  situation('blackholed', { farEnd: 'blackholed', byAddress: 'allow', truth: DROPPED }),
  situation('answers-dropped', { farEnd: 'answers', byAddress: 'drop-answers', truth: DROPPED }),
  // A server flight that is lost on the way, or a far end that stays silent.
  situation('large-dropped', { farEnd: 'answers', byAddress: 'drop-large', truth: twins('down', 'blocked', SILENCE) }),
  situation('port-unreachable', { farEnd: 'answers', byAddress: 'port-unreachable', truth: REFUSED }),
  situation('tcp-reset', { farEnd: 'answers', byAddress: 'tcp-reset', truth: REFUSED }),
  situation('refuses', { farEnd: 'refuses', byAddress: 'allow', truth: REFUSED }),
];

const MIXED: readonly Situation[] = [
  ...BY_NAME,
  ...BY_ADDRESS,
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  // The name is allowed and never gets to be judged: a rule by address comes first.
  situation('allowed-but-dropped', {
    farEnd: 'answers',
    byName: 'allow',
    byAddress: 'drop',
    truth: noConnection('blocked', 'by_address.stopped', TIMED_OUT),
  }),
  // Said to a dead address the name reaches the far end: the firewall resolves it rightly, and DNS leads the agent elsewhere.
  situation('misdirected', {
    farEnd: 'misdirected',
    byName: 'allow',
    byAddress: 'allow',
    truth: untrusted('down', 'by_address.wrong_far_end'),
  }),
  situation('direct-closes', { farEnd: 'closes', byAddress: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('direct-resets', { farEnd: 'resets', byAddress: 'allow', truth: twins('down', 'denied', RST) }),
  situation('direct-silent', { farEnd: 'silent', byAddress: 'allow', truth: twins('down', 'denied', SILENCE) }),
];

const TLS_INSPECTION: readonly Situation[] = [
  ...BY_NAME,
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('inspected', { farEnd: 'answers', byName: 'inspect', truth: INSPECTED }),
  situation('inspected-too', { domain: 'fabrikam.example', farEnd: 'answers', byName: 'inspect', truth: INSPECTED }),
  // A denial by URL inside the opened session. curl does not look inside: it does not trust the inspector.
  situation('inspected-denied', {
    farEnd: 'answers',
    byName: 'inspect_deny',
    truth: untrusted('denied', 'denied.firewall_said_so'),
  }),
];

const NETWORK_RULES: readonly Situation[] = [
  ...BY_ADDRESS,
  situation('no-rule', { farEnd: 'answers', truth: DROPPED }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
];

const NO_FIREWALL: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', truth: REACHABLE }),
  situation('allowed-ecdsa', { farEnd: 'ecdsa', truth: REACHABLE }),
  situation('ecdsa-tls12', { farEnd: 'ecdsa_tls12', truth: AGENTS_REFUSED }),
  situation('odd-suite', { farEnd: 'odd_suite', truth: INCOMPATIBLE }),
  situation('tls10', { farEnd: 'tls10', truth: TOO_OLD }),
  situation('expired', { farEnd: 'expired', truth: untrusted('down', 'cert.expired') }),
  situation('wrong-name', { farEnd: 'wrong_name', truth: untrusted('down', 'cert.wrong_name') }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
  situation('blackholed', { farEnd: 'blackholed', truth: DROPPED }),
  situation('refuses', { farEnd: 'refuses', truth: REFUSED }),
  situation('allowed-closes', { farEnd: 'closes', truth: twins('down', 'denied', FIN) }),
  situation('allowed-resets', { farEnd: 'resets', truth: twins('down', 'denied', RST) }),
  situation('allowed-silent', { farEnd: 'silent', truth: twins('down', 'denied', SILENCE) }),
];

export const TRUTH: Readonly<Record<ConfigurationName, readonly Situation[]>> = {
  'app-rules': APP_RULES,
  'app-rules-reset': APP_RULES_RESET,
  'app-rules-silence': APP_RULES_SILENCE,
  'app-rules-alert-112': APP_RULES_ALERT_112,
  'app-rules-alert-40': APP_RULES_ALERT_40,
  mixed: MIXED,
  'tls-inspection': TLS_INSPECTION,
  'tls-inspection-root-sent': TLS_INSPECTION,
  'source-not-covered': SOURCE_NOT_COVERED,
  'allow-all': ALLOW_ALL,
  'network-rules': NETWORK_RULES,
  'no-firewall': NO_FIREWALL,
};
