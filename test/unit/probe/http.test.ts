import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HttpFacts, HttpSeen, HttpStep } from '../../../src/model/step.ts';
import type { Target } from '../../../src/model/target.ts';
import { type PublicKeyInfrastructure, publicKeyInfrastructure, revocationList } from '../../support/certificates.ts';
import { afterHello, bench, listening, type Peer, peer, target } from '../../support/probing.ts';

let pki: PublicKeyInfrastructure;
const open: Peer[] = [];
beforeAll(async () => {
  pki = await publicKeyInfrastructure('Example');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const DEADLINES = { dnsMs: 500, tcpMs: 500, tlsMs: 1000, httpMs: 200 };

async function httpFrom(one: Peer, other: Partial<Target> = {}): Promise<HttpStep> {
  open.push(one);
  const { prober, clock } = bench({ deadlines: DEADLINES, trust: [pki.root.cert] });
  const { steps } = await prober.probeTarget(target(one.port, { scheme: 'http', ...other }));
  expect(clock.pending()).toBe(0);
  return steps.http;
}
async function okFrom(serve: (socket: Socket, request: Buffer) => void, other?: Partial<Target>): Promise<HttpFacts> {
  const http = await httpFrom(await peer(afterHello(serve)), other);
  if (http.status !== 'ok') throw new Error(`the http step is no ok: ${JSON.stringify(http)}`);
  return http.facts;
}
async function failedFrom(
  serve: (socket: Socket) => void,
  other?: Partial<Target>,
): Promise<HttpSeen & { name: string }> {
  const http = await httpFrom(await peer(afterHello(serve)), other);
  if (http.status !== 'failed') throw new Error(`the http step has not failed: ${JSON.stringify(http)}`);
  expect(http.failure.phase).toBe('http');
  return { ...http.seen, name: http.failure.name };
}
const answer = (head: string, body = ''): string => `${head.replaceAll('\n', '\r\n')}\r\n\r\n${body}`;
/** One byte after the other, each when the one before has left. */
function slowly(socket: Socket, text: string, at = 0): void {
  if (at < text.length) socket.write(text[at] ?? '', () => setImmediate(slowly, socket, text, at + 1));
}

describe('the request', () => {
  test('says what it has to and nothing more', async () => {
    let said = '';
    const one = await peer(
      afterHello((socket, request) => {
        said = request.toString();
        socket.end(answer('HTTP/1.1 204 No Content'));
      }),
    );
    await httpFrom(one, { path: '/ping?x=1' });
    expect(said).toBe(
      `GET /ping?x=1 HTTP/1.1\r\nHost: target.test:${one.port}\r\nUser-Agent: agentpath/0.0.0-test\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    );
  });
});

describe('an answer', () => {
  test('its status, the headers that tell something, its body', async () => {
    const facts = await okFrom((socket) =>
      socket.end(
        answer(
          'HTTP/1.1 302 Found\nServer: Kestrel\nVia: 1.1 squid\nX-Cache: MISS\nX-Squid-Error: ERR 0\nSet-Cookie: secret=1\nLocation: https://user:pw@login.test/a?token=secret#x\nContent-Type: text/html\nContent-Length: 5\nx-ms-request-id: 42\nProxy-Agent: box',
          'hello',
        ),
      ),
    );
    expect(facts).toMatchObject({
      method: 'GET',
      path: '/',
      status: 302,
      body: 'hello',
      bodyComplete: true,
      interim: 0,
    });
    expect(facts.headers).toEqual([
      ['Server', 'Kestrel'],
      ['Via', '1.1 squid'],
      ['X-Cache', 'MISS'],
      ['X-Squid-Error', 'ERR 0'],
      ['Location', 'https://login.test/a'],
      ['Content-Type', 'text/html'],
      ['x-ms-request-id', '42'],
      ['Proxy-Agent', 'box'],
    ]);
    expect(JSON.stringify(facts)).not.toContain('secret');
  });

  test.for<[situation: string, text: string, body: string, complete: boolean]>([
    ['by its length', answer('HTTP/1.1 200 OK\nContent-Length: 3', 'abcdef'), 'abc', true],
    [
      'in chunks',
      answer('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', '3\r\nabc\r\n2;ext="x"\r\nde\r\n0\r\nTrailer: x\r\n\r\n'),
      'abcde',
      true,
    ],
    ['until the end', answer('HTTP/1.0 200 OK', 'abc'), 'abc', true],
    ['shorter than promised', answer('HTTP/1.1 200 OK\nContent-Length: 10', 'abc'), 'abc', false],
    ['in chunks that break off', answer('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', '5\r\nabc'), 'abc', false],
    ['in chunks that are none', answer('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', 'zz\r\nabc'), '', false],
    ['none at all', answer('HTTP/1.1 204 No Content\nContent-Length: 5', 'abcde'), '', true],
    ['after line feeds alone', 'HTTP/1.1 200\nContent-Length: 3\n\nabc', 'abc', true],
  ])('a body %s', async ([, text, body, bodyComplete]) => {
    expect(await okFrom((socket) => socket.end(text))).toMatchObject({ body, bodyComplete });
  });

  test('a byte at a time', async () => {
    const facts = await okFrom((socket) =>
      slowly(socket, answer('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n')),
    );
    expect(facts).toMatchObject({ status: 200, body: 'abc', bodyComplete: true });
  });

  test('interim answers are passed over', async () => {
    const facts = await okFrom((socket) =>
      socket.end(
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n${answer('HTTP/1.1 200 OK\nContent-Length: 0')}`,
      ),
    );
    expect(facts).toMatchObject({ status: 200, interim: 2, headers: [] });
  });

  test('a body that never ends is read to 4 KiB, and 512 bytes of it are shown', async () => {
    const facts = await okFrom((socket) =>
      socket.write(answer('HTTP/1.1 200 OK\nContent-Length: 100000', 'x'.repeat(100_000))),
    );
    expect(facts).toMatchObject({ status: 200, bodyComplete: false });
    expect(facts.body).toHaveLength(512);
  });

  test('a body that stalls, or is cut by a reset, does not take the status away', async () => {
    const text = answer('HTTP/1.1 503 Busy\nContent-Length: 10', 'abc');
    expect(await okFrom((socket) => socket.write(text))).toMatchObject({
      status: 503,
      body: 'abc',
      bodyComplete: false,
    });
    expect(
      await okFrom((socket) => socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20))),
    ).toMatchObject({ status: 503, bodyComplete: false });
  });

  test('its date tells the difference of the clocks', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const { clockSkewS } = await okFrom((socket) =>
      socket.end(answer(`HTTP/1.1 200 OK\nDate: ${date}\nContent-Length: 0`)),
    );
    expect(clockSkewS).toBeGreaterThan(3590);
    expect(clockSkewS).toBeLessThan(3610);
  });

  test('what is expected of the body is looked for in 4 KiB', async () => {
    const body = `${'x'.repeat(3000)}Healthy`;
    const serve = (socket: Socket): void => void socket.end(answer('HTTP/1.1 200 OK', body));
    expect(await okFrom(serve, { expect: { body: 'Healthy' } })).toMatchObject({ bodyMatches: true });
    expect(await okFrom(serve, { expect: { body: 'Sick' } })).toMatchObject({ bodyMatches: false });
    expect(await okFrom(serve)).not.toHaveProperty('bodyMatches');
  });

  test('control characters do not reach a terminal', async () => {
    const { body } = await okFrom((socket) => socket.end(answer('HTTP/1.1 200 OK', 'a\u001b[31mb\r\nc\u0000\u202ed')));
    expect(body).toBe('a.[31mb c..d');
  });

  test.for([
    ['crl', 'crl'],
    ['certificate', 'certificate'],
  ] as const)('a %s proves the service, on plain HTTP', async ([kind]) => {
    const der =
      kind === 'certificate' ? Buffer.from(pki.root.certificate.rawData) : await revocationList(pki.root, 200);
    const serve = (socket: Socket): void =>
      void socket.end(Buffer.concat([Buffer.from(answer(`HTTP/1.1 200 OK\nContent-Length: ${der.length}`)), der]));
    expect(await okFrom(serve)).toMatchObject({ proof: kind });
  });
});

