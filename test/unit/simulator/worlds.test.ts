import { describe, expect, test } from 'vitest';
import { filtered, HUB_WORKSPACE, hub, open } from '../../../src/simulator/worlds.ts';
import { addressesOf, ask, complete, converse, dialling, type Running, running, securely } from './clients.ts';

const HANDLER = 'global.handler.control.monitor.azure.com';

async function secure(run: Running, host: string, path = '/') {
  const address = addressesOf(await ask(run.network, host))[0] ?? '';
  return securely(run, address, host, { path });
}
async function plain(run: Running, host: string) {
  const address = addressesOf(await ask(run.network, host))[0] ?? '';
  const request = `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const socket = await dialling(run.network, address, 80);
  return (await converse(socket, request, (bytes) => complete(bytes.toString('latin1')))).text;
}

describe('the hub', () => {
  test('a TCP test of the handler says True, and the handshake is cut', async () => {
    const run = await running(hub());
    expect(addressesOf(await ask(run.network, HANDLER))).toEqual(['20.43.70.102']);
    expect(await secure(run, HANDLER, '/ping')).toMatchObject({ code: 'ECONNRESET', syscall: undefined, bytes: 0 });
    expect(await secure(run, 'westeurope.handler.control.monitor.azure.com', '/ping')).toMatchObject({
      verification: 'ok',
      answer: expect.stringContaining('Healthy'),
    });
    expect(await secure(run, 'example.com')).toMatchObject({ code: 'ECONNRESET' });
    expect(await secure(run, `${HUB_WORKSPACE}.ods.opinsights.azure.com`)).toMatchObject({
      issuer: 'Contoso Inspection CA',
    });
    expect(await ask(run.network, 'pas.windows.net')).toMatchObject({ rcode: 'NXDOMAIN' });
    expect(await plain(run, 'oneocsp.microsoft.com')).toMatch(/^HTTP\/1.1 470 /);
    expect(await plain(run, 'ocsp.digicert.com')).toMatch(/^HTTP\/1.1 200 .*ocsp-response/s);
    const flaky = [1, 2, 3].map(() => secure(run, 'westeurope.monitoring.azure.com'));
    expect((await Promise.all(flaky)).filter((seen) => 'code' in seen)).toHaveLength(1);
  });

  test('a name can be allowed from the start', async () => {
    const run = await running(hub({ allow: [HANDLER, 'oneocsp.microsoft.com', 'example.com'] }));
    expect(await secure(run, HANDLER, '/ping')).toMatchObject({ verification: 'ok' });
    expect(await secure(run, 'example.com')).toMatchObject({ verification: 'ok' });
    expect(await plain(run, 'oneocsp.microsoft.com')).toMatch(/^HTTP\/1.1 200 /);
  });

  test('is data', () => {
    expect(JSON.parse(JSON.stringify(hub()))).toEqual(hub());
  });
});

test('open and filtered worlds', async () => {
  const hosts = { 'a.test': {}, 'b.test': {} };
  expect(await secure(await running(open(hosts)), 'b.test')).toMatchObject({ verification: 'ok' });
  const run = await running(filtered(hosts, ['a.test']));
  expect(await secure(run, 'a.test')).toMatchObject({ verification: 'ok' });
  expect(await secure(run, 'b.test')).toMatchObject({ code: 'ECONNRESET' });
});
