/**
 * A simulated network as data: who answers which name, what is at which address, and what stands in between. JSON-able, so that a
 * scenario is a world and its targets. Names are matched without regard to case.
 */

export interface World {
  /** By name; `*.x` stands for every name below `x` that has no entry of its own. A name without an entry does not exist. */
  readonly hosts: Readonly<Record<string, HostEntry>>;
  readonly firewall: FirewallPolicy | 'none';
  readonly inspection?: InspectionAuthority;
  /** What a host without `services` offers. Default: healthy HTTPS on 443 and HTTP on 80. */
  readonly defaultServices?: Services;
  /**
   * Judged before the firewall, and without one too: a network security group, a route. `allow` leads around the firewall, or to
   * its explicit proxy. First match.
   */
  readonly routes?: readonly AddressRule[];
  /** Default: one that answers, at 10.10.0.4. */
  readonly resolvers?: readonly SimulatedResolver[];
  readonly hostsFile?: string;
}

export interface HostEntry {
  /** What the resolvers answer. Default: one public address made from the name. */
  readonly dns?: DnsBehaviour;
  /** What the firewall's resolver answers, where that differs (split horizon). */
  readonly firewallSees?: DnsBehaviour;
  /** What the system's own resolver answers, where that differs. */
  readonly systemSees?: DnsBehaviour;
  readonly services?: Services;
  /** Where one address offers something else than `services`. */
  readonly servicesAt?: Readonly<Record<string, Services>>;
  /** What connections from the firewall get instead (a far end that refuses the firewall). */
  readonly servicesForFirewall?: Services;
}

// names -----------------------------------------------------------------------------------------------------------

export type DnsBehaviour = DnsAnswer | DnsRcode | DnsTrouble;
export interface DnsAnswer {
  /** A and AAAA mixed; empty is a name without addresses. */
  readonly addresses: readonly string[];
  /** The names of a CNAME chain after the name itself; the addresses belong to the last. */
  readonly aliases?: readonly string[];
  /** Seconds; default 60. */
  readonly ttl?: number;
  /** Over UDP only a truncated, empty answer; the full one over TCP. */
  readonly truncated?: true;
}
export interface DnsRcode {
  readonly rcode: 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP' | 'FORMERR';
  /** An alias that leads to a name that does not exist. */
  readonly aliases?: readonly string[];
}
export interface DnsTrouble {
  readonly trouble: 'silent' | 'garbage' | 'wrong_id' | 'wrong_question';
}

export interface SimulatedResolver {
  readonly address: string;
  /** Default 53. */
  readonly port?: number;
  /**
   * `silent`: nothing comes back; `unreachable`: ICMP port unreachable; `servfail`, `refused`: for every name;
   * `garbage`: bytes that are no DNS. Default `live`.
   */
  readonly conduct?: 'live' | 'silent' | 'unreachable' | 'servfail' | 'refused' | 'garbage';
  /** Answers of this resolver alone, before those of the hosts. */
  readonly sees?: Readonly<Record<string, DnsBehaviour>>;
}

// in between ------------------------------------------------------------------------------------------------------

/** The form of a refusal, or its absence. `close` is a FIN, `reset` an RST, both after the name was read. */
export type Action =
  | 'allow'
  | 'close'
  | 'reset'
  | 'silent'
  | 'http_470'
  | { readonly do: 'alert'; readonly number: number; readonly level?: 'fatal' | 'warning'; readonly ending?: Ending }
  /** `old`: the body of 2021 with source, name and address; `new`: that of 2023 and later. */
  | { readonly do: 'http_470'; readonly text: 'old' | 'new' }
  | { readonly do: 'say'; readonly bytes: Bytes; readonly ending?: Ending }
  | { readonly do: 'inspect'; readonly denyPaths?: readonly string[] }
  | { readonly do: 'delay'; readonly ms: number; readonly action: Action }
  /** One flow after the other, then from the start again. */
  | { readonly do: 'in_turn'; readonly actions: readonly Action[] }
  /** `action` for one flow in so many, by the chance handed in. */
  | { readonly do: 'by_chance'; readonly oneIn: number; readonly action: Action; readonly otherwise: Action };
export type Ending = 'open' | 'close' | 'reset';
export type Bytes = { readonly text: string } | { readonly hex: string };

/**
 * A transparent firewall in the manner of Azure Firewall: it completes TCP by itself on every port that an application rule names, for
 * any address; takes the name from SNI or the Host header, resolves it by itself and ignores the address that was dialled.
 */
