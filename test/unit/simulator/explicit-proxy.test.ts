import { expect, test } from 'vitest';
import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { FirewallPolicy, World } from '../../../src/simulator/world.ts';
import { complete, converse, dialling, type Running, running, secureOver } from './clients.ts';

const HOST = 'a.contoso.test';
const proxied = (firewall: Partial<FirewallPolicy>): World => ({
  hosts: { [HOST]: { services: { 443: { kind: 'https' }, 80: { kind: 'http' }, 8443: { kind: 'https' } } } },
  firewall: { allow: [], proxy: { address: '10.10.0.68', port: 8443 }, ...firewall },
});
const atProxy = ({ network }: Running) => dialling(network, '10.10.0.68', 8443);
const connectTo = (authority: string) => `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`;

test.for([443, 8443])('CONNECT to an allowed name leads to its far end on port %i', async (port) => {
  const run = await running(proxied({ allow: [HOST] }));
  const socket = await atProxy(run);
  const answered = new Promise<string>((resolve) => {
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      resolve(chunk.toString());
    });
  });
  socket.write(connectTo(`${HOST}:${port}`));
  expect(await answered).toBe('HTTP/1.1 200 Connection established\r\n\r\n');
  expect(await secureOver(socket, HOST, run.simulation.trust, '/ping')).toMatchObject({
    verification: 'ok',
    answer: expect.stringContaining('Healthy'),
  });
  expect(run.simulation.journal).toMatchObject([{ explicitProxy: true, host: HOST, port, action: 'Allow' }]);
});

test.for([
  ['470 by default', {}, /^HTTP\/1.1 470 .*Action: Deny/s, 'fin'],
  [
    'a demand for credentials',
    {
      denial: {
        connect: {
          do: 'say',
          bytes: httpMessage(407, { 'Proxy-Authenticate': 'Negotiate' }),
        },
      },
    },
    /^HTTP\/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n/,
    'fin',
  ],
  [
    'another refusal',
    { names: { [HOST]: { do: 'say', bytes: httpMessage(403, {}, 'blocked') } } },
    /^HTTP\/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\nblocked$/,
    'fin',
  ],
  ['garbage', { names: { [HOST]: { do: 'say', bytes: { hex: 'c0ffee' } } } }, /^\xc0\xff\xee$/, 'fin'],
  ['a close', { names: { [HOST]: 'close' } }, /^$/, 'fin'],
  ['a reset', { names: { [HOST]: 'reset' } }, /^$/, 'rst'],
  ['a close for a name that leads nowhere', { allow: ['*'], names: {} }, /^$/, 'fin', 'nowhere.test'],
] as const)('a CONNECT that is not allowed meets %s', async ([, policy, text, end, name = HOST]) => {
  const run = await running(proxied(policy));
  const heard = await converse(await atProxy(run), connectTo(`${name}:443`), (bytes) =>
    complete(bytes.toString('latin1')),
  );
  expect(heard.text).toMatch(text);
  expect(heard.end).toBe(end);
});

test('an absolute-form request is judged by its host and reaches the far end in origin form', async () => {
  const run = await running(proxied({ allow: [HOST] }));
  const request = (url: string) => `GET ${url} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;
  const done = (bytes: Buffer) => complete(bytes.toString('latin1'));
  expect((await converse(await atProxy(run), request(`http://${HOST}/ping`), done)).text).toMatch(/Healthy$/);
  expect((await converse(await atProxy(run), request('http://other.test/'), done)).text).toMatch(/^HTTP\/1.1 470 /);
  expect(await converse(await atProxy(run), request('/ping'), done)).toMatchObject({ text: '', end: 'fin' });
});

test('beside the proxy the firewall stays what it is', async () => {
  const run = await running(proxied({ allow: [HOST] }));
  const socket = await dialling(run.network, '192.0.2.1', 80);
  const heard = await converse(socket, `GET /ping HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, (bytes) =>
    bytes.includes('Healthy'),
  );
  expect(heard.text).toContain('Healthy');
});

test('a network in which only the proxy answers, and one in which it does not', async () => {
  const routes = [
    { to: '10.10.0.68', action: 'allow' },
    { to: '*', action: { error: 'ENETUNREACH' } },
  ] as const;
  const run = await running({ ...proxied({ allow: [HOST] }), routes });
  await expect(dialling(run.network, '192.0.2.1', 443)).rejects.toMatchObject({ code: 'ENETUNREACH' });
  expect(
    (await converse(await atProxy(run), connectTo('other.test:443'), (bytes) => complete(bytes.toString('latin1'))))
      .text,
  ).toMatch(/^HTTP\/1.1 470 /);
  const dead = await running({ ...proxied({ allow: [HOST] }), routes: [{ to: '10.10.0.68', action: 'refuse' }] });
  await expect(atProxy(dead)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