describe('the firewall says so', () => {
  const NEW = 'Action: Deny. Reason: No rule matched. Proceeding with default action.';
  test.for<[string, string]>([
    [
      'by its status',
      answer(
        `HTTP/1.1 470 status code 470\nContent-Length: ${NEW.length}\nContent-Type: text/plain; charset=utf-8`,
        NEW,
      ),
    ],
    ['by its text, whatever the status', answer('HTTP/1.1 403 Forbidden\nContent-Type: text/plain', NEW)],
    [
      'by the text of 2021',
      answer(
        'HTTP/1.1 470 status code 470\nContent-Type: text/plain',
        'HTTP  request from 10.0.0.4:51234 to target.test:80. Url: target.test/. Action: Deny. No rule matched. Proceeding with default action',
      ),
    ],
  ])('%s', async ([, text]) => {
    const seen = await failedFrom((socket) => socket.write(text));
    expect(seen.name).toBe('http.firewall_denied');
    expect(seen.status).toBeGreaterThan(400);
    expect(seen.body).toContain('Action: Deny');
  });

  test('a page that only talks about it does not', async () => {
    const facts = await okFrom((socket) => socket.end(answer('HTTP/1.1 200 OK\nContent-Type: text/html', NEW)));
    expect(facts.status).toBe(200);
  });

  test('also inside TLS', async () => {
    const server = createTlsServer({ cert: pki.chain, key: pki.leaf.key }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer(`HTTP/1.1 470 status code 470\nContent-Length: ${NEW.length}`, NEW)));
    });
    const http = await httpFrom(await listening(server), { scheme: 'https' });
    expect(http).toMatchObject({
      status: 'failed',
      failure: { name: 'http.firewall_denied' },
      seen: { status: 470, body: NEW },
    });
  });
});

