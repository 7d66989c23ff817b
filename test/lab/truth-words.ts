/** The words of the truth table: what follows from how a thing is built, and what curl and openssl then see. */
import type { State } from '../../src/model/verdict.ts';
import type { Seen, Truth } from './situation.ts';

/** What curl's exit codes mean. */
export const NO_NAME = 6;
export const NO_CONNECTION = 7;
export const TIMED_OUT = 28;
export const NO_TLS = 35;
export const NO_TUNNEL = 56;
export const UNTRUSTED = 60;

export const connects = (state: State, cause: string | undefined, seen: Seen): Truth => ({
  states: [state],
  ...(cause !== undefined && { cause }),
  twin: false,
  tcpConnects: true,
  seen,
});
export const noConnection = (state: State, cause: string, curl: number): Truth => ({
  ...connects(state, cause, { curl }),
  tcpConnects: false,
});
export const twins = (one: State, other: State, seen: Seen): Truth => ({
  states: [one, other],
  twin: true,
  tcpConnects: true,
  seen,
});

export const ALERT_BYTES = 7;
export const alerted = (says: string): Seen => ({ curl: NO_TLS, says, bytes: ALERT_BYTES });
export const FIN: Seen = { curl: NO_TLS, says: 'SSL_ERROR_SYSCALL', bytes: 0 };
export const RST: Seen = { curl: NO_TLS, says: 'Connection reset by peer', bytes: 0 };
export const SILENCE: Seen = { curl: TIMED_OUT };
export const UNRECOGNIZED_NAME = alerted('unrecognized name');

export const answers = (status: number): Truth => connects('reachable', 'far_end.proven', { curl: 0, status });
export const REACHABLE = answers(200);
/** Over plain HTTP nothing proves who answered: reachable at most `likely`, which the tests of the rules hold. */
export const ANSWERED = connects('reachable', 'http.answered', { curl: 0, status: 200 });
export const denied = (seen: Seen): Truth => connects('denied', 'denied.by_name_filter', seen);
/** The firewall's own word. */
export const SAID_470 = connects('denied', 'denied.firewall_said_so', { curl: 0, status: 470 });
export const INCOMPATIBLE = connects('incompatible', undefined, alerted('handshake failure'));
export const TOO_OLD = connects('incompatible', undefined, alerted('protocol version'));
export const AGENTS_REFUSED = connects('incompatible', 'tls.agent_suites_refused', INCOMPATIBLE.seen);
export const untrusted = (state: State, cause: string): Truth => connects(state, cause, { curl: UNTRUSTED });
export const INSPECTED = untrusted('intercepted', 'tls.inspection');

export const DROPPED = noConnection('blocked', 'tcp.timed_out', TIMED_OUT);
export const NET_UNREACHABLE = noConnection('blocked', 'tcp.network_unreachable', NO_CONNECTION);
export const HOST_UNREACHABLE = noConnection('blocked', 'tcp.host_unreachable', NO_CONNECTION);
/** A reset to a SYN, or ICMP port unreachable: a far end's kernel and a packet filter send the same, and the system says ECONNREFUSED to both. */
export const REFUSED: Truth = { ...twins('down', 'blocked', { curl: NO_CONNECTION }), tcpConnects: false };
export const unresolved = (cause: string): Truth => noConnection('unresolved', cause, NO_NAME);
export const NO_SUCH_NAME = unresolved('dns.name_not_found');
