/** What the system or the TLS library said → the closed vocabulary. Shared by all phases; what only one phase knows stays there. */
import type { Failure, FailureName } from '../model/failure.ts';
import type { Phase } from '../model/phase.ts';
import { DeadlinePassed } from './deadline.ts';
import { printable } from './printable.ts';

/** Our own exhaustion: the machine ran out of something before the network was asked. */
const INSTRUMENT_CODES: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EAGAIN',
  'ENOBUFS',
  'ENOMEM',
  'ERR_OUT_OF_MEMORY',
]);

/** Node says `ERR_SOCKET_…` and `ERR_WORKER_…` of itself; a far end cannot cause them. */
export function isInstrumentCode(code: string): boolean {
  return INSTRUMENT_CODES.has(code) || code.startsWith('ERR_SOCKET_');
}

const TCP: Readonly<Record<string, FailureName>> = {
  ECONNREFUSED: 'tcp.refused',
  ECONNRESET: 'tcp.reset',
  ECONNABORTED: 'tcp.reset',
  EPIPE: 'tcp.reset',
  ETIMEDOUT: 'tcp.timed_out',
  ENETUNREACH: 'tcp.network_unreachable',
  ENETDOWN: 'tcp.network_unreachable',
  EHOSTUNREACH: 'tcp.host_unreachable',
  EHOSTDOWN: 'tcp.host_unknown',
  ENONET: 'tcp.host_isolated',
  ENOPROTOOPT: 'tcp.protocol_unreachable',
  EOPNOTSUPP: 'tcp.source_route_failed',
  EMSGSIZE: 'tcp.message_too_long',
  EPERM: 'tcp.not_permitted',
  EACCES: 'tcp.not_permitted',
};

export interface SystemError {
  readonly code?: string;
  readonly syscall?: string;
  readonly message: string;
}

/** What was thrown, or told by an error event, as what the system said. */
export function toSystemError(thrown: unknown): SystemError {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const syscall = 'syscall' in thrown && typeof thrown.syscall === 'string' ? thrown.syscall : undefined;
  return { message: thrown.message, ...(code !== undefined && { code }), ...(syscall !== undefined && { syscall }) };
}

/** A failure with what the system said beside its name. Texts are bounded: a TLS library may quote what it received. */
export function failure(phase: Phase, name: FailureName, said?: SystemError | string): Failure {
  if (said === undefined) return { name, phase };
  if (typeof said === 'string') return { name, phase, message: said };
  const { code, syscall, message } = said;
  return {
    name,
    phase,
    ...(code !== undefined && { code }),
    ...(syscall !== undefined && { syscall }),
    message: printable(message.trim().slice(0, 300)),
    ...(code !== undefined && isInstrumentCode(code) && { instrument: true as const }),
  };
}

/** Why a TCP connect did not come about. A defect of ours is thrown on. */
export function toTcpFailure(thrown: unknown): Failure {
  if (thrown instanceof DeadlinePassed) return { name: 'tcp.timed_out', phase: 'tcp', message: thrown.message };
  if (!(thrown instanceof Error)) throw thrown;
  const said = toSystemError(thrown);
  if (said.code === undefined || said.code.startsWith('ERR_INVALID_')) throw thrown;
  return failure('tcp', TCP[said.code] ?? 'tcp.unknown', said);
}

/** A reset by the far end, as the system says it on reading or writing. */
export function isReset(error: SystemError): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ECONNABORTED';
}
