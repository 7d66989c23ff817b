/** What one row of the truth table says: a far end as it was built, what the path does with it, and what is therefore true. */

import type { Scheme } from '../../src/model/target.ts';
import type { State } from '../../src/model/verdict.ts';

/** Kinds of far ends. Each host of the laboratory is of one kind, in all configurations. */
export const FAR_ENDS = [
  'answers', // TLS 1.2 and 1.3, a chain to the laboratory's root; HTTP status as the row says
  'ecdsa', // the same with an ECDSA certificate
  'ecdsa_tls12', // TLS 1.2 with ECDSA suites only: none of the agents' four
  'tls12', // TLS 1.2 alone
  'tls13', // TLS 1.3 alone
  'odd_suite', // TLS 1.2 with one suite that agents do not offer
  'tls10', // TLS 1.0 and 1.1 only
  'expired',
  'wrong_name',
  'no_intermediate',
  'self_signed',
  'plain_http', // no TLS on 443
  'asks_certificate', // takes a client certificate where there is one, and else says in HTTP that it wants one (400)
  'takes_certificate', // the same, and is content without
  'demands_certificate', // TLS 1.3, ends the session of a client without certificate: alert 116
  'demands_certificate_tls12', // TLS 1.2, ends the handshake: alert 40
  'private_link_only', // 403, with the words of a service that takes callers by private link alone
  'slow', // the answer takes two seconds
  'dribbles', // a hundred bytes a second, of headers too
  'http_silent', // TLS, and then no answer
  'http_closes', // TLS, and then FIN instead of an answer
  'http_resets', // TLS, and then RST
  'cut', // TLS 1.2, RST in the middle of the handshake
  'stalls', // TLS 1.2, the handshake begins and does not go on
  'closes', // FIN after ClientHello, by itself: what a denial looks like
  'resets', // RST after ClientHello, by itself
  'silent', // never answers a ClientHello
  'alerts', // alert 112 to every name, as a filter may do
  'refuses', // nothing listens: its kernel resets
  'blackholed', // the internet loses its packets
  'unknown_to_firewall', // answers; the firewall's resolver says NXDOMAIN
  'misdirected', // the agents' resolver leads to another service; the firewall's to the right one
  'nxdomain',
  'no_address', // the name exists, without any address
  'ipv6_only', // AAAA, and no A
  'dns_refused', // REFUSED
  'dns_failing', // SERVFAIL: the server that is said to know it refuses to
  'dns_silent', // questions about it are not answered
  'long_answer', // answers; its aliases do not fit into 512 bytes, so DNS answers over UDP are truncated
  'first_address_dead', // answers at the second of its addresses
  'second_address_dead', // answers at the first of its addresses
  'empty_zone', // an alias into a privatelink zone without a record
] as const;
export type FarEnd = (typeof FAR_ENDS)[number];

/** What the name filter does with a name. `deny`: as this configuration denies everything; the others are manners of their own, some of explicit proxies alone. */
export type NameRule = 'allow' | 'deny' | 'silence' | 'inspect' | 'inspect_deny' | 'authenticate';
/** What the packet filter does with an address, before any name is looked at. */
export type AddressRule =
  | 'allow'
  | 'drop'
  | 'net-unreachable'
  | 'host-unreachable'
  | 'net-prohibited'
  | 'host-prohibited'
  | 'admin-prohibited'
  | 'port-unreachable'
  | 'tcp-reset'
  | 'drop-answers' // SYN-ACKs do not come back: an asymmetric return path
  | 'drop-large'; // packets above 1,000 bytes do not come back: a link with a small MTU, and no ICMP

/** What befalls the first of every three flows, whatever the rules say: one of three instances of the firewall is not as the others. */
export type EveryThird = 'closed' | 'silenced' | 'refused';

export interface Truth {
  /** One; more only for twins, which nothing on the wire tells apart. */
  readonly states: readonly State[];
  /** Where it is clear. */
  readonly cause?: string;
  readonly twin: boolean;
  readonly tcpConnects: boolean;
  readonly seen: Seen;
}
/** What independent tools see. */
export interface Seen {
  /** The exit code of curl, which trusts the laboratory's root; absent where the scheme is none of curl's. */
  readonly curl?: number;
  /** Instead: its exit codes on flows in a row. */
  readonly curls?: readonly number[];
  /** HTTP status, where curl gets one. */
  readonly status?: number;
  /** Occurs in curl's words. */
  readonly says?: string;
  /** Occurs in dig's words, where the answer of the first resolver is no matter of course. */
  readonly dig?: string;
  /** What openssl read before the handshake was ended; absent where it was not, or nobody ended it. */
  readonly bytes?: number;
}

export interface Situation {
  /** Name of the target, and the first label of its host. */
  readonly name: string;
  readonly host: string;
  /** The target is its address; no name is said. */
  readonly literal: boolean;
  readonly port: number;
  readonly scheme: Scheme;
  readonly path: string;
  /** What the targets file expects of the status. */
  readonly expectStatus?: number;
  readonly farEnd: FarEnd;
  /** Of `answers`. */
  readonly status: number;
  /** Its address is a private one (a private endpoint). */
  readonly private: boolean;
  readonly byName: NameRule;
  readonly byAddress?: AddressRule;
  readonly everyThird?: EveryThird;
  readonly truth: Truth;
}

type Given = Pick<Situation, 'farEnd' | 'truth'> & Partial<Situation> & { readonly domain?: string };

/** A row with what goes without saying: https on 443, path `/`, no rule by address, denied by name. */
export function situation(name: string, { domain = 'contoso.example', ...given }: Given): Situation {
  return {
    name,
    host: `${name}.${domain}`,
    literal: false,
    port: 443,
    scheme: 'https',
    path: '/',
    status: 200,
    private: false,
    byName: 'deny',
    ...given,
  };
}
