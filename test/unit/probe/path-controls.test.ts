import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Control, ControlKind } from '../../../src/model/path.ts';
import type { ProbeSettings } from '../../../src/model/settings.ts';
import type { Endpoint } from '../../../src/model/step.ts';
import { mostControls } from '../../../src/probe/path-controls.ts';
import { afterHello, bench, type Peer, peer, SETTINGS, type TestNetwork, testNetwork } from '../../support/probing.ts';

const open: Peer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const CANARIES = ['192.0.2.1', '198.51.100.1'];
const DEADLINES = { dnsMs: 300, tcpMs: 300, tlsMs: 300, httpMs: 300 };
const HTTPS = { port: 443, scheme: 'https' } as const;

/** A path on which a box answers every handshake on every port below 20,000, and closes after the first bytes; they are kept. */
async function path(
  settings: Partial<ProbeSettings> = {},
  hosts: Readonly<Record<string, string>> = { 'denied.test': '203.0.113.80' },
): Promise<{
  controls: (ports: readonly { port: number; scheme: 'https' | 'http' | 'tcp' }[]) => Promise<readonly Control[]>;
  network: TestNetwork;
  said: Buffer[];
}> {
  const said: Buffer[] = [];
  const box = await peer(
    afterHello((socket: Socket, first) => {
      said.push(first);
      socket.end(
        first.toString('latin1').startsWith('GET') ? 'HTTP/1.1 470 status code 470\r\nContent-Length: 0\r\n\r\n' : '',
      );
    }),
  );
  open.push(box);
  const route = (to: Endpoint): Endpoint => {
    if (to.port >= 20_000)
      throw Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'connect' });
    return box.endpoint;
  };
  const network = testNetwork(hosts, route);
  const { prober } = bench(
    { deadlines: DEADLINES, canaries: CANARIES, mustBeDenied: 'denied.test', ...settings },
    network,
  );
  return { controls: (ports) => prober.controls(ports, 'run-1'), network, said };
}
const only = (controls: readonly Control[], kind: ControlKind): readonly Control[] =>
  controls.filter((one) => one.kind === kind);
const nameOf = ({ steps: { tls } }: Control): string | undefined =>
  tls.status === 'failed' ? tls.seen.hello.serverName : undefined;

describe('canaries', () => {
  test('every address on every used port once, and on the odd one; TCP only', async () => {
    const { controls } = await path();
    const canaries = only(
      await controls([HTTPS, { port: 80, scheme: 'http' }, { port: 443, scheme: 'tcp' }]),
      'canary',
    );
    expect(canaries.map(({ dialled, odd }) => [dialled?.address, dialled?.port, odd ?? false])).toEqual([
      ...CANARIES.flatMap((address) => [
        [address, 443, false],
        [address, 80, false],
      ]),
      ...CANARIES.map((address) => [address, 47613, true]),
    ]);
    for (const { steps, odd, host } of canaries) {
      expect(host).toBe('');
      expect(steps.dns).toEqual({ status: 'skipped', because: 'the address was given' });
      expect(steps.tls).toEqual({ status: 'skipped', because: odd ? 'tcp failed' : 'TCP only' });
      expect(steps.tcp).toMatchObject(
        odd ? { status: 'failed', failure: { name: 'tcp.host_unreachable' } } : { status: 'ok' },
      );
    }
  });

  test('where none connects, the odd port is not asked: it would say nothing', async () => {
    const { controls } = await path();
    const canaries = only(await controls([{ port: 20_001, scheme: 'tcp' }]), 'canary');
    expect(canaries.map(({ port, steps }) => [port, steps.tcp.status])).toEqual(CANARIES.map(() => [20_001, 'failed']));
  });

  test('a list of targets on very many ports is no scan of them all', async () => {
    const { controls } = await path();
    const ports = Array.from({ length: 100 }, (_, index) => ({ port: 20_000 + index, scheme: 'tcp' as const }));
    expect(only(await controls(ports), 'canary')).toHaveLength(24 * CANARIES.length);
  });

  test('none where no addresses are set; then nothing is said to a dead address either', async () => {
    const { controls } = await path({ canaries: [] });
    expect((await controls([HTTPS])).map(({ kind }) => kind)).toEqual(['must_be_denied', 'port_80']);
  });
});

describe('must be denied', () => {
  test('on its own address, on 443 and the other ports of TLS, three at most', async () => {
    const { controls } = await path();
    const ports = [8443, 443, 9443, 10443].map((port) => ({ port, scheme: 'https' as const }));
    const asked = only(await controls([...ports, { port: 5671, scheme: 'tcp' }]), 'must_be_denied');
    expect(asked.map(({ port, dialled }) => [port, dialled])).toEqual([
      [443, undefined],
      [8443, undefined],
      [9443, undefined],
    ]);
    for (const one of asked) {
      expect(one.steps.tcp).toMatchObject({ facts: { remote: { address: '203.0.113.80', port: one.port } } });
      expect(one.steps.tls).toMatchObject({ failure: { name: 'tls.closed_after_hello' } });
      expect(nameOf(one)).toBe('denied.test');
    }
  });

  test('on the first port of TLS, where 443 is not used; on 443 where none is', async () => {
    const { controls } = await path();
    expect(only(await controls([{ port: 8443, scheme: 'https' }]), 'must_be_denied').map(({ port }) => port)).toEqual([
      8443,
    ]);
    expect(only(await controls([{ port: 80, scheme: 'http' }]), 'must_be_denied').map(({ port }) => port)).toEqual([
      443,
    ]);
  });

  test('where its name has no address, it is said to a dead one as well', async () => {
    const { controls } = await path({}, {});
    const [resolved, dead, ...more] = only(await controls([HTTPS]), 'must_be_denied');
    expect(resolved?.steps.dns.status).toBe('failed');
    expect(dead).toMatchObject({ host: 'denied.test', dialled: { address: '192.0.2.1', port: 443 } });
    expect(dead && nameOf(dead)).toBe('denied.test');
    expect(more).toEqual([]);
  });

  test('a name that nobody can resolve, another in each run', async () => {
    const first = await path();
    const second = await path();
    const names = await Promise.all(
      [first, second].map(async ({ controls }) => only(await controls([HTTPS]), 'must_be_denied_invalid')),
    );
    const [one, other] = names.map(([control]) => control);
    expect(one?.host).toMatch(/^[a-z0-9-]+\.invalid$/);
    expect(one && nameOf(one)).toBe(one?.host);
    expect(one?.dialled).toEqual({ address: '192.0.2.1', port: 443 });
    expect(other?.host).not.toBe(one?.host);
  });
});

