/** The tls phase: a handshake over a tapped connection, verification off and its outcome kept, the end told exactly. */
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Clock } from '../model/clock.ts';
import type { FailureName } from '../model/failure.ts';
import type { Alert, Hello, HelloKind, TlsFacts, TlsSeen, TlsStep } from '../model/step.ts';
import type { Authorities } from './authorities.ts';
import { readChain } from './certificate-chain.ts';
import { type Hellos, OFFERED_VERSIONS } from './hellos.ts';
import type { Tap } from './tap.ts';
import { alertInMessage } from './tls-alert.ts';
import { createTlsRecordReader, type TlsRecords } from './tls-records.ts';
import { failure, type SystemError, toSystemError } from './to-failure.ts';

export interface TlsParts {
  readonly clock: Clock;
  readonly hellos: Hellos;
  readonly authorities: Authorities;
}
export interface TlsRequest {
  /** The name that the certificate must be valid for: a DNS name or an IP literal. */
  readonly host: string;
  /** SNI; empty: none is sent. */
  readonly serverName: string;
  readonly hello: HelloKind;
  readonly deadlineMs: number;
  /** What came already, behind a proxy's answer. */
  readonly left?: Buffer;
}
export interface Handshake {
  readonly step: TlsStep;
  /** Present exactly when the step is ok. */
  readonly socket?: TLSSocket;
}

/** An honest flight is a few kB; OpenSSL alone would take handshake messages that it ignores until the deadline. */
const HANDSHAKE_LIMIT = 256 * 1024;
/** How long the rest of a plaintext answer is waited for, and how much of it is kept. */
const PLAINTEXT_MS = 300;
const PLAINTEXT_KEPT = 512;

type Cut = 'library' | 'gone' | 'deadline' | 'not_tls' | 'too_much_data';

export function openTls(tap: Tap, request: TlsRequest, parts: TlsParts): Promise<Handshake> {
  const { clock } = parts;
  const started = clock.monotonicMs();
  const reader = createTlsRecordReader();
  const cancels: (() => void)[] = [];
  let nameMatches: boolean | undefined;

  return new Promise((resolve) => {
    const settle = (handshake: Handshake): void => {
      for (const cancel of cancels.splice(0)) cancel();
      socket.off('secureConnect', onSecure).off('error', onError).off('close', onClose);
      // What comes after is the next phase's to read; with nobody there it must not end the process.
      socket.on('error', () => {});
      tap.begin();
      if (!handshake.socket) {
        socket.destroy();
        tap.destroy();
      }
      resolve(handshake);
    };
    const fail = (cut: Cut, error?: SystemError): void => {
      const step = toFailed({ cut, tap, records: reader.records, request, started, nowMs: clock.monotonicMs(), error });
      settle({ step });
    };
    const onSecure = (): void => {
      const durationMs = clock.monotonicMs() - started;
      settle({ step: { status: 'ok', durationMs, facts: toFacts(socket, tap, request, parts, nameMatches) }, socket });
    };
    const onError = (thrown: Error): void => {
      // Of bytes that are no TLS the library never hears; it sees the end of the connection, and we may still be collecting.
      if (reader.opening === 'other') fail('not_tls');
      else fail('library', toSystemError(thrown));
    };
    const onClose = (): void => fail(reader.opening === 'other' ? 'not_tls' : 'gone');

    tap.begin({
      bytes: (chunk) => {
        reader.read(chunk);
        if (reader.opening === 'other') {
          if (tap.bytesReceived >= PLAINTEXT_KEPT) fail('not_tls');
          else if (cancels.length === 1) cancels.push(clock.after(PLAINTEXT_MS, () => fail('not_tls')));
          return false;
        }
        if (tap.bytesReceived > HANDSHAKE_LIMIT) fail('too_much_data');
        return !tap.destroyed;
      },
    });
    const socket = connect({
      socket: tap,
      secureContext: parts.hellos.context(request.hello),
      // Empty, or an address, must not be sent as SNI; without the option Node sends none.
      ...(request.serverName !== '' && { servername: request.serverName }),
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      // Called only where the chain was verified; its error becomes what the library says of the certificate.
      checkServerIdentity: (_name: string, certificate: PeerCertificate) => {
        const mismatch = checkServerIdentity(request.host, certificate);
        nameMatches = mismatch === undefined;
        return mismatch;
      },
    });
    socket.on('secureConnect', onSecure).on('error', onError).on('close', onClose);
    cancels.push(clock.after(request.deadlineMs, () => fail(reader.opening === 'other' ? 'not_tls' : 'deadline')));
    if (request.left) tap.giveBack(request.left);
  });
}

