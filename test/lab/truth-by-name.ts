/** Paths with a filter by name: HAProxy denies as Azure Firewall is documented to, or in a manner of its own. */

import { type Seen, type Situation, situation } from './situation.ts';
import {
  AGENTS_REFUSED,
  ANSWERED,
  alerted,
  answers,
  connects,
  denied,
  FIN,
  INCOMPATIBLE,
  NO_SUCH_NAME,
  NO_TLS,
  REACHABLE,
  RST,
  SAID_470,
  SILENCE,
  TOO_OLD,
  twins,
  UNRECOGNIZED_NAME,
  UNTRUSTED,
  unresolved,
  untrusted,
} from './truth-words.ts';

/** What every path with a name filter shows in the same way, whatever its manner of denial. */
export const BY_NAME: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('odd-suite', { farEnd: 'odd_suite', byName: 'allow', truth: INCOMPATIBLE }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
  situation('denied-http', { farEnd: 'answers', port: 80, scheme: 'http', truth: SAID_470 }),
];

export const APP_RULES: readonly Situation[] = [
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
  // HAProxy answers 503 in the far end's stead, and says nothing of itself: a far end that is unwell would say no less.
  situation('allowed-http-refuses', {
    farEnd: 'refuses',
    port: 80,
    scheme: 'http',
    byName: 'allow',
    truth: twins('down', 'reachable', { curl: 0, status: 503 }),
  }),
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
export const APP_RULES_RESET: readonly Situation[] = [
  ...deniedBy(RST),
  // HAProxy passes a far end's reset on as a close.
  situation('allowed-resets', { farEnd: 'resets', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('allowed-silent', { farEnd: 'silent', byName: 'allow', truth: twins('down', 'denied', SILENCE) }),
];
export const APP_RULES_SILENCE: readonly Situation[] = [
  ...deniedBy(SILENCE),
  situation('allowed-silent', { farEnd: 'silent', byName: 'allow', truth: twins('down', 'denied', SILENCE) }),
  situation('allowed-closes', { farEnd: 'closes', byName: 'allow', truth: twins('down', 'denied', FIN) }),
];
export const APP_RULES_ALERT_112: readonly Situation[] = [
  ...deniedBy(UNRECOGNIZED_NAME),
  situation('tls10', { farEnd: 'tls10', byName: 'allow', truth: TOO_OLD }),
  situation('alerts', { farEnd: 'alerts', byName: 'allow', truth: twins('rejected', 'denied', UNRECOGNIZED_NAME) }),
  situation('allowed-closes', { farEnd: 'closes', byName: 'allow', truth: twins('down', 'denied', FIN) }),
];
/** The same alert twice, and apart all the same: the far end accepts another hello, the filter accepts none. */
export const APP_RULES_ALERT_40: readonly Situation[] = [
  ...deniedBy(alerted('handshake failure')),
  situation('tls10', { farEnd: 'tls10', byName: 'allow', truth: TOO_OLD }),
  situation('ecdsa-tls12', { farEnd: 'ecdsa_tls12', byName: 'allow', truth: AGENTS_REFUSED }),
];

export const SOURCE_NOT_COVERED: readonly Situation[] = [
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-too', { farEnd: 'answers', truth: denied(FIN) }),
  situation('odd-suite', { farEnd: 'odd_suite', truth: denied(FIN) }),
  situation('expired', { farEnd: 'expired', truth: denied(FIN) }),
  situation('denied-nobody-there', { farEnd: 'blackholed', truth: denied(FIN) }),
  situation('denied-http', { farEnd: 'answers', port: 80, scheme: 'http', truth: SAID_470 }),
];

/** The filter passes every name on, so that what fails is the far end; over a filter that cannot reach it, it still looks like a denial. */
export const ALLOW_ALL: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('allowed-too', { farEnd: 'answers', truth: REACHABLE }),
  situation('odd-suite', { farEnd: 'odd_suite', truth: INCOMPATIBLE }),
  situation('expired', { farEnd: 'expired', truth: untrusted('down', 'cert.expired') }),
  situation('allowed-closes', { farEnd: 'closes', truth: twins('down', 'denied', FIN) }),
  situation('allowed-silent', { farEnd: 'silent', truth: twins('down', 'denied', SILENCE) }),
  situation('allowed-refuses', { farEnd: 'refuses', truth: twins('down', 'denied', FIN) }),
];
