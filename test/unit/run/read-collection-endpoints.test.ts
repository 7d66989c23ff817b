/** A real HTTPS server stands for Azure Resource Manager. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TokenCredential } from '@azure/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Discovery } from '../../../src/model/run.ts';
import { readCollectionEndpoints } from '../../../src/run/read-collection-endpoints.ts';
import { identityFor, publicAuthorities } from '../../../src/simulator/certificates.ts';

const GROUP = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights';
const DCE = `${GROUP}/dataCollectionEndpoints/dce`;
const RULE = `${GROUP}/dataCollectionRules/rule`;
const NOW = Date.parse('2026-11-24T10:00:00Z');

const ANSWERS: Readonly<Record<string, readonly [status: number, body: string]>> = {
  [DCE]: [
    200,
    JSON.stringify({
      properties: {
        logsIngestion: { endpoint: 'https://dce-ab12.westeurope-1.ingest.monitor.azure.com' },
        configurationAccess: { endpoint: 'https://dce-ab12.westeurope-1.handler.control.monitor.azure.com' },
        metricsIngestion: { endpoint: 'https://dce-ab12.westeurope-1.metrics.ingest.monitor.azure.com' },
      },
    }),
  ],
  [RULE]: [
    200,
    JSON.stringify({
      properties: { endpoints: { logsIngestion: 'https://r-cd34.westeurope-1.ingest.monitor.azure.com' } },
    }),
  ],
  [`${DCE}-forbidden`]: [403, '{}'],
  [`${DCE}-empty`]: [200, '{"properties":{}}'],
  [`${DCE}-html`]: [200, '<html>'],
  [`${DCE}-huge`]: [200, 'x'.repeat(2 * 1024 * 1024)],
};

let server: Server;
let ca: string;
const seen: { readonly url: string; readonly authorization: string }[] = [];

beforeAll(async () => {
  const { cert, key } = await identityFor('localhost');
  ca = (await publicAuthorities()).root.pem;
  server = createServer({ cert, key }, (request, response) => {
    const url = new URL(request.url ?? '', 'https://localhost');
    seen.push({ url: url.href, authorization: request.headers.authorization ?? '' });
    if (url.pathname.endsWith('-silent')) return;
    const [status, body] = ANSWERS[url.pathname] ?? [404, '{}'];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const credential: TokenCredential = {
  getToken: async () => ({ token: 'the-token', expiresOnTimestamp: NOW + 3_600_000 }),
};
const read = (
  ids: readonly string[],
  over: {
    readonly credential?: TokenCredential;
    readonly deadlineMs?: number;
    readonly previous?: readonly Discovery[];
  } = {},
): Promise<readonly Discovery[]> => {
  const { previous = [], ...rest } = over;
  const { port } = server.address() as AddressInfo;
  return readCollectionEndpoints(ids, { url: `https://localhost:${port}`, credential, ca, ...rest }, previous, NOW);
};

test('an endpoint and a rule of its own tell their hosts, in the order of the ids', async () => {
  expect(await read([RULE, DCE])).toEqual([
    {
      kind: 'dce',
      asked: RULE,
      outcome: 'fresh',
      hosts: ['r-cd34.westeurope-1.ingest.monitor.azure.com'],
      toldAt: '2026-11-24T10:00:00.000Z',
    },
    {
      kind: 'dce',
      asked: DCE,
      outcome: 'fresh',
      hosts: [
        'dce-ab12.westeurope-1.ingest.monitor.azure.com',
        'dce-ab12.westeurope-1.handler.control.monitor.azure.com',
        'dce-ab12.westeurope-1.metrics.ingest.monitor.azure.com',
      ],
      toldAt: '2026-11-24T10:00:00.000Z',
    },
  ]);
  expect(seen.every(({ authorization }) => authorization === 'Bearer the-token')).toBe(true);
});

describe('what could not be read says why', () => {
  test.for([
    ['-forbidden', 'Azure Resource Manager answers 403 (the identity needs the role Reader on it)'],
    ['-gone', 'Azure Resource Manager answers 404 (there is no such resource)'],
    ['-empty', 'the resource names no endpoint'],
    ['-html', 'Azure Resource Manager answers no JSON'],
    ['-huge', 'the answer is larger than 1 MB'],
  ] as const)('%s', async ([end, why]) => {
    expect(await read([DCE + end])).toEqual([{ kind: 'dce', asked: DCE + end, outcome: 'failed', hosts: [], why }]);
  });
  test('no token', async () => {
    const none: TokenCredential = { getToken: async () => Promise.reject(new Error('no\n identity')) };
    expect(await read([DCE], { credential: none })).toMatchObject([
      { outcome: 'failed', why: 'no token: no identity' },
    ]);
    const empty: TokenCredential = { getToken: async () => null };
    expect(await read([DCE], { credential: empty })).toMatchObject([
      { outcome: 'failed', why: expect.stringContaining('no token') },
    ]);
  });
  test('a silent service costs its deadline', async () => {
    expect(await read([`${DCE}-silent`], { deadlineMs: 100 })).toMatchObject([
      { outcome: 'failed', why: expect.stringMatching(/abort|timeout/i) },
    ]);
  });
});

test('what an earlier run was told is kept', async () => {
  const before: Discovery = {
    kind: 'dce',
    asked: `${DCE}-forbidden`,
    outcome: 'fresh',
    hosts: ['a.example'],
    toldAt: '2026-11-23T10:00:00.000Z',
  };
  expect(await read([`${DCE}-forbidden`], { previous: [before] })).toMatchObject([
    { outcome: 'kept', hosts: ['a.example'], toldAt: before.toldAt, why: expect.stringContaining('403') },
  ]);
});
