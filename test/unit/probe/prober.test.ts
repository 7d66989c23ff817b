import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Question } from '../../../src/model/evidence.ts';
import type { Endpoint } from '../../../src/model/step.ts';
import { type PublicKeyInfrastructure, publicKeyInfrastructure } from '../../support/certificates.ts';
import { afterHello, bench, listening, type Peer, peer, target, testNetwork } from '../../support/probing.ts';

let pki: PublicKeyInfrastructure;
let healthy: Peer;
let closing: Peer;
let silent: Peer;
beforeAll(async () => {
  pki = await publicKeyInfrastructure('Example');
  const server = createTlsServer({ cert: pki.chain, key: pki.leaf.key }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nHealthy'));
  });
  healthy = await listening(server);
  closing = await peer(afterHello((socket: Socket) => socket.end()));
  silent = await peer((socket) => socket.resume());
});
afterAll(async () => {
  await Promise.all([healthy, closing, silent].map((one) => one.close()));
});

const question = (kind: Question['kind'], other: Partial<Question> = {}): Question => ({
  about: 'target',
  kind,
  round: 1,
  ...other,
});

describe('probing a target', () => {
  test('one flow through all phases', async () => {
    const { prober, network } = bench({ trust: [pki.root.cert] });
    const about = target(healthy.port, { expect: { body: 'Healthy' } });
    const evidence = await prober.probeTarget(about);
    expect(evidence).toMatchObject({
      target: about,
      questions: [],
      steps: {
        dns: { status: 'ok', facts: { source: 'hosts_file', addresses: [{ address: '127.0.0.1' }] } },
        tcp: { status: 'ok', facts: { remote: healthy.endpoint } },
        proxy: { status: 'skipped', because: 'direct' },
        tls: {
          status: 'ok',
          facts: {
            protocol: 'TLSv1.3',
            cipher: 'TLS_AES_256_GCM_SHA384',
            hello: { kind: 'small' },
            chainEnd: 'public_root',
            verification: 'ok',
          },
        },
        http: { status: 'ok', facts: { status: 200, bodyMatches: true } },
      },
    });
    expect(Object.keys(evidence.steps)).toEqual(['dns', 'tcp', 'proxy', 'tls', 'http']);
    expect(network.dialled).toEqual([healthy.endpoint]);
    expect(Date.parse(evidence.probedAt)).toBeGreaterThan(0);
    expect(evidence.durationMs).toBeGreaterThan(0);
  });

  test('what was not reached says why', async () => {
    const { prober } = bench({ deadlines: { dnsMs: 100, tcpMs: 100, tlsMs: 100, httpMs: 100 } }, testNetwork());
    const { steps } = await prober.probeTarget(target(443, { host: 'nowhere.test' }));
    expect(steps.dns.status).toBe('failed');
    for (const phase of ['tcp', 'proxy', 'tls', 'http'] as const)
      expect(steps[phase]).toEqual({ status: 'skipped', because: 'dns failed' });
  });

  test('each phase has a deadline of its own', async () => {
    const { prober, clock } = bench({ deadlines: { dnsMs: 500, tcpMs: 500, tlsMs: 60, httpMs: 500 } });
    const { steps, durationMs } = await prober.probeTarget(target(silent.port));
    expect(steps.tls).toMatchObject({ failure: { name: 'tls.silent_after_hello' } });
    expect(durationMs).toBeGreaterThanOrEqual(58);
    expect(durationMs).toBeLessThan(400);
    expect(clock.pending()).toBe(0);
  });

  test('all addresses: the others become questions', async () => {
    const others = ['127.0.0.1 target.test', '127.0.0.2 target.test', '127.0.0.3 target.test'].join('\n');
    const route = ({ address }: Endpoint): Endpoint => (address === '127.0.0.2' ? closing.endpoint : healthy.endpoint);
    const network = { ...testNetwork({}, route), hostsFile: async () => others };
    const { questions, steps } = await bench(
      { allAddresses: true, trust: [pki.root.cert] },
      network,
    ).prober.probeTarget(target(443));
    expect(steps.tls.status).toBe('ok');
    expect(
      questions.map(({ kind, round, dialled, steps: asked }) => [kind, round, dialled?.address, asked?.tls.status]),
    ).toEqual([
      ['other_address', 1, '127.0.0.2', 'failed'],
      ['other_address', 2, '127.0.0.3', 'ok'],
    ]);
    expect((await bench({}, network).prober.probeTarget(target(443))).questions).toEqual([]);
  });
});

