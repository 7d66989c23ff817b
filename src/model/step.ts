/** One phase's outcome. Facts exist only on `ok`; what was seen on the way to a failure stands beside the failure. */
import type { Failure } from './failure.ts';

export interface Ok<Facts> {
  readonly status: 'ok';
  readonly durationMs: number;
  readonly facts: Facts;
}
export interface Failed<Seen> {
  readonly status: 'failed';
  readonly durationMs: number;
  readonly failure: Failure;
  readonly seen: Seen;
}
export interface Skipped {
  readonly status: 'skipped';
  readonly because: string;
}
export type Step<Facts, Seen> = Ok<Facts> | Failed<Seen> | Skipped;

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

// dns -------------------------------------------------------------------------------------------------------------

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** Seconds; absent where the source tells none (hosts file, system's resolver, IP literal). */
  readonly ttl?: number;
  /** RFC 1918, 100.64/10, unique local or loopback. */
  readonly private: boolean;
}
export interface Alias {
  readonly from: string;
  readonly to: string;
}
/** How one resolver answered one question, for the record. */
export interface ResolverAnswer {
  /** `address:port`. */
  readonly resolver: string;
  readonly question: 'A' | 'AAAA';
  readonly transport: 'udp' | 'tcp';
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, another rcode's name, or `none` where no answer came. */
  readonly rcode: string;
  readonly addresses: readonly string[];
  readonly aliases: readonly Alias[];
  readonly durationMs: number;
  /** Why there is no answer, in the system's words. */
  readonly trouble?: string;
}
/** What the system's own resolver (getaddrinfo, which the agents use) said. Asked only on a surprise. */
export type SystemLookup =
  | { readonly outcome: 'addresses'; readonly addresses: readonly string[]; readonly durationMs: number }
  | { readonly outcome: 'failed'; readonly code: string; readonly durationMs: number }
  | { readonly outcome: 'not_asked'; readonly because: string };

export interface DnsSeen {
  readonly answers: readonly ResolverAnswer[];
  readonly system?: SystemLookup;
  /** True where an alias or the name itself lies in a `privatelink.` zone. */
  readonly privateLink: boolean;
  readonly aliases: readonly Alias[];
}
export interface DnsFacts extends DnsSeen {
  /** Where the addresses come from. `system` means that our own question failed and the system's resolver knew better. */
  readonly source: 'dns' | 'hosts_file' | 'system' | 'literal';
  readonly resolver: string;
  /** IPv4 first. Never empty. */
  readonly addresses: readonly ResolvedAddress[];
}
export type DnsStep = Step<DnsFacts, DnsSeen>;

// tcp -------------------------------------------------------------------------------------------------------------

export interface TcpFacts {
  readonly local: Endpoint;
  /** What was dialled. */
  readonly remote: Endpoint;
}
export interface TcpSeen {
  readonly remote: Endpoint;
}
export type TcpStep = Step<TcpFacts, TcpSeen>;

// proxy -----------------------------------------------------------------------------------------------------------

export interface ProxyFacts {
  /** `host:port` asked for with CONNECT. */
  readonly authority: string;
  readonly status: number;
}
export interface ProxySeen {
  readonly authority: string;
  readonly status?: number;
  readonly headers: readonly (readonly [string, string])[];
  /** The first bytes of the answer's body, as text. */
  readonly body: string;
  readonly bytesReceived: number;
}
export type ProxyStep = Step<ProxyFacts, ProxySeen>;

// tls -------------------------------------------------------------------------------------------------------------

/** The kinds of ClientHello, each with a SecureContext of its own. */
export const HELLOS = ['small', 'large', 'wide', 'agents'] as const;
export type HelloKind = (typeof HELLOS)[number];