describe('no answer', () => {
  test.for<[situation: string, serve: (socket: Socket) => void, name: string]>([
    ['FIN', (socket) => socket.end(), 'http.closed'],
    ['RST', (socket) => socket.resetAndDestroy(), 'http.reset'],
    ['silence', () => {}, 'http.timed_out'],
    ['half a head, then FIN', (socket) => socket.end('HTTP/1.1 200 OK\r\nServer:'), 'http.cut'],
    [
      'half a head, then RST',
      (socket) => socket.write('HTTP/1.1 200 OK\r\n', () => setTimeout(() => socket.resetAndDestroy(), 20)),
      'http.reset',
    ],
    ['half a head, then silence', (socket) => socket.write('HTTP/1.1 200 OK\r\n'), 'http.stalled'],
    ['SSH', (socket) => socket.write('SSH-2.0-OpenSSH\r\n'), 'http.malformed'],
    ['a TLS alert', (socket) => socket.write(Buffer.from([21, 3, 3, 0, 2, 2, 40])), 'http.malformed'],
    ['a folded header', (socket) => socket.write('HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n'), 'http.malformed'],
    [
      'a control character in a header',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n'),
      'http.malformed',
    ],
    [
      'two lengths',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'),
      'http.malformed',
    ],
    ['a status that is none', (socket) => socket.write('HTTP/1.1 2000 OK\r\n\r\n'), 'http.malformed'],
  ])('%s', async ([, serve, name]) => {
    expect((await failedFrom(serve)).name).toBe(name);
  });
});

describe('what a hostile far end may cost', () => {
  const flood =
    (chunk: string, first = '') =>
    (socket: Socket): void => {
      socket.write(first);
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', more);
      more();
    };
  test.for<[string, (socket: Socket) => void]>([
    ['headers without end', flood(`A: ${'b'.repeat(1000)}\r\n`, 'HTTP/1.1 200 OK\r\n')],
    ['one header without end', flood('b'.repeat(10_000), 'HTTP/1.1 200 OK\r\nA: ')],
    ['a status line without end', flood('b'.repeat(10_000), 'HTTP/1.1 200 ')],
    ['interim answers without end', flood('HTTP/1.1 100 Continue\r\n\r\n'.repeat(100))],
  ])('%s', async ([, serve]) => {
    const seen = await failedFrom(serve);
    expect(seen.name).toBe('http.headers_too_large');
    expect(seen.bytesReceived).toBeLessThan(150_000);
  });

  test.for<[string, string]>([
    ['chunk extensions', 'x'.repeat(10_000)],
    ['empty lines', '\r\n'.repeat(1000)],
    ['tiny chunks', '1\r\nx\r\n'.repeat(1000)],
  ])('%s without end do not reach the deadline', async ([, chunk]) => {
    const one = await peer(afterHello(flood(chunk, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;')));
    const http = await httpFrom(one);
    expect(http).toMatchObject({ status: 'ok', facts: { bodyComplete: false } });
    expect(http.status === 'ok' && http.durationMs).toBeLessThan(190);
  });
});

describe('over TLS', () => {
  test('an answer that ends without a goodbye is an answer', async () => {
    const server = createTlsServer({ cert: pki.chain, key: pki.leaf.key }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.write(answer('HTTP/1.1 200 OK\nContent-Length: 2', 'ok'), () => socket.destroy()),
      );
    });
    expect(await httpFrom(await listening(server), { scheme: 'https' })).toMatchObject({
      status: 'ok',
      facts: { status: 200, body: 'ok', bodyComplete: true },
    });
  });

  test.for<[string, (socket: Socket) => void, string]>([
    ['FIN after the handshake', (socket) => socket.end(), 'http.closed'],
    ['silence after the handshake', () => {}, 'http.timed_out'],
  ])('%s', async ([, serve, name]) => {
    const server = createTlsServer({ cert: pki.chain, key: pki.leaf.key }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => serve(socket));
    });
    expect(await httpFrom(await listening(server), { scheme: 'https' })).toMatchObject({
      status: 'failed',
      failure: { name },
    });
  });

  test('RST after the handshake', async () => {
    const server = createTlsServer({ cert: pki.chain, key: pki.leaf.key });
    const one = await listening(server);
    const raw: Socket[] = [];
    server.on('connection', (socket: Socket) => raw.push(socket));
    server.on('secureConnection', (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => raw.at(-1)?.resetAndDestroy());
    });
    expect(await httpFrom(one, { scheme: 'https' })).toMatchObject({
      status: 'failed',
      failure: { name: 'http.reset' },
    });
  });
});
