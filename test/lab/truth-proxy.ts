/** Explicit proxies: Squid, and HAProxy in front of it. */

import { type Seen, type Situation, situation } from './situation.ts';
import {
  AGENTS_REFUSED,
  ANSWERED,
  connects,
  FIN,
  NO_TUNNEL,
  REACHABLE,
  SAID_470,
  twins,
  untrusted,
} from './truth-words.ts';

/** What curl says of a CONNECT that was not answered with 200: it failed to receive. */
const refusedBy = (status: number): Seen => ({ curl: NO_TUNNEL, status: 0, says: `response ${status}` });
const BY_PROXY: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('allowed-too', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('allowed-http', { farEnd: 'answers', port: 80, scheme: 'http', byName: 'allow', truth: ANSWERED }),
  situation('private', { farEnd: 'answers', private: true, byName: 'allow', truth: REACHABLE }),
  situation('expired', { farEnd: 'expired', byName: 'allow', truth: untrusted('down', 'cert.expired') }),
  situation('ecdsa-tls12', { farEnd: 'ecdsa_tls12', byName: 'allow', truth: AGENTS_REFUSED }),
  // The names are looked up by the proxy. Squid 5.7 of Debian says ERR_CANNOT_FORWARD where it finds no address (its bug 5294).
  situation('allowed-unknown', {
    farEnd: 'unknown_to_firewall',
    byName: 'allow',
    truth: connects('unresolved', 'proxy.cannot_resolve_far_end', refusedBy(500)),
  }),
  situation('allowed-nxdomain', {
    farEnd: 'nxdomain',
    byName: 'allow',
    truth: connects('unresolved', 'proxy.cannot_resolve_far_end', refusedBy(500)),
  }),
  situation('allowed-refuses', {
    farEnd: 'refuses',
    byName: 'allow',
    truth: connects('down', 'proxy.cannot_reach_far_end', refusedBy(503)),
  }),
  situation('allowed-blackholed', {
    farEnd: 'blackholed',
    byName: 'allow',
    truth: connects('down', 'proxy.cannot_reach_far_end', refusedBy(503)),
  }),
  // The tunnel stands, so what ends the handshake is the far end, or a filter behind the proxy.
  situation('allowed-closes', { farEnd: 'closes', byName: 'allow', truth: twins('down', 'denied', FIN) }),
];
/** Nothing but the proxy is let out: a TCP test towards the target fails, whatever becomes of the target. */
export function behindProxy(situations: readonly Situation[]): readonly Situation[] {
  return situations.map((one) => ({ ...one, truth: { ...one.truth, tcpConnects: false } }));
}
export const EXPLICIT_PROXY: readonly Situation[] = [
  ...BY_PROXY,
  situation('denied', {
    farEnd: 'answers',
    truth: connects('denied', 'proxy.refused_connect', refusedBy(403)),
  }),
  situation('denied-nobody-there', {
    farEnd: 'blackholed',
    truth: connects('denied', 'proxy.refused_connect', refusedBy(403)),
  }),
  // A 403 over plain HTTP: the far end's, which the proxy hands on, and the proxy's own page, which it signs with X-Squid-Error.
  situation('allowed-http-403', {
    farEnd: 'answers',
    status: 403,
    port: 80,
    scheme: 'http',
    byName: 'allow',
    truth: connects('reachable', 'http.answered', { curl: 0, status: 403 }),
  }),
  situation('denied-http', {
    farEnd: 'answers',
    port: 80,
    scheme: 'http',
    truth: connects('denied', 'proxy.refused_request', { curl: 0, status: 403 }),
  }),
  situation('wants-authentication', {
    farEnd: 'answers',
    byName: 'authenticate',
    truth: connects('intercepted', 'proxy.auth_required', refusedBy(407)),
  }),
  situation('wants-authentication-http', {
    farEnd: 'answers',
    port: 80,
    scheme: 'http',
    byName: 'authenticate',
    truth: connects('intercepted', 'proxy.auth_required', { curl: 0, status: 407 }),
  }),
  situation('allowed-nxdomain-http', {
    farEnd: 'nxdomain',
    port: 80,
    scheme: 'http',
    byName: 'allow',
    // Nor does it say so over plain HTTP.
    truth: twins('unresolved', 'down', { curl: 0, status: 502 }),
  }),
  situation('allowed-refuses-http', {
    farEnd: 'refuses',
    port: 80,
    scheme: 'http',
    byName: 'allow',
    truth: connects('down', 'proxy.cannot_reach_far_end', { curl: 0, status: 503 }),
  }),
];
export const EXPLICIT_PROXY_470: readonly Situation[] = [
  ...BY_PROXY,
  situation('denied', {
    farEnd: 'answers',
    truth: connects('denied', 'denied.firewall_said_so', refusedBy(470)),
  }),
  situation('denied-http', { farEnd: 'answers', port: 80, scheme: 'http', truth: SAID_470 }),
];
