import { expect, test } from 'vitest';
import { CONNECT_ERROR_CODES, type World } from '../../../src/simulator/world.ts';
import { dialling, running, securely } from './clients.ts';

const hosts: World['hosts'] = { 'a.contoso.test': { dns: { addresses: ['20.1.1.1', '2001:db8::1'] } } };

/** Never connected while other connections came and went, and gone when the caller gave up. */
async function neverAnswers(world: World, address: string, port: number): Promise<void> {
  const { network } = await running({
    ...world,
    routes: [...(world.routes ?? []), { to: '9.9.9.9', action: 'refuse' }],
  });
  const patience = new AbortController();
  let settled = false;
  const waiting = network.connect({ address, port }, patience.signal).finally(() => {
    settled = true;
  });
  await expect(dialling(network, '9.9.9.9', port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(settled).toBe(false);
  patience.abort(new Error('no more patience'));
  await expect(waiting).rejects.toThrow('no more patience');
}

test('without a firewall an address leads to who has it', async () => {
  const run = await running({ hosts, firewall: 'none' });
  for (const address of ['20.1.1.1', '2001:db8:0:0::1']) {
    expect(await securely(run, address, 'a.contoso.test')).toMatchObject({ verification: 'ok' });
  }
  // Whoever has the address answers with its own certificate, whatever name was said.
  expect(await securely(run, '20.1.1.1', 'b.contoso.test')).toMatchObject({
    verification: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test.for([
  ['an address that nobody has', '192.0.2.1', 443],
  ['a port on which nothing is offered', '20.1.1.1', 8443],
] as const)('without a firewall, %s never answers', ([, address, port]) =>
  neverAnswers({ hosts, firewall: 'none' }, address, port),
);

test('behind a firewall, ports without application rules never answer, wherever they lead', async () => {
  await neverAnswers({ hosts, firewall: { allow: ['*'] } }, '20.1.1.1', 47_613);
  await neverAnswers({ hosts, firewall: { allow: ['*'] } }, '192.0.2.1', 8443);
});

test('the firewall completes TCP for dead addresses on the ports of application rules, and logs nothing of it', async () => {
  const run = await running({ hosts, firewall: { allow: [], ports: { 443: 'https', 80: 'http', 8443: 'https' } } });
  for (const port of [443, 80, 8443]) {
    const socket = await dialling(run.network, '203.0.113.1', port);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  }
  expect(run.simulation.journal).toEqual([]);
});

test.for(CONNECT_ERROR_CODES)('a route that fails with %s, as the system says it', async (error) => {
  const { network } = await running({ hosts, firewall: 'none', routes: [{ to: '20.0.0.0/8', action: { error } }] });
  const failure = await dialling(network, '20.1.1.1', 443).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ code: error, syscall: 'connect', message: `connect ${error} 20.1.1.1:443` });
});

test('routes and network rules are judged in their order, by prefix and port', async () => {
  const world: World = {
    hosts,
    firewall: {
      allow: [],
      networkRules: [
        { to: '20.1.1.1', ports: [443], action: 'allow' },
        { to: '20.0.0.0/8', ports: [443, 9000], action: 'refuse' },
        { to: '2001:db8::/32', action: 'allow' },
      ],
    },
    routes: [{ to: '*', ports: [7000], action: { error: 'EHOSTUNREACH' } }],
  };
  const run = await running(world);
  // Allowed by address: no application rule is looked at, so the name passes that no application rule allows.
  expect(await securely(run, '20.1.1.1', 'a.contoso.test')).toMatchObject({ verification: 'ok' });
  expect(await securely(run, '2001:db8::1', 'a.contoso.test')).toMatchObject({ verification: 'ok' });
  await expect(dialling(run.network, '20.1.1.2', 443)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await expect(dialling(run.network, '20.1.1.1', 7000)).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
  expect(run.simulation.journal).toMatchObject([
    { table: 'network_rule', action: 'Allow', dialled: { address: '20.1.1.1' } },
    { table: 'network_rule', action: 'Allow', dialled: { address: '2001:db8::1' } },
    { table: 'network_rule', action: 'Deny', dialled: { address: '20.1.1.2' } },
  ]);
  await neverAnswers(
    { ...world, firewall: { allow: ['*'], networkRules: [{ to: '*', action: 'drop' }] } },
    '20.1.1.1',
    443,
  );
});

test('a route around the firewall leads straight to a private endpoint', async () => {
  const run = await running({
    hosts: { 'a.contoso.test': { dns: { addresses: ['10.0.0.7'] } } },
    firewall: { allow: [] },
    routes: [{ to: '10.0.0.0/8', action: 'allow' }],
  });
  expect(await securely(run, '10.0.0.7', 'a.contoso.test')).toMatchObject({ verification: 'ok' });
  expect(run.simulation.journal).toEqual([]);
});

test('a rule for something that is no address is refused at the start', async () => {
  await expect(
    running({ hosts, firewall: 'none', routes: [{ to: 'a.contoso.test', action: 'drop' }] }),
  ).rejects.toThrow('an address rule is for an address, a prefix or *, not for "a.contoso.test"');
});

test('a signal that has already aborted connects nothing', async () => {
  const { network } = await running({ hosts, firewall: 'none' });
  await expect(
    network.connect({ address: '20.1.1.1', port: 443 }, AbortSignal.abort(new Error('too late'))),
  ).rejects.toThrow('too late');
});
