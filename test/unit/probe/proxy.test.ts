import { connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Steps } from '../../../src/model/step.ts';
import type { Target } from '../../../src/model/target.ts';
import { type PublicKeyInfrastructure, publicKeyInfrastructure } from '../../support/certificates.ts';
import { afterHello, bench, listening, type Peer, peer, target, testNetwork } from '../../support/probing.ts';

let pki: PublicKeyInfrastructure;
const open: Peer[] = [];
beforeAll(async () => {
  pki = await publicKeyInfrastructure('Example');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function through(proxy: Peer, other: Partial<Target> = {}, port = 443): Promise<Steps> {
  open.push(proxy);
  // The target's name is unknown here: only the proxy's is.
  const { prober, clock } = bench(
    {
      deadlines: { dnsMs: 500, tcpMs: 500, tlsMs: 400, httpMs: 200 },
      trust: [pki.root.cert],
      proxy: `http://proxy.test:${proxy.port}`,
    },
    testNetwork({ 'proxy.test': '127.0.0.1' }),
  );
  const { steps } = await prober.probeTarget(target(port, other));
  expect(clock.pending()).toBe(0);
  return steps;
}
const says = (text: string): ((socket: Socket) => void) => afterHello((socket) => socket.write(text));

describe('an explicit proxy', () => {
  test('dns and tcp are about the proxy, and the far end is behind it', async () => {
    const server = createTlsServer({ cert: pki.chain, key: pki.leaf.key }, (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    const far = await listening(server);
    open.push(far);
    let asked = '';
    const proxy = await peer(
      afterHello((socket, request) => {
        asked = request.toString();
        const out = connect(far.port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\nVia: 1.1 box\r\n\r\n');
          socket.pipe(out);
          out.pipe(socket);
        });
        out.on('error', () => {});
      }),
    );
    const steps = await through(proxy, {}, 8443);
    expect(asked.split('\r\n')[0]).toBe('CONNECT target.test:8443 HTTP/1.1');
    expect(steps).toMatchObject({
      tcp: { status: 'ok', facts: { remote: { address: '127.0.0.1', port: proxy.port } } },
      proxy: { status: 'ok', facts: { authority: 'target.test:8443', status: 200 } },
      tls: {
        status: 'ok',
        facts: { chainEnd: 'public_root', nameMatches: true, hello: { serverName: 'target.test' } },
      },
      http: { status: 'ok', facts: { status: 200, body: 'ok' } },
    });
  });

  test('what comes with its answer belongs to the tunnel', async () => {
    const { proxy, tls } = await through(
      await peer(says('HTTP/1.1 200 OK\r\n\r\n\u0015\u0003\u0003\u0000\u0002\u0002\u0028')),
    );
    expect(proxy.status).toBe('ok');
    expect(tls).toMatchObject({
      status: 'failed',
      failure: { name: 'tls.alert.handshake_failure' },
      seen: { bytesReceived: 7 },
    });
  });

  test('what comes with its answer, scheme tcp', async () => {
    const { http } = await through(await peer(says('HTTP/1.1 200 OK\r\n\r\n220 hello')), { scheme: 'tcp', path: '' });
    expect(http).toMatchObject({ status: 'ok', facts: { method: 'none', body: '220 hello' } });
  });

  test.for<[situation: string, serve: (socket: Socket) => void, name: string, status: number | undefined]>([
    [
      '407',
      says('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n'),
      'proxy.auth_required',
      407,
    ],
    [
      '470',
      says('HTTP/1.1 470 status code 470\r\nContent-Length: 12\r\n\r\nAction: Deny'),
      'proxy.firewall_denied',
      470,
    ],
    [
      "the firewall's text",
      says(
        'HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 37\r\n\r\nAction: Deny. Reason: No rule matched.',
      ),
      'proxy.firewall_denied',
      403,
    ],
    ['502', says('HTTP/1.1 502 Bad Gateway\r\nServer: squid\r\nContent-Length: 0\r\n\r\n'), 'proxy.refused', 502],
    ['a refusal that never ends', says('HTTP/1.1 503 Busy\r\n\r\n'), 'proxy.refused', 503],
    ['FIN', afterHello((socket) => socket.end()), 'proxy.closed', undefined],
    ['RST', afterHello((socket) => socket.resetAndDestroy()), 'proxy.reset', undefined],
    ['silence', () => {}, 'proxy.timed_out', undefined],
    ['garbage', says('\u0000\u0001\u0002 what?'), 'proxy.malformed', undefined],
    [
      'headers without end',
      says(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(4000)}`),
      'proxy.headers_too_large',
      undefined,
    ],
  ])('%s', async ([, serve, name, status]) => {
    const steps = await through(await peer(serve));
    expect(steps.proxy).toMatchObject({
      status: 'failed',
      failure: { name, phase: 'proxy' },
      seen: { authority: 'target.test:443' },
    });
    expect(steps.proxy.status === 'failed' && steps.proxy.seen.status).toBe(status);
    expect(steps.tls).toEqual({ status: 'skipped', because: 'proxy failed' });
  });

  test('plain HTTP goes in absolute form, without a tunnel', async () => {
    let asked = '';
    const proxy = await peer(
      afterHello((socket, request) => {
        asked = request.toString();
        socket.write('HTTP/1.1 470 status code 470\r\nContent-Length: 0\r\n\r\n');
      }),
    );
    const steps = await through(proxy, { scheme: 'http', path: '/a.crl' }, 80);
    expect(asked).toMatch(/^GET http:\/\/target\.test\/a\.crl HTTP\/1\.1\r\nHost: target\.test\r\n/);
    expect(steps.proxy).toEqual({ status: 'skipped', because: 'absolute-form request' });
    expect(steps.http).toMatchObject({ status: 'failed', failure: { name: 'http.firewall_denied' } });
  });

  test('a target may have a proxy of its own', async () => {
    const proxy = await peer(says('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n'));
    open.push(proxy);
    const { prober } = bench({}, testNetwork());
    const { steps } = await prober.probeTarget(target(443, { proxy: `http://127.0.0.1:${proxy.port}` }));
    expect(steps.proxy).toMatchObject({ status: 'failed', failure: { name: 'proxy.auth_required' } });
  });
});