export interface FirewallPolicy {
  /** Patterns: a name, `*.x` (any number of labels), `*`; each may end in `:port`. */
  readonly allow: readonly string[];
  /** Patterns taken out of `allow` again: no rule matches them. */
  readonly except?: readonly string[];
  /** Patterns with an action of their own; judged before `allow`, exact names before wildcards. */
  readonly names?: Readonly<Record<string, Action>>;
  /** What a name without a rule gets. Default: `close`, `http_470`, `http_470`. */
  readonly denial?: { readonly https?: Action; readonly http?: Action; readonly connect?: Action };
  /** Ports named by application rules. Default 443 https, 80 http. */
  readonly ports?: Readonly<Record<number, 'https' | 'http'>>;
  /** By address; final on a match, before application rules. Elsewhere, ports without application rules are dropped. First match. */
  readonly networkRules?: readonly AddressRule[];
  /** A ClientHello without SNI. Default: `denial.https`. */
  readonly withoutName?: Action;
  /** An allowed name that the firewall cannot resolve or whose far end it cannot reach. Default `close`. */
  readonly unreachable?: Action;
  /** A ClientHello above so many bytes is not understood. */
  readonly helloLimit?: { readonly bytes: number; readonly action: Action };
  /** An explicit proxy: CONNECT, and absolute-form requests. */
  readonly proxy?: { readonly address: string; readonly port: number };
}

export interface AddressRule {
  /** An address, a prefix (`10.0.0.0/8`) or `*`. */
  readonly to: string;
  /** Default: all. */
  readonly ports?: readonly number[];
  /** `allow`: straight to what is at the address; `drop`: never answers; `refuse`: ECONNREFUSED; `error`: as the system tells an ICMP error. */
  readonly action: 'allow' | 'drop' | 'refuse' | { readonly error: ConnectErrorCode };
}
export const CONNECT_ERROR_CODES = [
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENONET',
  'ENOPROTOOPT',
  'EOPNOTSUPP',
  'EMSGSIZE',
  'EACCES',
  'EPERM',
  'ETIMEDOUT',
  'ECONNRESET',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'EADDRNOTAVAIL',
] as const;
export type ConnectErrorCode = (typeof CONNECT_ERROR_CODES)[number];

export interface InspectionAuthority {
  /** Common name; default `Contoso Inspection CA`. */
  readonly name?: string;
  readonly expired?: true;
  /** `ca`: the leaf and the CA itself; `leaf`: the leaf alone. Default `ca`. */
  readonly sends?: 'ca' | 'leaf';
}

// far ends --------------------------------------------------------------------------------------------------------

export type Services = Readonly<Record<number, Service>>;
export type Service =
  | HttpsService
  | { readonly kind: 'http'; readonly http?: HttpConduct }
  | BytesService
  /** Nothing listens: an RST to the SYN. */
  | { readonly kind: 'refused' }
  /** Packets vanish. */
  | { readonly kind: 'dropped' };

export interface HttpsService {
  readonly kind: 'https';
  readonly certificate?: CertificateWish;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  /** OpenSSL's notation. */
  readonly ciphers?: string;
  /** OpenSSL's notation, such as `X25519MLKEM768`. */
  readonly groups?: string;
  readonly clientCertificate?: 'wanted';
  /** Alert 112 for any SNI that the certificate does not name. */
  readonly strictName?: true;
  /** Once the handshake is complete, instead of HTTP. */
  readonly afterHandshake?: Ending;
  readonly http?: HttpConduct;
}
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export interface CertificateWish {
  /** Default: the host's own name. */
  readonly names?: readonly string[];
  /** Default `ecdsa`. */
  readonly key?: 'ecdsa' | 'rsa';
  readonly validity?: 'valid' | 'expired' | 'not_yet_valid';
  /** Default `public`. */
  readonly issuer?: 'public' | 'private' | 'self';
  /** What is sent beside the leaf: `intermediate` (default), `nothing`, `root` (intermediate and root), or so many certificates in all. */
  readonly sends?: 'intermediate' | 'nothing' | 'root' | number;
}

/** No protocol: bytes of its own. */
export interface BytesService {
  readonly kind: 'bytes';
  /** Default: at accept. */
  readonly when?: 'at_accept' | 'after_first_bytes';
  readonly says?: Bytes;
  /** `says` without end. */
  readonly endless?: true;
  readonly pace?: Pace;
  /** Default `open`. */
  readonly ending?: Ending;
}
export interface Pace {
  readonly bytes: number;
  readonly everyMs: number;
}

export interface HttpConduct {
  /** By path, with its query or without. */
  readonly paths?: Readonly<Record<string, HttpAnswer>>;
  /** Default: 200. */
  readonly otherwise?: HttpAnswer;
  /** Added to the Date header, seconds. */
  readonly clockSkewS?: number;
}
export type HttpAnswer = HttpReply | HttpMisconduct;
export interface HttpReply {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body is what a revocation service gives. */
  readonly document?: 'crl' | 'ocsp' | 'certificate';
  readonly pace?: Pace;
  /** The body ends after so many bytes, other than Content-Length says. */
  readonly cut?: { readonly afterBytes: number; readonly how: Ending };
}
export interface HttpMisconduct {
  readonly misconduct:
    | 'closes'
    | 'resets'
    | 'silent'
    | 'garbage'
    | 'endless_headers'
    | 'interim_flood'
    | 'closes_in_headers'
    | 'resets_in_headers'
    | 'stalls_in_headers';
}
