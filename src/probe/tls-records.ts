/**
 * Reads, beside the TLS library, what a far end says in clear: whether it is TLS at all, the version it chose, whether it asked for a client
 * certificate, its alerts. Looks at headers and at the ServerHello only; keeps a few bytes whatever is sent.
 */
import type { Alert } from '../model/step.ts';
import { toAlert } from './tls-alert.ts';

export interface TlsRecords {
  /** What the first bytes are; `undecided` until there are enough of them. */
  readonly opening: 'undecided' | 'tls' | 'other';
  /** At least one byte of a handshake record came. */
  readonly handshakeBegan: boolean;
  /** As in the ServerHello: `TLSv1.2`. */
  readonly serverVersion?: string;
  /** A CertificateRequest in clear: TLS 1.2 and before only. */
  readonly certificateRequested: boolean;
  /** The first fatal one, else the first. */
  readonly alert?: Alert;
}
export interface TlsRecordReader {
  read(bytes: Uint8Array): void;
  readonly opening: TlsRecords['opening'];
  readonly records: TlsRecords;
}

const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE_REQUEST = 13;
/** Far beyond any honest ServerHello (the largest key shares are 1.2 kB). */
const SERVER_HELLO_KEPT = 4096;

export function createTlsRecordReader(): TlsRecordReader {
  let opening: TlsRecords['opening'] = 'undecided';
  let handshakeBegan = false;
  let alert: Alert | undefined;
  /** The record being read: its header's bytes so far, its type, and how much of its payload is to come. */
  const header = new Uint8Array(5);
  let headerLength = 0;
  let type = 0;
  let left = 0;
  let alertPayload: number[] = [];
  let alertSize = 0;
  const handshake = createHandshakeReader();
  /** After the far end's ChangeCipherSpec its records are encrypted (in TLS 1.3 they carry another type). */
  let encrypted = false;

  const beginRecord = (): void => {
    type = header[0] ?? 0;
    left = ((header[3] ?? 0) << 8) | (header[4] ?? 0);
    headerLength = 0;
    if (type === CHANGE_CIPHER_SPEC) encrypted = true;
    if (type === ALERT) {
      alertPayload = [];
      alertSize = left;
    }
  };

  const endRecord = (): void => {
    // An encrypted alert is longer than the two bytes of a clear one.
    if (type !== ALERT || alertSize !== 2) return;
    const [level, number] = alertPayload;
    if (number === undefined || (level !== 1 && level !== 2)) return;
    const read = toAlert(level === 2 ? 'fatal' : 'warning', number);
    if (!alert || (alert.level === 'warning' && read.level === 'fatal')) alert = read;
  };

  const read = (bytes: Uint8Array): void => {
    let at = 0;
    while (at < bytes.length && opening !== 'other') {
      if (left === 0) {
        const byte = bytes[at++] ?? 0;
        header[headerLength++] = byte;
        if (opening === 'undecided') opening = openingOf(header, headerLength);
        if (headerLength === 1 && byte === HANDSHAKE) handshakeBegan = true;
        if (headerLength < 5) continue;
        beginRecord();
        if (left === 0) endRecord();
        continue;
      }
      const end = Math.min(bytes.length, at + left);
      if (type === HANDSHAKE && !encrypted) handshake.read(bytes.subarray(at, end));
      if (type === ALERT && alertSize === 2) alertPayload.push(...bytes.subarray(at, end));
      left -= end - at;
      at = end;
      if (left === 0) endRecord();
    }
  };

  return {
    read,
    get opening() {
      return opening;
    },
    get records() {
      const { serverVersion } = handshake;
      return {
        opening,
        handshakeBegan: handshakeBegan && opening !== 'other',
        certificateRequested: handshake.certificateRequested,
        ...(serverVersion !== undefined && { serverVersion }),
        ...(alert && { alert }),
      };
    },
  };
}

function openingOf(header: Uint8Array, length: number): TlsRecords['opening'] {
  const [type = 0, major = 0] = header;
  if (type < 20 || type > 24) return 'other';
  if (length < 2) return 'undecided';
  return major === 3 ? 'tls' : 'other';
}

/** Handshake messages may be split over records, and many may share one: a stream of its own. */
function createHandshakeReader(): {
  read(bytes: Uint8Array): void;
  readonly serverVersion: string | undefined;
  readonly certificateRequested: boolean;
} {
  const header = new Uint8Array(4);
  let headerLength = 0;
  let left = 0;
  let type = -1;
  let hello: number[] = [];
  let serverVersion: string | undefined;
  let certificateRequested = false;

  return {
    read(bytes) {
      let at = 0;
      while (at < bytes.length) {
        if (left === 0) {
          header[headerLength++] = bytes[at++] ?? 0;
          if (headerLength < 4) continue;
          headerLength = 0;
          type = header[0] ?? 0;
          left = ((header[1] ?? 0) << 16) | ((header[2] ?? 0) << 8) | (header[3] ?? 0);
          hello = [];
          if (type === CERTIFICATE_REQUEST) certificateRequested = true;
          continue;
        }
        const end = Math.min(bytes.length, at + left);
        if (type === SERVER_HELLO && serverVersion === undefined && hello.length < SERVER_HELLO_KEPT) {
          for (const byte of bytes.subarray(at, end)) hello.push(byte);
        }
        left -= end - at;
        at = end;
        if (left === 0 && type === SERVER_HELLO) serverVersion ??= versionOf(Uint8Array.from(hello));
      }
    },
    get serverVersion() {
      return serverVersion;
    },
    get certificateRequested() {
      return certificateRequested;
    },
  };
}

/** The version chosen in a ServerHello's body: that of the extension `supported_versions` (43) where there is one (TLS 1.3). */
function versionOf(hello: Uint8Array): string | undefined {
  if (hello.length < 35) return undefined;
  const view = new DataView(hello.buffer, hello.byteOffset, hello.byteLength);
  const legacy = view.getUint16(0);
  // version 2, random 32, session id 1+n, suite 2, compression 1, extensions 2+n
  let at = 34 + 1 + view.getUint8(34) + 3 + 2;
  while (at + 4 <= hello.length) {
    const extension = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (extension === 43 && length === 2 && at + 6 <= hello.length) return versionName(view.getUint16(at + 4));
    at += 4 + length;
  }
  return versionName(legacy);
}

function versionName(version: number): string {
  const names: Readonly<Record<number, string>> = {
    768: 'SSLv3',
    769: 'TLSv1',
    770: 'TLSv1.1',
    771: 'TLSv1.2',
    772: 'TLSv1.3',
  };
  return names[version] ?? `0x${version.toString(16).padStart(4, '0')}`;
}