export interface Hello {
  readonly kind: HelloKind;
  /** Bytes of the ClientHello record as sent; 0 where it was never sent. */
  readonly bytes: number;
  /** Absent where none was sent: an IP literal, or on purpose. */
  readonly serverName?: string;
}
export interface Alert {
  readonly level: 'warning' | 'fatal';
  readonly number: number;
  /** RFC 8446 §6 name in snake case, or `alert_N`. */
  readonly name: string;
}
export interface TlsSeen {
  readonly hello: Hello;
  readonly bytesReceived: number;
  /** The first bytes received, at most 512, hexadecimal. Empty when none came. */
  readonly firstBytes: string;
  /** How the far end ended it; `deadline` where it did not. */
  readonly end: 'fin' | 'rst' | 'deadline' | 'alert' | 'ours';
  readonly alert?: Alert;
  /** From the ClientHello to the end. */
  readonly endedAfterMs: number;
  /** The version of a ServerHello, where one was read. */
  readonly serverVersion?: string;
}
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectCn: string;
  readonly issuerCn: string;
  readonly issuerOrganization: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256, lower-case hexadecimal without colons. */
  readonly fingerprint: string;
  /** Subject and authority key identifiers, lower-case hexadecimal; absent where the certificate has none. */
  readonly ski?: string;
  readonly aki?: string;
  /** Public CAs embed signed certificate timestamps; inspection CAs do not. */
  readonly scts: boolean;
  readonly selfSigned: boolean;
  /** CRL, OCSP and AIA addresses named in the certificate. */
  readonly urls: readonly string[];
}
/**
 * Where the chain ends, by our own walk (signatures and names, not dates):
 * `public_root`: in a root that is public here (the bundled ones and `--trust`), `known_inspector`: in a CA given with `--inspection-ca`,
 * `private_root`: in a self-signed CA that is neither, `self_signed`: the leaf signed itself,
 * `incomplete`: the last certificate's issuer was not sent and is not known.
 */
export const CHAIN_ENDS = ['public_root', 'known_inspector', 'private_root', 'self_signed', 'incomplete'] as const;
export type ChainEnd = (typeof CHAIN_ENDS)[number];

export interface TlsFacts {
  readonly hello: Hello;
  readonly bytesReceived: number;
  readonly protocol: string;
  /** IANA name of the suite. */
  readonly cipher: string;
  /** As sent: leaf first. At most 10 kept. */
  readonly chain: readonly Certificate[];
  readonly chainLength: number;
  readonly chainEnd: ChainEnd;
  /** Subject of the root or inspector that the chain ends in; of the missing issuer where incomplete. */
  readonly anchor: string;
  /** What the TLS library's own verification said: `ok`, or its code (`CERT_HAS_EXPIRED` …). */
  readonly verification: string;
  readonly nameMatches: boolean;
  /** Against our clock at the handshake. */
  readonly expired: boolean;
  readonly notYetValid: boolean;
}
export type TlsStep = Step<TlsFacts, TlsSeen>;

// http ------------------------------------------------------------------------------------------------------------

export interface HttpSeen {
  readonly method: 'GET' | 'none';
  readonly path: string;
  readonly bytesReceived: number;
  readonly status?: number;
  /** Headers that name a proxy or a product, `Content-Type`, `Location` without its query, and `Date`; never cookies. */
  readonly headers: readonly (readonly [string, string])[];
  /** The first bytes of the body (at most 512 of the 4 KiB read), as text; control characters replaced. */
  readonly body: string;
  readonly alert?: Alert;
}
export interface HttpFacts extends HttpSeen {
  readonly status: number;
  /** Interim answers (1xx) before the final one. */
  readonly interim: number;
  /** `Date` header minus our clock, seconds. */
  readonly clockSkewS?: number;
  /** What the body's bytes are, by structure: only a service gives these. */
  readonly proof?: 'crl' | 'certificate' | 'ocsp';
  /** Whether the expectation's body text occurs in the first 4 KiB; absent without such an expectation. */
  readonly bodyMatches?: boolean;
  /** Hosts that the answer of a discovery names, each once, lower case; absent where the target discovers nothing. */
  readonly discovered?: readonly string[];
  /** Complete when the end of the body was seen within the bound. */
  readonly bodyComplete: boolean;
}
/** Scheme `tcp`: what the far end said by itself is kept as an http step with method `none`, status 0. */
export type HttpStep = Step<HttpFacts, HttpSeen>;

export interface Steps {
  readonly dns: DnsStep;
  readonly tcp: TcpStep;
  readonly proxy: ProxyStep;
  readonly tls: TlsStep;
  readonly http: HttpStep;
}
