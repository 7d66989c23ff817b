import { afterEach, describe, expect, test } from 'vitest';
import { HELLOS, type HelloKind } from '../../../src/model/step.ts';
import { afterHello, bench, type Peer, peer, target } from '../../support/probing.ts';

interface Wire {
  readonly bytes: Buffer;
  readonly serverName: string | undefined;
  readonly suites: readonly number[];
  readonly versions: readonly number[];
  readonly groups: readonly number[];
  readonly keyShares: readonly number[];
}

/** A ClientHello as it came, without the help of any library (RFC 8446 §4.1.2). */
function read(bytes: Buffer): Wire {
  const u16s = (part: Buffer): number[] => Array.from({ length: part.length >> 1 }, (_, i) => part.readUInt16BE(i * 2));
  let at = 5 + 4 + 2 + 32;
  at += 1 + bytes.readUInt8(at);
  const suitesLength = bytes.readUInt16BE(at);
  const suites = u16s(bytes.subarray(at + 2, at + 2 + suitesLength));
  at += 2 + suitesLength;
  at += 1 + bytes.readUInt8(at) + 2;
  const extensions = new Map<number, Buffer>();
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt16BE(at + 2);
    extensions.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const keyShares: number[] = [];
  const shares = extensions.get(51) ?? Buffer.alloc(2);
  for (let i = 2; i < shares.length; i += 4 + shares.readUInt16BE(i + 2)) keyShares.push(shares.readUInt16BE(i));
  return {
    bytes,
    serverName: extensions.get(0)?.subarray(5).toString(),
    suites,
    versions: u16s(extensions.get(43)?.subarray(1) ?? Buffer.alloc(0)),
    groups: u16s(extensions.get(10)?.subarray(2) ?? Buffer.alloc(0)),
    keyShares,
  };
}

const open: Peer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function helloOf(
  kind: HelloKind,
  about: { host?: string; serverName?: string } = {},
): Promise<{ wire: Wire; told: unknown }> {
  const chunks: Buffer[] = [];
  const one = await peer(
    afterHello((socket, hello) => {
      chunks.push(hello);
      // The record's length is known from its first bytes; a large one may come in two pieces.
      const whole = hello.readUInt16BE(3) + 5;
      const take = (): void => {
        if (Buffer.concat(chunks).length >= whole) socket.end();
      };
      socket.on('data', (more: Buffer) => {
        chunks.push(more);
        take();
      });
      take();
    }),
  );
  open.push(one);
  const { prober } = bench();
  const asked = target(one.port, about.host === undefined ? {} : { host: about.host });
  const { steps } = await prober.ask(asked, {
    about: asked.name,
    kind: 'repeat',
    round: 1,
    hello: kind,
    ...(about.serverName !== undefined && { serverName: about.serverName, dial: one.endpoint }),
  });
  if (steps?.tls.status !== 'failed') throw new Error('the far end closes');
  return { wire: read(Buffer.concat(chunks)), told: steps.tls.seen.hello };
}

const FOUR = [0x1302, 0x1301, 0xc030, 0xc02f];
const RENEGOTIATION_SIGNAL = 0x00ff;
const X25519_MLKEM768 = 0x11ec;

describe('the hello on the wire', () => {
  test.for(HELLOS)('%s: its size and name are told as they were sent', async (kind) => {
    const { wire, told } = await helloOf(kind);
    expect(told).toEqual({ kind, bytes: wire.bytes.length, serverName: 'target.test' });
    expect(wire.serverName).toBe('target.test');
  });

  test('small: one segment, TLS 1.2 and 1.3, classical groups only', async () => {
    const { wire } = await helloOf('small');
    expect(wire.bytes.length).toBeLessThanOrEqual(600);
    expect(wire.versions).toEqual([0x0304, 0x0303]);
    expect(wire.groups).toEqual([0x001d, 0x0017, 0x0018]);
    expect(wire.keyShares).toEqual([0x001d]);
    expect(wire.suites).toEqual(expect.arrayContaining(FOUR));
  });

  test('small, with the longest name there is', async () => {
    const label = 'a'.repeat(60);
    const { wire } = await helloOf('small', { serverName: `${label}.${label}.${label}.${label}` });
    expect(wire.bytes.length).toBeLessThanOrEqual(600);
  });

  test.runIf(/^3\.(?:[5-9]|\d\d)|^[4-9]/.test(process.versions.openssl))(
    'large: more than a segment, with a post-quantum key share',
    async () => {
      const { wire } = await helloOf('large');
      expect(wire.keyShares).toContain(X25519_MLKEM768);
      expect(wire.bytes.length).toBeGreaterThan(1460);
    },
  );

  test('agents: the four suites and no other', async () => {
    const { wire } = await helloOf('agents');
    expect(wire.suites.filter((suite) => suite !== RENEGOTIATION_SIGNAL).toSorted()).toEqual(FOUR.toSorted());
    expect(wire.bytes.length).toBeLessThanOrEqual(600);
  });

  test('wide: older versions and suites that nobody should use any more', async () => {
    const { wire } = await helloOf('wide');
    expect(wire.versions).toEqual(expect.arrayContaining([0x0304, 0x0303, 0x0302, 0x0301]));
    // RSA key exchange with AES-CBC and SHA-1
    expect(wire.suites).toEqual(expect.arrayContaining([0x002f, 0x0035]));
    expect(wire.suites.length).toBeGreaterThan(30);
  });

  test('a dot at the end of a name is not sent', async () => {
    const dotted = await helloOf('small', { serverName: 'target.test.' });
    expect(dotted.wire.serverName).toBe('target.test');
  });

  test('an address is never sent as a name', async () => {
    const { wire, told } = await helloOf('small', { host: '127.0.0.1' });
    expect(wire.serverName).toBeUndefined();
    expect(told).toEqual({ kind: 'small', bytes: wire.bytes.length });
  });

  test('an empty name is none', async () => {
    expect((await helloOf('small', { serverName: '' })).wire.serverName).toBeUndefined();
  });

  test("another name than the target's, on an address that is given", async () => {
    expect((await helloOf('small', { serverName: 'other.test' })).wire.serverName).toBe('other.test');
  });
});
