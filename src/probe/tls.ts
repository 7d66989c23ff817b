/** The tls phase: a handshake with verification off and its outcome kept; the end told exactly. */
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../model/clock.ts';
import type { FailureName } from '../model/failure.ts';
import type { Alert, Hello, TlsFacts, TlsSeen, TlsStep } from '../model/step.ts';
import type { Authorities } from './authorities.ts';
import { readChain } from './certificate-chain.ts';
import { type Completed, type Failed, type HandshakeRequest, identityError, shakeHands } from './handshake.ts';
import { type Hellos, OFFERED_VERSIONS } from './hellos.ts';
import type { Seen, Tap } from './tap.ts';
import { alertInMessage } from './tls-alert.ts';
import { failure } from './to-failure.ts';

export interface TlsParts {
  readonly clock: Clock;
  readonly hellos: Hellos;
  readonly authorities: Authorities;
}
export interface Handshake {
  readonly step: TlsStep;
  /** Present exactly when the step is ok. The taker destroys it. */
  readonly socket?: TLSSocket;
}

export async function openTls(tap: Tap, request: HandshakeRequest, parts: TlsParts): Promise<Handshake> {
  const ended = await shakeHands(tap, request, parts);
  if ('cut' in ended) return { step: toFailed(ended, request) };
  const { socket, durationMs } = ended;
  return { step: { status: 'ok', durationMs, facts: toFacts(ended, request, parts) }, socket };
}

function toFacts(
  { socket, leaf, verifiedName, seen }: Completed,
  request: HandshakeRequest,
  { authorities, clock }: TlsParts,
): TlsFacts {
  const chain = readChain(leaf, authorities, verifiedName !== undefined, clock.wallMs());
  return {
    hello: helloSent(seen, request),
    bytesReceived: seen.bytesReceived,
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    chain: chain.certificates,
    chainLength: chain.length,
    chainEnd: chain.end,
    anchor: chain.anchor,
    // A code in a string, whatever its declared type says.
    verification: socket.authorized ? 'ok' : String(socket.authorizationError),
    nameMatches: verifiedName ?? identityError(request.host, leaf) === undefined,
    expired: chain.expired,
    notYetValid: chain.notYetValid,
  };
}

function toFailed(failed: Failed, request: HandshakeRequest): TlsStep {
  const { cut, seen, records, durationMs, endedAtMs, error } = failed;
  const { name, end, alert } = nameOf(failed, request);
  const theirs = end === 'fin' || end === 'rst' || end === 'alert';
  const atMs = theirs ? (seen.lastAtMs ?? endedAtMs) : endedAtMs;
  const sentAtMs = seen.firstSent?.atMs ?? endedAtMs - durationMs;
  const why = failure('tls', name, cut === 'library' || cut === 'gone' ? (error ?? seen.error) : undefined);
  // In TLS 1.2 a refusal for want of a client certificate is the alert of any other refusal; that one was asked for tells them apart.
  const message = records.certificateRequested
    ? ['a client certificate was requested', why.message].filter(Boolean).join('; ')
    : why.message;
  return {
    status: 'failed',
    durationMs,
    failure: { ...why, ...(message !== undefined && { message }) },
    seen: {
      hello: helloSent(seen, request),
      bytesReceived: seen.bytesReceived,
      firstBytes: seen.firstBytes.toString('hex'),
      end,
      ...(alert && { alert }),
      endedAfterMs: Math.max(0, atMs - sentAtMs),
      ...(records.serverVersion !== undefined && { serverVersion: records.serverVersion }),
    },
  };
}

interface Named {
  readonly name: FailureName;
  readonly end: TlsSeen['end'];
  readonly alert?: Alert;
}

function nameOf({ cut, seen, records, error }: Failed, { hello }: HandshakeRequest): Named {
  // A close_notify is an orderly close like a FIN; the library says so before the FIN is here.
  const gone = seen.end === 'fin' || seen.end === 'rst' ? seen.end : error?.code === 'ECONNRESET' ? 'fin' : undefined;
  if (cut === 'too_much_data') return { name: 'tls.too_much_data', end: 'ours' };
  if (cut === 'not_tls') return { name: 'tls.not_tls', end: gone ?? 'ours' };

  const encrypted = error && alertInMessage(error.message);
  const alert = records.alert?.level === 'fatal' ? records.alert : (encrypted ?? records.alert);
  const beside = alert && { alert };
  if (alert?.level === 'fatal') return { name: `tls.alert.${alert.name}`, end: 'alert', alert };
  if (cut === 'deadline') {
    const name = seen.bytesReceived === 0 ? 'tls.silent_after_hello' : 'tls.stalled_mid_handshake';
    return { name, end: 'deadline', ...beside };
  }
  if (error?.code?.startsWith('ERR_')) {
    const { serverVersion } = records;
    const refused = serverVersion !== undefined && !OFFERED_VERSIONS[hello].includes(serverVersion);
    const unsupported = refused || error.code.includes('UNSUPPORTED_PROTOCOL');
    return { name: unsupported ? 'tls.unsupported_protocol' : 'tls.protocol_error', end: 'ours', ...beside };
  }
  const began = records.handshakeBegan;
  if (gone === 'fin')
    return { name: began ? 'tls.closed_mid_handshake' : 'tls.closed_after_hello', end: gone, ...beside };
  if (gone === 'rst')
    return { name: began ? 'tls.reset_mid_handshake' : 'tls.reset_after_hello', end: gone, ...beside };
  return { name: 'tls.unknown', end: 'ours', ...beside };
}

function helloSent({ firstSent }: Seen, { hello, serverName }: HandshakeRequest): Hello {
  const bytes = firstSent?.bytes;
  const isRecord = bytes !== undefined && bytes.length >= 5 && bytes[0] === 22;
  return {
    kind: hello,
    bytes: isRecord ? bytes.readUInt16BE(3) + 5 : 0,
    ...(serverName !== '' && { serverName }),
  };
}
