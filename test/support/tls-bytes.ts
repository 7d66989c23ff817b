/** TLS records by hand, for far ends that no TLS library would be. */

export function record(type: number, payload: Uint8Array, version = 0x0303): Buffer {
  const header = Buffer.alloc(5);
  header[0] = type;
  header.writeUInt16BE(version, 1);
  header.writeUInt16BE(payload.length, 3);
  return Buffer.concat([header, payload]);
}

export function alert(level: number, number: number): Buffer {
  return record(21, Uint8Array.of(level, number));
}

export function handshake(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of(type, 0, body.length >> 8, body.length & 0xff), body]);
}

/** RFC 5746: without it OpenSSL takes no ServerHello of TLS 1.2. */
const RENEGOTIATION_INFO = Uint8Array.of(0xff, 1, 0, 1, 0);

/** A ServerHello message without its record. `extensions`: as on the wire, without their length. */
export function serverHello(version: number, suite = 0xc02f, extensions: Uint8Array = RENEGOTIATION_INFO): Buffer {
  const body = Buffer.concat([
    Uint8Array.of(version >> 8, version & 0xff),
    Buffer.alloc(32, 7),
    Uint8Array.of(0, suite >> 8, suite & 0xff, 0),
    Uint8Array.of(extensions.length >> 8, extensions.length & 0xff),
    extensions,
  ]);
  return handshake(2, body);
}

/** RFC 8446 §4.2.1, as a ServerHello carries it. */
export const SUPPORTED_VERSION_13 = Uint8Array.of(0, 43, 0, 2, 3, 4);