describe('the others', () => {
  test('plain HTTP with the must-be-denied name, also where no target uses port 80', async () => {
    const { controls, said } = await path();
    const [one] = only(await controls([HTTPS]), 'port_80');
    expect(one).toMatchObject({
      host: 'denied.test',
      port: 80,
      steps: { http: { status: 'failed', failure: { name: 'http.firewall_denied' }, seen: { status: 470 } } },
    });
    expect(said.map(String).filter((text) => text.startsWith('GET'))).toEqual([
      expect.stringContaining('Host: denied.test\r\n'),
    ]);
  });

  test('no name at all', async () => {
    const { controls } = await path();
    const [one] = only(await controls([HTTPS]), 'no_sni');
    expect(one).toMatchObject({
      host: '',
      dialled: { address: '192.0.2.1', port: 443 },
      steps: { tls: { status: 'failed' } },
    });
    expect(one && nameOf(one)).toBeUndefined();
  });

  test('the beacon: only with a domain, on a dead address, and on its own where it has one', async () => {
    expect(only(await (await path()).controls([HTTPS]), 'beacon')).toEqual([]);
    const unresolved = only(await (await path({ beaconDomain: 'beacon.test' })).controls([HTTPS]), 'beacon');
    expect(unresolved).toMatchObject([{ host: 'run-1.beacon.test', dialled: { address: '192.0.2.1' } }]);
    const hosts = { 'denied.test': '203.0.113.80', 'run-1.beacon.test': '203.0.113.81' };
    const resolved = only(await (await path({ beaconDomain: 'beacon.test' }, hosts)).controls([HTTPS]), 'beacon');
    expect(resolved.map(nameOf)).toEqual(['run-1.beacon.test', 'run-1.beacon.test']);
    expect(resolved[1]?.steps.tcp).toMatchObject({ facts: { remote: { address: '203.0.113.81' } } });
  });

  test('through a proxy nothing is dialled past it', async () => {
    const { controls, network } = await path({ proxy: 'http://10.0.0.1:3128', beaconDomain: 'beacon.test' });
    const asked = await controls([HTTPS]);
    expect(asked.map(({ kind }) => kind)).toEqual(['must_be_denied', 'port_80', 'beacon']);
    expect(new Set(network.dialled.map(({ address, port }) => `${address}:${port}`))).toEqual(
      new Set(['10.0.0.1:3128']),
    );
  });

  test('they run through the pool that is handed in', async () => {
    let running = 0;
    let most = 0;
    const { createProber } = await import('../../../src/probe/prober.ts');
    const { chance, countingClock, SETTINGS } = await import('../../support/probing.ts');
    const pLimit = (await import('p-limit')).default;
    const limit = pLimit(2);
    const { network } = await path();
    const prober = createProber({
      network,
      clock: countingClock(),
      chance,
      settings: { ...SETTINGS, deadlines: DEADLINES, canaries: CANARIES, mustBeDenied: 'denied.test' },
      pool: (task) =>
        limit(async () => {
          most = Math.max(most, ++running);
          try {
            return await task();
          } finally {
            running--;
          }
        }),
    });
    expect((await prober.controls([HTTPS], 'run-1')).length).toBeGreaterThan(6);
    expect(most).toBe(2);
  });
});

describe('the plan says how many there can be', () => {
  test.for([
    ['by default', {}],
    ['with a beacon that resolves', { beaconDomain: 'beacon.test' }],
    ['through a proxy', { proxy: 'http://192.0.2.200:3128' }],
    ['without canaries', { canaries: [] }],
    ['where the must-be-denied name has no address', { mustBeDenied: 'gone.test' }],
  ] as const)('%s: never fewer than are asked', async ([, given]) => {
    const used = [HTTPS, { port: 80, scheme: 'http' }, { port: 8443, scheme: 'https' }] as const;
    const { controls } = await path(given, { 'denied.test': '203.0.113.80', 'run-1.beacon.test': '203.0.113.81' });
    const settings = { ...SETTINGS, canaries: CANARIES, mustBeDenied: 'denied.test', ...given };
    const asked = (await controls(used)).length;
    expect(asked).toBeLessThanOrEqual(mostControls(settings, used));
    // The second saying of a name without an address, on each port, and the beacon's second way may be of no use.
    expect(mostControls(settings, used) - asked).toBeLessThanOrEqual(3);
  });
});
