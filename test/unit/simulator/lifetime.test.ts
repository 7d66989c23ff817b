import { expect, test, vi } from 'vitest';
import type { World } from '../../../src/simulator/world.ts';
import { hub } from '../../../src/simulator/worlds.ts';
import { ask, dialling, helloOf, running, securely } from './clients.ts';

/** What this process holds open on the network; the test runner itself speaks over none of these. */
const held = (kind: RegExp) => process.getActiveResourcesInfo().filter((one) => kind.test(one)).length;
const SOCKETS = /^(TCPSocketWrap|TLSWrap)$/;
const ALL = /^(TCPSocketWrap|TLSWrap|TCPServerWrap|UDPWrap)$/;
const allGone = (kind: RegExp) => vi.waitFor(() => expect(held(kind)).toBe(0), { interval: 2 });

const hosts: World['hosts'] = {
  'a.test': { dns: { addresses: ['20.1.1.1'] } },
  'silent.test': { services: { 443: { kind: 'bytes' } } },
  'flood.test': { services: { 80: { kind: 'http', http: { otherwise: { misconduct: 'endless_headers' } } } } },
};

test('a client that leaves takes everything behind it along, while the simulation goes on', async () => {
  const run = await running({
    hosts,
    firewall: { allow: ['*'], names: { 'inspected.test': { do: 'inspect' }, 'never.test': 'silent' } },
  });
  const visit = async (): Promise<void> => {
    await securely(run, '192.0.2.1', 'a.test');
    for (const name of ['silent.test', 'never.test', 'a.test', 'inspected.test']) {
      const socket = await dialling(run.network, '192.0.2.1', 443);
      const before = run.simulation.journal.length;
      socket.write(await helloOf(name));
      await vi.waitFor(() => expect(run.simulation.journal.length).toBeGreaterThan(before), { interval: 2 });
      socket.destroy();
    }
    const flooded = await dialling(run.network, '192.0.2.1', 80);
    flooded.write('GET / HTTP/1.1\r\nHost: flood.test\r\n\r\n');
    await new Promise<void>((resolve) => flooded.once('data', () => resolve()));
    flooded.destroy();
  };
  await visit();
  await allGone(SOCKETS);
  // What listens stays, two ports of the firewall and three far ends, and serves the next visit.
  expect(held(ALL)).toBe(5);
  await visit();
  await allGone(SOCKETS);
});

test('close ends connections, listeners and timers, and may be called again', async () => {
  const denial = { https: { do: 'delay', ms: 1000, action: 'close' } } as const;
  const run = await running({ hosts, firewall: { allow: [], denial } });
  expect(run.network.simulated).toBe(true);
  await ask(run.network, 'a.test');
  const sockets = await Promise.all([443, 80].map((port) => dialling(run.network, '20.1.1.1', port)));
  const ended = sockets.map(
    (socket) => new Promise<void>((resolve) => void socket.resume().once('close', () => resolve())),
  );
  sockets[0]?.write(await helloOf('a.test'));
  await vi.waitFor(() => expect(run.clock.waiting).toBe(1), { interval: 2 });
  expect(held(ALL)).toBeGreaterThanOrEqual(7);
  await run.simulation.close();
  await run.simulation.close();
  await Promise.all(ended);
  expect(run.clock.waiting).toBe(0);
  await allGone(ALL);
  await expect(dialling(run.network, '20.1.1.1', 443)).rejects.toThrow('the simulation is closed');
});

test('a world of forty hosts starts in well under a second, certificates and all', async () => {
  const started = performance.now();
  const run = await running(hub());
  expect(performance.now() - started).toBeLessThan(700);
  expect(run.simulation.trust).toContain('BEGIN CERTIFICATE');
});
