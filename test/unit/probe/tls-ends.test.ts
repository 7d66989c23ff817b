import type { Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Failed, HelloKind, Steps, TlsSeen } from '../../../src/model/step.ts';
import { type PublicKeyInfrastructure, publicKeyInfrastructure } from '../../support/certificates.ts';
import { afterHello, bench, listening, type Peer, peer, target } from '../../support/probing.ts';
import { alert, handshake, record, SUPPORTED_VERSION_13, serverHello } from '../../support/tls-bytes.ts';

let pki: PublicKeyInfrastructure;
const open: Peer[] = [];
beforeAll(async () => {
  pki = await publicKeyInfrastructure('Example');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const DEADLINES = { dnsMs: 500, tcpMs: 500, tlsMs: 150, httpMs: 300 };

async function stepsAgainst(one: Peer, hello: HelloKind = 'small'): Promise<Steps> {
  open.push(one);
  const { prober, clock } = bench({ deadlines: DEADLINES, trust: [pki.root.cert] });
  const about = target(one.port);
  const { steps } = await prober.ask(about, { about: about.name, kind: 'repeat', round: 1, hello });
  expect(clock.pending()).toBe(0);
  if (!steps) throw new Error('a question without steps');
  return steps;
}

async function failedTls(one: Peer, hello?: HelloKind): Promise<Failed<TlsSeen>> {
  const { tls, http } = await stepsAgainst(one, hello);
  expect(http).toEqual({ status: 'skipped', because: 'tls failed' });
  if (tls.status !== 'failed') throw new Error(`the tls step is ${tls.status}`);
  expect(tls.seen.endedAfterMs).toBeLessThanOrEqual(tls.durationMs);
  return tls;
}

const tlsServer = (options: TlsOptions): Promise<Peer> =>
  listening(
    createTlsServer({ cert: pki.chain, key: pki.leaf.key, ...options }, (socket) => socket.on('error', () => {})),
  );

/** A ServerHello for TLS 1.2, and the start of the next message. */
const HALF_A_FLIGHT = Buffer.concat([record(22, serverHello(0x0303)), record(22, Buffer.alloc(40)).subarray(0, 20)]);
const CERTIFICATE_REQUEST = handshake(13, Uint8Array.of(1, 1, 0, 2, 4, 3, 0, 0));

type Row = [situation: string, serve: (socket: Socket) => void, name: string, seen: Partial<TlsSeen>];

describe('before a ServerHello', () => {
  test.for<Row>([
    ['FIN', (socket) => socket.end(), 'tls.closed_after_hello', { end: 'fin', bytesReceived: 0, firstBytes: '' }],
    ['RST', (socket) => socket.resetAndDestroy(), 'tls.reset_after_hello', { end: 'rst', bytesReceived: 0 }],
    ['silence', () => {}, 'tls.silent_after_hello', { end: 'deadline', bytesReceived: 0 }],
    [
      'half an alert, then silence',
      (socket) => socket.write(alert(2, 40).subarray(0, 4)),
      'tls.stalled_mid_handshake',
      { end: 'deadline', bytesReceived: 4 },
    ],
    [
      'a warning alert, then FIN',
      (socket) => socket.end(alert(1, 112)),
      'tls.closed_after_hello',
      { end: 'fin', bytesReceived: 7, alert: { level: 'warning', number: 112, name: 'unrecognized_name' } },
    ],
    [
      'close_notify, then FIN',
      (socket) => socket.end(alert(1, 0)),
      'tls.closed_after_hello',
      { end: 'fin', alert: { level: 'warning', number: 0, name: 'close_notify' } },
    ],
    [
      'a warning alert, then silence',
      (socket) => socket.write(alert(1, 112)),
      'tls.stalled_mid_handshake',
      { end: 'deadline', bytesReceived: 7 },
    ],
  ])('%s', async ([, serve, name, seen]) => {
    const tls = await failedTls(await peer(afterHello(serve)));
    expect(tls.failure.name).toBe(name);
    expect(tls.seen).toMatchObject({ ...seen, hello: { kind: 'small', serverName: 'target.test' } });
    expect(tls.seen.serverVersion).toBeUndefined();
  });

  test.for([
    [40, 'handshake_failure'],
    [49, 'access_denied'],
    [70, 'protocol_version'],
    [71, 'insufficient_security'],
    [80, 'internal_error'],
    [86, 'inappropriate_fallback'],
    [112, 'unrecognized_name'],
    [120, 'no_application_protocol'],
    [250, 'alert_250'],
  ] as const)('fatal alert %i', async ([number, name]) => {
    const tls = await failedTls(await peer(afterHello((socket) => socket.end(alert(2, number)))));
    expect(tls.failure.name).toBe(`tls.alert.${name}`);
    expect(tls.seen).toMatchObject({ end: 'alert', alert: { level: 'fatal', number, name }, bytesReceived: 7 });
  });

  test.for<[string, (socket: Socket) => void]>([
    ['RST at once', (socket) => socket.write(alert(2, 40), () => socket.resetAndDestroy())],
    ['a warning before it', (socket) => socket.write(Buffer.concat([alert(1, 112), alert(2, 40)]))],
    [
      'a byte at a time',
      (socket) => {
        const bytes = alert(2, 40);
        const next = (at: number): void => {
          if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
        };
        next(0);
      },
    ],
  ])('a fatal alert is told whatever comes with it: %s', async ([, serve]) => {
    const tls = await failedTls(await peer(afterHello(serve)));
    expect(tls.failure.name).toBe('tls.alert.handshake_failure');
    expect(tls.seen.end).toBe('alert');
  });
});

describe('after a ServerHello', () => {
  test.for<Row>([
    [
      'FIN',
      (socket) => socket.end(HALF_A_FLIGHT),
      'tls.closed_mid_handshake',
      { end: 'fin', serverVersion: 'TLSv1.2' },
    ],
    [
      'RST',
      (socket) => socket.write(HALF_A_FLIGHT, () => setTimeout(() => socket.resetAndDestroy(), 20)),
      'tls.reset_mid_handshake',
      { end: 'rst', serverVersion: 'TLSv1.2' },
    ],
    [
      'silence',
      (socket) => socket.write(HALF_A_FLIGHT),
      'tls.stalled_mid_handshake',
      { end: 'deadline', serverVersion: 'TLSv1.2' },
    ],
    [
      'FIN inside its record',
      (socket) => socket.end(HALF_A_FLIGHT.subarray(0, 30)),
      'tls.closed_mid_handshake',
      { end: 'fin', bytesReceived: 30 },
    ],
    [
      'an alert in clear',
      (socket) => socket.end(Buffer.concat([record(22, serverHello(0x0303)), alert(2, 80)])),
      'tls.alert.internal_error',
      { end: 'alert', serverVersion: 'TLSv1.2' },
    ],
    [
      'TLS 1.3, then an alert in clear',
      (socket) =>
        socket.end(Buffer.concat([record(22, serverHello(0x0303, 0x1302, SUPPORTED_VERSION_13)), alert(2, 40)])),
      'tls.alert.handshake_failure',
      { end: 'alert', serverVersion: 'TLSv1.3' },
    ],
    [
      'TLS 1.0 is chosen',
      (socket) => socket.write(record(22, serverHello(0x0301), 0x0301)),
      'tls.unsupported_protocol',
      { end: 'ours', serverVersion: 'TLSv1' },
    ],
    [
      'TLS 1.1 is chosen, then FIN',
      (socket) => socket.end(record(22, serverHello(0x0302), 0x0302)),
      'tls.unsupported_protocol',
      { end: 'ours', serverVersion: 'TLSv1.1' },
    ],
    [
      'a suite that was not offered',
      (socket) => socket.write(record(22, serverHello(0x0303, 0x0005))),
      'tls.protocol_error',
      { end: 'ours', serverVersion: 'TLSv1.2' },
    ],
    [
      'a message that is none',
      (socket) => socket.write(record(22, handshake(99, Buffer.alloc(4)))),
      'tls.protocol_error',
      { end: 'ours' },
    ],
  ])('%s', async ([, serve, name, seen]) => {
    const tls = await failedTls(await peer(afterHello(serve)));
    expect(tls.failure.name).toBe(name);
    expect(tls.seen).toMatchObject(seen);
  });

  test('that a client certificate was asked for in clear stands beside the alert', async () => {
    const bytes = Buffer.concat([record(22, Buffer.concat([serverHello(0x0303), CERTIFICATE_REQUEST])), alert(2, 40)]);
    const tls = await failedTls(await peer(afterHello((socket) => socket.end(bytes))));
    expect(tls.failure).toMatchObject({ name: 'tls.alert.handshake_failure' });
    expect(tls.failure.message).toMatch(/^a client certificate was requested/);
  });
});

describe('what is no TLS', () => {
  const DENIAL =
    'HTTP/1.1 470 status code 470\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 70\r\n\r\nAction: Deny. Reason: No rule matched. Proceeding with default action.';
  const text = (seen: TlsSeen): string => Buffer.from(seen.firstBytes, 'hex').toString();

  test('the whole text of a plaintext answer is kept, in however many pieces it comes', async () => {
    const tls = await failedTls(
      await peer(
        afterHello((socket) => {
          socket.write(DENIAL.slice(0, 1), () =>
            setImmediate(() =>
              socket.write(DENIAL.slice(1, 40), () => setImmediate(() => socket.end(DENIAL.slice(40)))),
            ),
          );
        }),
      ),
    );
    expect(tls.failure.name).toBe('tls.not_tls');
    expect(text(tls.seen)).toBe(DENIAL);
    expect(tls.seen.end).toBe('fin');
  });

  test('a connection that is left open is waited for a moment only', async () => {
    const tls = await failedTls(await peer(afterHello((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'))));
    expect(tls.failure.name).toBe('tls.not_tls');
    expect(text(tls.seen)).toContain('SSH-2.0');
    expect(tls.seen.end).toBe('ours');
  });

  test('no more than 512 bytes are kept', async () => {
    const tls = await failedTls(await peer(afterHello((socket) => socket.write('x'.repeat(100_000)))));
    expect(tls.failure.name).toBe('tls.not_tls');
    expect(tls.seen.firstBytes).toHaveLength(1024);
    expect(tls.durationMs).toBeLessThan(140);
  });

  test('a record of another major version is none', async () => {
    const tls = await failedTls(
      await peer(afterHello((socket) => socket.end(Buffer.from([22, 9, 1, 0, 4, 1, 2, 3, 4])))),
    );
    expect(tls.failure.name).toBe('tls.not_tls');
  });
});

describe('against real TLS servers', () => {
  test('a server that speaks TLS 1.0 and 1.1 only refuses the small hello and answers the wide one', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    const small = await failedTls(await tlsServer(old));
    expect(small.failure.name).toBe('tls.alert.protocol_version');
    const { tls } = await stepsAgainst(await tlsServer(old), 'wide');
    expect(tls).toMatchObject({ status: 'ok', facts: { protocol: 'TLSv1.1', hello: { kind: 'wide' } } });
  });

  test('suites outside the four of the agents: the small hello passes, the one with the four is refused', async () => {
    const odd = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' } as const;
    const { tls } = await stepsAgainst(await tlsServer(odd));
    expect(tls).toMatchObject({ status: 'ok', facts: { cipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256' } });
    const four = await failedTls(await tlsServer(odd), 'agents');
    expect(four.failure.name).toBe('tls.alert.handshake_failure');
  });

  test('a client certificate is wanted, TLS 1.2: the alert, and that it was asked for', async () => {
    const tls = await failedTls(
      await tlsServer({ requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2', ca: [pki.root.cert] }),
    );
    expect(tls.failure.name).toMatch(/^tls\.(alert\.|closed_mid|reset_mid)/);
    expect(tls.failure.message).toMatch(/^a client certificate was requested/);
  });

  test('a client certificate is wanted, TLS 1.3: the handshake completes, and the alert meets the request', async () => {
    const { tls, http } = await stepsAgainst(
      await tlsServer({ requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3', ca: [pki.root.cert] }),
    );
    expect(tls.status).toBe('ok');
    expect(http).toMatchObject({
      status: 'failed',
      failure: { name: 'http.alert.certificate_required' },
      seen: { alert: { number: 116, level: 'fatal' } },
    });
  });
});

describe('after the handshake', () => {
  test('a far end that asks for another handshake (TLS 1.2) gets none', async () => {
    const { promise: refused, resolve } = Promise.withResolvers<Error | null>();
    const server = createTlsServer({ cert: pki.chain, key: pki.leaf.key, maxVersion: 'TLSv1.2' }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.on('error', resolve);
        socket.on('close', () => resolve(new Error('closed')));
        socket.renegotiate({}, resolve);
      });
    });
    const { tls, http } = await stepsAgainst(await listening(server));
    expect(tls.status).toBe('ok');
    expect(http.status).toBe('failed');
    expect(await refused).toBeInstanceOf(Error);
  });
});

describe('what a hostile far end may cost', () => {
  test('handshake messages without end are cut', async () => {
    // HelloRequests (type 0) are ignored by a client in the middle of a handshake.
    const flood = record(22, Buffer.alloc(16_000));
    const one = await peer(
      afterHello((socket) => {
        socket.write(record(22, serverHello(0x0303)));
        const more = (): void => {
          while (!socket.destroyed && socket.write(flood));
        };
        socket.on('drain', more);
        more();
      }),
    );
    const tls = await failedTls(one);
    expect(tls.failure.name).toBe('tls.too_much_data');
    expect(tls.seen.bytesReceived).toBeLessThan(400_000);
  });

  test('empty records without end are cut', async () => {
    const flood = Buffer.concat(Array.from({ length: 3000 }, () => alert(1, 112)));
    const one = await peer(
      afterHello((socket) => {
        const more = (): void => {
          while (!socket.destroyed && socket.write(flood));
        };
        socket.on('drain', more);
        more();
      }),
    );
    const tls = await failedTls(one);
    expect(tls.failure.name).toMatch(/^tls\.(too_much_data|protocol_error)$/);
    expect(tls.seen.bytesReceived).toBeLessThan(400_000);
  });
});
