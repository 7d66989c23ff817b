/**
 * As much of TLS as a name filter reads: the ClientHello, put together from records and segments, and the name in it
 * (RFC 8446 §4.1.2, RFC 6066 §3).
 */
export type HelloReading =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'not_tls' }
  /** `bytes`: on the wire, record headers included. */
  | { readonly kind: 'hello'; readonly bytes: number; readonly serverName?: string };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const RECORD_HEADER = 5;
const MAX_HELLO = 1 << 16;

export function readClientHello(bytes: Buffer): HelloReading {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] !== HANDSHAKE || (bytes[at + 1] ?? 3) !== 3) return { kind: 'not_tls' };
    if (at + RECORD_HEADER > bytes.length) break;
    const end = at + RECORD_HEADER + bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + RECORD_HEADER, end));
    at = end;
    const message = Buffer.concat(parts);
    if (message.length < 4) continue;
    const length = message.readUIntBE(1, 3);
    if (message[0] !== CLIENT_HELLO || length > MAX_HELLO) return { kind: 'not_tls' };
    if (message.length < 4 + length) continue;
    const serverName = serverNameOf(message.subarray(4, 4 + length));
    return { kind: 'hello', bytes: Math.min(at, bytes.length), ...(serverName !== undefined && { serverName }) };
  }
  return { kind: 'incomplete' };
}

/** The bytes of a vector with a length of 1 or 2 bytes before it, and where the next begins. Empty beyond the end. */
function vector(bytes: Buffer, at: number, lengthBytes: 1 | 2): { readonly body: Buffer; readonly next: number } {
  if (at + lengthBytes > bytes.length) return { body: Buffer.alloc(0), next: bytes.length };
  const start = at + lengthBytes;
  const next = start + bytes.readUIntBE(at, lengthBytes);
  return { body: bytes.subarray(start, next), next };
}

function serverNameOf(hello: Buffer): string | undefined {
  const versionAndRandom = 2 + 32;
  const sessionId = vector(hello, versionAndRandom, 1);
  const suites = vector(hello, sessionId.next, 2);
  const compression = vector(hello, suites.next, 1);
  const extensions = vector(hello, compression.next, 2).body;
  for (let at = 0; at + 4 <= extensions.length; ) {
    const type = extensions.readUInt16BE(at);
    const { body, next } = vector(extensions, at + 2, 2);
    if (type === 0) {
      // A list with one entry: type 0 (host_name), then the name.
      const list = vector(body, 0, 2).body;
      return list[0] === 0 ? vector(list, 1, 2).body.toString('latin1').toLowerCase() : undefined;
    }
    at = next;
  }
  return undefined;
}