describe('follow-ups', () => {
  test('a given address is dialled, the name stays', async () => {
    const { prober, network } = bench({}, testNetwork());
    const dial = closing.endpoint;
    const answer = await prober.ask(target(443), question('dead_address', { dial }));
    expect(answer).toMatchObject({ kind: 'dead_address', round: 1, dialled: dial });
    expect(answer.steps?.dns).toEqual({ status: 'skipped', because: 'the address was given' });
    expect(answer.steps?.tls).toMatchObject({ seen: { hello: { serverName: 'target.test' } } });
    expect(network.dialled).toEqual([dial]);
  });

  test('another name on a given address is what the certificate is held against', async () => {
    const { prober } = bench({ trust: [pki.root.cert] });
    const answer = await prober.ask(
      target(443),
      question('repeat_must_be_denied', { dial: healthy.endpoint, serverName: 'denied.test' }),
    );
    expect(answer).toMatchObject({
      serverName: 'denied.test',
      steps: { tls: { status: 'ok', facts: { nameMatches: false, hello: { serverName: 'denied.test' } } } },
    });
  });

  test('another name without an address is resolved itself', async () => {
    const { prober, network } = bench(
      {},
      testNetwork({ 'target.test': '127.0.0.1', 'denied.test': '127.0.0.9' }, () => closing.endpoint),
    );
    await prober.ask(target(443), question('repeat_must_be_denied', { serverName: 'denied.test' }));
    expect(network.dialled).toEqual([{ address: '127.0.0.9', port: 443 }]);
  });

  test('another hello', async () => {
    const answer = await bench().prober.ask(target(closing.port), question('wide_hello', { hello: 'wide' }));
    expect(answer).toMatchObject({ hello: 'wide', steps: { tls: { seen: { hello: { kind: 'wide' } } } } });
  });

  test('a deadline of its own: for TLS, and for HTTP where there is no TLS', async () => {
    const { prober } = bench({ deadlines: { dnsMs: 500, tcpMs: 500, tlsMs: 5000, httpMs: 5000 } });
    const tls = await prober.ask(target(silent.port), question('repeat', { deadlineMs: 50 }));
    expect(tls.steps?.tls).toMatchObject({ failure: { name: 'tls.silent_after_hello' } });
    const http = await prober.ask(target(silent.port, { scheme: 'http' }), question('repeat', { deadlineMs: 50 }));
    expect(http.steps?.http).toMatchObject({ failure: { name: 'http.timed_out' } });
  });

  test("the system's own resolver", async () => {
    const network = { ...testNetwork(), lookup: async () => ['127.0.0.5'] };
    const answer = await bench({}, network).prober.ask(target(443), question('system_resolver'));
    expect(answer.system).toMatchObject({ outcome: 'addresses', addresses: ['127.0.0.5'] });
    expect(answer.steps).toBeUndefined();
  });
});

describe('nothing is left behind', () => {
  test('no socket, no timer, no listener, whatever the end', async () => {
    const { prober, clock } = bench({
      trust: [pki.root.cert],
      deadlines: { dnsMs: 500, tcpMs: 500, tlsMs: 80, httpMs: 80 },
    });
    const resources = (): number =>
      process.getActiveResourcesInfo().filter((name) => /TCPSocketWrap|TLSWrap|TCPConnectWrap/.test(name)).length;
    const peers = [healthy, closing, silent];
    const before = resources();
    const about = peers.flatMap(({ port }) => [
      target(port),
      target(port, { scheme: 'http' }),
      target(port, { scheme: 'tcp' }),
    ]);
    await Promise.all(
      Array.from({ length: 10 }, () => about)
        .flat()
        .map((one) => prober.probeTarget(one)),
    );
    expect(clock.pending()).toBe(0);
    await expect.poll(() => peers.reduce((sum, one) => sum + one.open(), 0)).toBe(0);
    await expect.poll(resources).toBeLessThanOrEqual(before);
  });
});
