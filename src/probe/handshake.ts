/** One TLS handshake over a tapped connection, up to its end: what came of it, raw. What the end means is told in tls.ts. */
import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Clock } from '../model/clock.ts';
import type { HelloKind } from '../model/step.ts';
import { attributeOf, subjectOf } from './certificate.ts';
import type { Hellos } from './hellos.ts';
import type { Seen, Tap } from './tap.ts';
import { createTlsRecordReader, type TlsRecords } from './tls-records.ts';
import { type SystemError, toSystemError } from './to-failure.ts';

export interface HandshakeRequest {
  /** The name that the certificate must be valid for: a DNS name or an IP literal. */
  readonly host: string;
  /** SNI; empty: none is sent. */
  readonly serverName: string;
  readonly hello: HelloKind;
  readonly deadlineMs: number;
  /** What came already, behind a proxy's answer. */
  readonly left?: Buffer;
  /** Said the moment the handshake is complete, so that it goes out together with the handshake's last message: one segment and one system call less. */
  readonly thenSay?: string;
}

/** Who ended it: the TLS library (an alert, bytes it did not understand, an orderly close), the connection's end, or one of our bounds. */
export type Cut = 'library' | 'gone' | 'deadline' | 'not_tls' | 'too_much_data';

interface Ended {
  readonly durationMs: number;
  readonly endedAtMs: number;
  readonly seen: Seen;
  readonly records: TlsRecords;
}
export interface Completed extends Ended {
  readonly socket: TLSSocket;
  /** With its chain, as sent. */
  readonly leaf: X509Certificate;
  /** Present where the library verified the chain: only then it looks at the name. */
  readonly verifiedName?: boolean;
}
export interface Failed extends Ended {
  readonly cut: Cut;
  readonly error?: SystemError;
}

/** An honest flight is a few kB; OpenSSL alone would take handshake messages that it ignores until the deadline. */
const HANDSHAKE_LIMIT = 256 * 1024;
/** How long the rest of a plaintext answer is waited for, and how much of it is kept. */
const PLAINTEXT_MS = 300;
const PLAINTEXT_KEPT = 512;
/**
 * What Node says of a FIN before the handshake is complete, whatever came before it. Said here in its place: an error with a stack, carried through three
 * streams, is a tenth of what a denied host costs.
 */
const DISCONNECTED: SystemError = {
  code: 'ECONNRESET',
  message: 'Client network socket disconnected before secure TLS connection was established',
};

export async function shakeHands(
  tap: Tap,
  request: HandshakeRequest,
  { clock, hellos }: { readonly clock: Clock; readonly hellos: Hellos },
): Promise<Completed | Failed> {
  const started = clock.monotonicMs();
  const reader = createTlsRecordReader();
  const { promise, resolve } = Promise.withResolvers<{ readonly cut?: Cut; readonly error?: SystemError }>();
  let cancelPlaintext: (() => void) | undefined;
  let leaf: X509Certificate | undefined;
  let verifiedName: boolean | undefined;

  // The library never hears of bytes that are no TLS. The connection may end while they are still being collected.
  const orNotTls = (cut: Cut): Cut => (reader.opening === 'other' ? 'not_tls' : cut);
  tap.begin({
    bytes: (chunk) => {
      reader.read(chunk);
      if (reader.opening === 'other') {
        if (tap.bytesReceived >= PLAINTEXT_KEPT) resolve({ cut: 'not_tls' });
        else cancelPlaintext ??= clock.after(PLAINTEXT_MS, () => resolve({ cut: 'not_tls' }));
        return false;
      }
      if (tap.bytesReceived <= HANDSHAKE_LIMIT) return true;
      resolve({ cut: 'too_much_data' });
      return false;
    },
    fin: () => {
      resolve({ cut: orNotTls('gone'), error: DISCONNECTED });
      return false;
    },
  });
  const socket: TLSSocket = connect({
    socket: tap,
    secureContext: hellos.context(request.hello),
    // Empty, or an address, must not be sent as SNI; without the option Node sends none.
    ...(request.serverName !== '' && { servername: request.serverName }),
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    checkServerIdentity: () => {
      // Node gives the chain once: a second call returns nothing.
      leaf = socket.getPeerX509Certificate();
      const mismatch = leaf && identityError(request.host, leaf);
      verifiedName = mismatch === undefined;
      return mismatch;
    },
  });
  // Node would read the whole chain as objects for the call above alone: a tenth of a probe's CPU. The chain is read once, by us.
  Object.defineProperty(socket, 'getPeerCertificate', { value: () => ({}) });

  const onSecure = (): void => {
    if (request.thenSay !== undefined) socket.write(request.thenSay);
    resolve({});
  };
  const onError = (thrown: Error): void => resolve({ cut: orNotTls('library'), error: toSystemError(thrown) });
  const onClose = (): void => resolve({ cut: orNotTls('gone') });
  socket.on('secureConnect', onSecure).on('error', onError).on('close', onClose);
  const cancelDeadline = clock.after(request.deadlineMs, () => resolve({ cut: orNotTls('deadline') }));
  if (request.left) tap.giveBack(request.left);

  const { cut, error } = await promise;
  cancelDeadline();
  cancelPlaintext?.();
  socket.off('secureConnect', onSecure).off('close', onClose);
  // The error listener stays: what comes later is the next phase's to read, and with nobody there it must not end the process.
  const endedAtMs = clock.monotonicMs();
  const ended: Ended = { durationMs: endedAtMs - started, endedAtMs, seen: tap.seen, records: reader.records };
  tap.begin();
  if (cut !== undefined) {
    socket.destroy();
    tap.destroy();
    return { ...ended, cut, ...(error && { error }) };
  }
  leaf ??= socket.getPeerX509Certificate();
  if (!leaf) throw new Error('a handshake without a certificate: no suite that is offered allows that');
  return { ...ended, socket, leaf, ...(verifiedName !== undefined && { verifiedName }) };
}

/** Undefined where the certificate is for this host, by Node's own rules (RFC 6125): a name among its names, an address among its addresses. */
export function identityError(host: string, leaf: X509Certificate): Error | undefined {
  const { subjectAltName } = leaf;
  const named: Pick<PeerCertificate, 'subject' | 'subjectaltname'> = {
    subject: { CN: attributeOf(subjectOf(leaf), 'CN'), C: '', ST: '', L: '', O: '', OU: '' },
    ...(subjectAltName !== undefined && { subjectaltname: subjectAltName }),
  };
  try {
    return checkServerIdentity(host, named as PeerCertificate);
  } catch (thrown) {
    // Names that Node cannot read are nobody's.
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}
