import { expect, test } from 'vitest';
import type { World } from '../../../src/simulator/world.ts';
import { addressesOf, ask, running, securely } from './clients.ts';

const world: World = {
  hosts: { 'allowed.contoso.test': {}, 'denied.contoso.test': { dns: { addresses: ['20.43.70.102'] } } },
  firewall: { allow: ['allowed.contoso.test'] },
};

test('DNS gives an address, the allowed name gets through to a far end with a public chain', async () => {
  const run = await running(world);
  const dns = await ask(run.network, 'allowed.contoso.test');
  const address = addressesOf(dns)[0] ?? '';
  expect(await securely(run, address, 'allowed.contoso.test', { path: '/ping' })).toMatchObject({
    verification: 'ok',
    protocol: 'TLSv1.3',
    answer: expect.stringMatching(/^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\nHealthy$/),
  });
  expect(run.simulation.journal).toMatchObject([{ host: 'allowed.contoso.test', action: 'Allow', protocol: 'HTTPS' }]);
});

test('the denied name is closed after ClientHello on the real address and on a dead one', async () => {
  const run = await running(world);
  for (const address of ['20.43.70.102', '192.0.2.1']) {
    expect(await securely(run, address, 'denied.contoso.test')).toMatchObject({
      code: 'ECONNRESET',
      syscall: undefined,
      bytes: 0,
    });
  }
});
