import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { credentialFor } from '../../../src/sink/credential.ts';

/** The token endpoint that the platform gives an app, on loopback. */
let server: Server;
let asked: URLSearchParams[];
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://127.0.0.1').searchParams);
    const good = request.headers['x-identity-header'] === 'secret';
    response.writeHead(good ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: 'token', expires_on: '1900000000', token_type: 'Bearer' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port');
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${address.port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'secret');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a client id asks for the token of that identity, and nothing is asked before a token is wanted', async () => {
  const credential = credentialFor('11111111-2222-3333-4444-555555555555');
  expect(asked).toEqual([]);
  const token = await credential.getToken('https://monitor.azure.com/.default');
  expect(token?.token).toBe('token');
  expect(asked.map((query) => [query.get('client_id'), query.get('resource')])).toEqual([
    ['11111111-2222-3333-4444-555555555555', 'https://monitor.azure.com'],
  ]);
});
