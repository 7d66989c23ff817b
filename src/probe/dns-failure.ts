/** What went wrong while a resolver was asked, in the words of the failure vocabulary. */
import type { Failure, FailureName } from '../model/failure.ts';
import { failure, toSystemError } from './to-failure.ts';

/** Windows tells an ICMP port unreachable as ECONNRESET; EPERM and EACCES are the machine's own packet filter. */
const SYSTEM: Readonly<Record<string, FailureName>> = {
  ECONNREFUSED: 'dns.unreachable',
  ECONNRESET: 'dns.unreachable',
  EHOSTUNREACH: 'dns.unreachable',
  EHOSTDOWN: 'dns.unreachable',
  ENETUNREACH: 'dns.unreachable',
  ENETDOWN: 'dns.unreachable',
  ENONET: 'dns.unreachable',
  ENOPROTOOPT: 'dns.unreachable',
  EAFNOSUPPORT: 'dns.unreachable',
  EPERM: 'dns.unreachable',
  EACCES: 'dns.unreachable',
  ETIMEDOUT: 'dns.timed_out',
};

/** From what the operating system said when a datagram or a connection to a resolver failed. */
export function toDnsFailure(thrown: unknown): Failure {
  const said = toSystemError(thrown);
  return failure('dns', SYSTEM[said.code ?? ''] ?? 'dns.unknown', said);
}

const RCODE: Readonly<Record<string, FailureName>> = {
  NXDOMAIN: 'dns.name_not_found',
  SERVFAIL: 'dns.server_failure',
  REFUSED: 'dns.refused',
};

/** From an answer's code other than NOERROR. */
export function fromRcode(rcode: string): Failure {
  return failure('dns', RCODE[rcode] ?? 'dns.other_rcode', `the resolver answered ${rcode}`);
}
