/** Names that do not resolve, or not at once. */

import { type Situation, situation, type Truth } from './situation.ts';
import { connects, NO_CONNECTION, NO_NAME, NO_SUCH_NAME, noConnection, REACHABLE, unresolved } from './truth-words.ts';

const digged = (truth: Truth, dig: string): Truth => ({ ...truth, seen: { ...truth.seen, dig } });

export const DNS_FAULTS: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', truth: REACHABLE }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: digged(NO_SUCH_NAME, 'status: NXDOMAIN') }),
  situation('no-address', { farEnd: 'no_address', truth: digged(unresolved('dns.no_answer'), 'status: NOERROR') }),
  situation('ipv6-only', { farEnd: 'ipv6_only', truth: noConnection('unresolved', 'dns.ipv6_only', NO_CONNECTION) }),
  situation('dns-refused', { farEnd: 'dns_refused', truth: digged(unresolved('dns.refused'), 'status: REFUSED') }),
  situation('dns-failing', {
    farEnd: 'dns_failing',
    truth: digged(unresolved('dns.server_failure'), 'status: SERVFAIL'),
  }),
  situation('dns-silent', { farEnd: 'dns_silent', truth: digged(unresolved('dns.timed_out'), 'timed out') }),
  situation('empty-zone', {
    farEnd: 'empty_zone',
    truth: digged(unresolved('dns.privatelink_empty_zone'), 'status: NXDOMAIN'),
  }),
  situation('long-answer', { farEnd: 'long_answer', truth: digged(REACHABLE, 'Truncated, retrying in TCP mode') }),
  situation('private', { farEnd: 'answers', private: true, truth: REACHABLE }),
  // Who gets through depends on the address drawn; curl tries them all.
  situation('first-address-dead', {
    farEnd: 'first_address_dead',
    truth: { ...connects('inconclusive', 'tcp.addresses_differ', { curl: 0, status: 200 }), tcpConnects: false },
  }),
  situation('second-address-dead', { farEnd: 'second_address_dead', truth: REACHABLE }),
];
/** The first is silent, the second refuses: the third speaks for all. */
export const FIRST_RESOLVERS_NO_GOOD: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', truth: REACHABLE }),
  situation('allowed-too', { farEnd: 'answers', truth: REACHABLE }),
  situation('long-answer', { farEnd: 'long_answer', truth: REACHABLE }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
  situation('ipv6-only', { farEnd: 'ipv6_only', truth: noConnection('unresolved', 'dns.ipv6_only', NO_CONNECTION) }),
];
const NOBODY_RESOLVES = { truth: digged(noConnection('unresolved', 'dns.timed_out', NO_NAME), 'timed out') };
export const DNS_DROPPED: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', ...NOBODY_RESOLVES }),
  situation('allowed-too', { farEnd: 'answers', ...NOBODY_RESOLVES }),
  situation('private', { farEnd: 'answers', private: true, ...NOBODY_RESOLVES }),
  situation('nxdomain', { farEnd: 'nxdomain', ...NOBODY_RESOLVES }),
];