function toFacts(
  socket: TLSSocket,
  tap: Tap,
  request: TlsRequest,
  { authorities, clock }: TlsParts,
  checkedName: boolean | undefined,
): TlsFacts {
  // Gives the chain once: a second call returns nothing.
  const leaf = socket.getPeerX509Certificate();
  if (!leaf) throw new Error('a handshake without a certificate: no suite that is offered allows it');
  // Node says it as a code in a string, whatever its type declares.
  const verification = socket.authorized ? 'ok' : String(socket.authorizationError);
  // The identity is looked at only after the chain was verified.
  const verified = checkedName !== undefined;
  const chain = readChain(leaf, authorities, verified, clock.wallMs());
  const seen = tap.seen;
  return {
    hello: helloSent(tap, request),
    bytesReceived: seen.bytesReceived,
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    chain: chain.certificates,
    chainLength: chain.length,
    chainEnd: chain.end,
    anchor: chain.anchor,
    verification,
    nameMatches: checkedName ?? checkServerIdentity(request.host, leaf.toLegacyObject()) === undefined,
    expired: chain.expired,
    notYetValid: chain.notYetValid,
  };
}

interface CutHandshake {
  readonly cut: Cut;
  readonly tap: Tap;
  readonly records: TlsRecords;
  readonly request: TlsRequest;
  readonly started: number;
  readonly nowMs: number;
  readonly error: SystemError | undefined;
}

function toFailed(handshake: CutHandshake): TlsStep {
  const { cut, tap, records, request, started, nowMs, error } = handshake;
  const { bytesReceived, firstBytes, firstSent, lastAtMs, error: systemError } = tap.seen;
  const { name, end, alert } = nameOf(handshake);
  const theirs = end === 'fin' || end === 'rst' || end === 'alert';
  const endedAtMs = theirs ? (lastAtMs ?? nowMs) : nowMs;
  const said = error ?? systemError;
  const seen: TlsSeen = {
    hello: helloSent(tap, request),
    bytesReceived,
    firstBytes: firstBytes.toString('hex'),
    end,
    ...(alert && { alert }),
    endedAfterMs: Math.max(0, endedAtMs - (firstSent?.atMs ?? started)),
    ...(records.serverVersion !== undefined && { serverVersion: records.serverVersion }),
  };
  const why = failure('tls', name, cut === 'library' || cut === 'gone' ? said : undefined);
  // In TLS 1.2 a refusal for want of a client certificate is the alert of any other refusal; that one was asked for tells them apart.
  const message = records.certificateRequested
    ? ['a client certificate was requested', why.message].filter(Boolean).join('; ')
    : why.message;
  return {
    status: 'failed',
    durationMs: nowMs - started,
    failure: { ...why, ...(message !== undefined && { message }) },
    seen,
  };
}

function nameOf({ cut, tap, records, request, error }: CutHandshake): {
  readonly name: FailureName;
  readonly end: TlsSeen['end'];
  readonly alert?: Alert;
} {
  const { end, bytesReceived } = tap.seen;
  // A close_notify is an orderly close like a FIN; the library says so before the FIN is here.
  const gone = end === 'fin' || end === 'rst' ? end : error?.code === 'ECONNRESET' ? 'fin' : undefined;
  if (cut === 'too_much_data') return { name: 'tls.too_much_data', end: 'ours' };
  if (cut === 'not_tls') return { name: 'tls.not_tls', end: gone ?? 'ours' };
  const alert =
    records.alert?.level === 'fatal' ? records.alert : (error && alertInMessage(error.message)) || records.alert;
  const beside = alert && { alert };
  if (alert?.level === 'fatal') return { name: `tls.alert.${alert.name}`, end: 'alert', alert };
  if (cut === 'deadline') {
    return {
      name: bytesReceived === 0 ? 'tls.silent_after_hello' : 'tls.stalled_mid_handshake',
      end: 'deadline',
      ...beside,
    };
  }
  if (error?.code?.startsWith('ERR_')) {
    const { serverVersion } = records;
    const refused = serverVersion !== undefined && !OFFERED_VERSIONS[request.hello].includes(serverVersion);
    const name = refused || /UNSUPPORTED_PROTOCOL/.test(error.code) ? 'tls.unsupported_protocol' : 'tls.protocol_error';
    return { name, end: 'ours', ...beside };
  }
  if (gone === 'fin')
    return {
      name: records.handshakeBegan ? 'tls.closed_mid_handshake' : 'tls.closed_after_hello',
      end: gone,
      ...beside,
    };
  if (gone === 'rst')
    return { name: records.handshakeBegan ? 'tls.reset_mid_handshake' : 'tls.reset_after_hello', end: gone, ...beside };
  return { name: 'tls.unknown', end: 'ours', ...beside };
}

function helloSent(tap: Tap, { hello, serverName }: TlsRequest): Hello {
  const bytes = tap.seen.firstSent?.bytes;
  const isRecord = bytes !== undefined && bytes.length >= 5 && bytes[0] === 22;
  return {
    kind: hello,
    bytes: isRecord ? bytes.readUInt16BE(3) + 5 : 0,
    ...(serverName !== '' && { serverName }),
  };
}
