/**
 * Why a phase did not complete: a closed, persisted vocabulary `phase.reason`. Renaming one breaks history.
 * The shape follows W3C Network Error Logging; `tls.alert.*` is open at its end only to the names of RFC 8446 §6.
 */
import type { Phase } from './phase.ts';

export const FAILURES = [
  'dns.name_not_found', // NXDOMAIN
  'dns.no_answer', // NOERROR, and no address of either family
  'dns.ipv6_only', // AAAA, and no A
  'dns.server_failure', // SERVFAIL
  'dns.refused', // REFUSED
  'dns.other_rcode', // any other rcode; the number is in the answer
  'dns.malformed', // bytes that are no answer to our question
  'dns.unreachable', // the resolver's port refused, or no route to it
  'dns.timed_out',
  'dns.no_resolver', // the machine names no resolver at all
  'dns.unknown',
  'tcp.refused', // RST to our SYN, or ICMP port unreachable: the system does not tell which
  'tcp.reset', // reset while connecting, after the handshake began
  'tcp.timed_out',
  'tcp.network_unreachable', // ICMP 3/0, 3/6, 3/9, 3/11, or no route
  'tcp.host_unreachable', // ICMP 3/1, 3/10, 3/12, 3/13 (administratively prohibited) …
  'tcp.host_unknown', // ICMP 3/7
  'tcp.host_isolated', // ICMP 3/8
  'tcp.protocol_unreachable', // ICMP 3/2
  'tcp.source_route_failed', // ICMP 3/5
  'tcp.message_too_long', // ICMP 3/4 in answer to a SYN
  'tcp.not_permitted', // the machine's own packet filter
  'tcp.unknown',
  'proxy.auth_required', // 407
  'proxy.firewall_denied', // 470, or the firewall's body text
  'proxy.refused', // any other status that is not 2xx
  'proxy.closed',
  'proxy.reset',
  'proxy.timed_out',
  'proxy.malformed',
  'proxy.headers_too_large',
  'proxy.unknown',
  'tls.closed_after_hello', // FIN, before any byte of a ServerHello
  'tls.reset_after_hello', // RST, before any byte of a ServerHello
  'tls.silent_after_hello', // the deadline passed and not one byte came
  'tls.closed_mid_handshake',
  'tls.reset_mid_handshake',
  'tls.stalled_mid_handshake',
  'tls.not_tls', // the first bytes are no TLS record
  'tls.unsupported_protocol', // the far end chose a version that we do not speak
  'tls.protocol_error', // TLS, and not understood by our side
  'tls.too_much_data', // more handshake bytes than any honest far end sends
  'tls.unknown',
  'http.closed', // FIN before the first byte of an answer
  'http.reset', // RST before the answer was complete
  'http.timed_out', // not one byte
  'http.stalled', // an answer began and did not get to the end of its headers
  'http.cut', // an answer began and was closed before the end of its headers
  'http.malformed',
  'http.headers_too_large',
  'http.firewall_denied', // 470, or the firewall's body text
  'http.silent_service', // scheme tcp: connected, and the far end sent nothing of its own
  'http.unknown',
] as const;

export type AlertFailure = `tls.alert.${string}` | `http.alert.${string}`;
export type FailureName = (typeof FAILURES)[number] | AlertFailure;

export interface Failure {
  readonly name: FailureName;
  readonly phase: Phase;
  /** As the system or the TLS library said it. Kept so that an unknown can be taught later. */
  readonly code?: string;
  readonly syscall?: string;
  readonly message?: string;
  /** Our own exhaustion (`EMFILE`, `EADDRNOTAVAIL` …): says nothing about the network and never becomes a verdict about it. */
  readonly instrument?: true;
}
