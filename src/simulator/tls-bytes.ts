/** TLS records made by hand, for far ends that OpenSSL cannot play. Hexadecimal, so that a world stays data. */
const HANDSHAKE = 22;
const ALERT = 21;
const SERVER_HELLO = 2;

const VERSIONS = { TLSv1: 0x0301, 'TLSv1.1': 0x0302, 'TLSv1.2': 0x0303 } as const;

function record(type: number, version: number, content: Buffer): string {
  const header = Buffer.alloc(5);
  header.writeUInt8(type, 0);
  header.writeUInt16BE(version, 1);
  header.writeUInt16BE(content.length, 3);
  return Buffer.concat([header, content]).toString('hex');
}

export function alertRecord(number: number, level: 'fatal' | 'warning' = 'fatal'): { readonly hex: string } {
  return { hex: record(ALERT, 0x0303, Buffer.from([level === 'fatal' ? 2 : 1, number])) };
}

/** A ServerHello and nothing after it: as a far end that knows no newer version answers, or one that dies there. */
export function serverHelloRecord(version: keyof typeof VERSIONS): { readonly hex: string } {
  const number = VERSIONS[version];
  // ECDHE_RSA with AES_128_GCM_SHA256; before TLS 1.2 with AES_128_CBC_SHA.
  const suite = number === VERSIONS['TLSv1.2'] ? 0xc02f : 0xc013;
  const body = Buffer.concat([
    Buffer.from([number >> 8, number & 0xff]),
    Buffer.alloc(32, 0x42),
    Buffer.from([0, suite >> 8, suite & 0xff, 0]),
    // renegotiation_info, empty: OpenSSL refuses a ServerHello without it.
    Buffer.from([0, 5, 0xff, 0x01, 0, 1, 0]),
  ]);
  const message = Buffer.concat([Buffer.from([SERVER_HELLO, 0, 0, body.length]), body]);
  return { hex: record(HANDSHAKE, number, message) };
}

/** A HelloRequest of TLS 1.2: four bytes of handshake that say nothing. */
export function helloRequestRecord(): { readonly hex: string } {
  return { hex: record(HANDSHAKE, 0x0303, Buffer.alloc(4)) };
}
