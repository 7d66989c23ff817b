/** The HTTP functions of the built app, as a caller meets them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HttpResponseInit } from '@azure/functions';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { registeredFunctions } from '../../src/playground/functions-core.ts';
import { type FunctionsHost, loadFunctions } from '../../src/playground/functions-host.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-functions-'));
/** A network that knows nobody, and holds a run until the test lets it go. */
const NETWORK = `
export const openNetwork = async (real) => ({ network: { ...real, simulated: true, resolvers: () => [],
  hostsFile: async () => { await globalThis.agentpathTestGate; return ''; },
  lookup: async () => { throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }); },
  connect: async () => { throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }); } } });`;
const TARGETS = ['a.example', 'b.example'].map((host) => `  - host: ${host}\n    name: ${host}`).join('\n');
/** None of these may ever come out. */
const SECRETS = {
  IDENTITY_HEADER: 'SEKRIT-IDENTITY',
  AzureWebJobsStorage: `AccountName=x;AccountKey=SEKRIT${'A'.repeat(80)}==`,
  APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=SEKRIT-INSIGHTS',
  AGENTPATH_CLIENT_ID: '5ec417aa-0000-4000-8000-5ec417000000',
};

const logged: string[] = [];
let host: FunctionsHost;
let open: () => void = () => undefined;
const close = (): void => {
  const { promise, resolve } = Promise.withResolvers<void>();
  open = resolve;
  Object.assign(globalThis, { agentpathTestGate: promise });
};

beforeAll(async () => {
  const module = path.join(folder, 'network.mjs');
  writeFileSync(module, NETWORK);
  Object.assign(process.env, SECRETS, {
    AGENTPATH_NETWORK: module,
    AGENTPATH_TARGETS: `targets:\n${TARGETS}\n`,
    AGENTPATH_STORE: path.join(folder, 'store'),
    PROBE_SCHEDULE: '0 */5 * * * *',
  });
  host = await loadFunctions(pathToFileURL(path.resolve('dist/app/main.mjs')), (_, line) => logged.push(line));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  open();
  process.env['AGENTPATH_TARGETS'] = `targets:\n${TARGETS}\n`;
});

interface Said {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly run?: string; readonly problems?: readonly string[]; readonly [key: string]: unknown };
  readonly text: string;
}
function read(answer: HttpResponseInit): Said {
  const text = String(answer.body ?? '');
  return {
    status: answer.status ?? 200,
    headers: (answer.headers ?? {}) as Record<string, string>,
    body: JSON.parse(text),
    text,
  };
}
async function call(
  name: string,
  { body, headers = {}, query = '' }: { body?: string; headers?: Record<string, string>; query?: string } = {},
): Promise<Said> {
  const sent =
    body === undefined ? {} : { body: Buffer.from(body), headers: { 'content-type': 'application/json', ...headers } };
  const method = name === 'run-now' ? 'POST' : 'GET';
  const said = read(await host.call(name, { method, url: `http://localhost/api/${name}${query}`, ...sent }));
  expect(said.headers).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': expect.stringContaining("default-src 'none'"),
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Content-Type': 'application/json; charset=utf-8',
  });
  expect(said.text).not.toMatch(/SEKRIT|5ec417/);
  return said;
}

describe('what is registered', () => {
  test('every HTTP function wants a key, and takes one method', () => {
    const http = [...registeredFunctions()].flatMap(([name, { metadata }]) =>
      Object.values(metadata.bindings).flatMap(({ type, authLevel, methods }) =>
        type === 'httpTrigger' ? [{ name, authLevel, methods }] : [],
      ),
    );
    expect(http.length).toBeGreaterThanOrEqual(3);
    for (const { authLevel, methods } of http) {
      expect(authLevel).toBe('function');
      expect(methods).toHaveLength(1);
    }
  });

  test('every HTTP function answers with the security headers, whatever it answers', async () => {
    const names = host.names.filter((name) => name !== 'probe');
    for (const name of names) {
      await call(name, { query: '?run=%1b[31m' });
      await call(name, { query: '?x=%22%3Cscript%3E' });
    }
  });
});

describe('run-now', () => {
  test.for([
    ['{"url":"http://169.254.169.254/"}', 400],
    ['{"targets":["169.254.169.254"]}', 400],
    ['{"targets":["http://a.example/"]}', 400],
    ['{"targets":["a.example:443"]}', 400],
    ['{"targets":["A.EXAMPLE"]}', 400],
    ['{"targets":["a.example","a.example\\u0000.evil"]}', 400],
    ['{"__proto__":{"targets":["x"]}}', 400],
    ['[', 400],
    [`{"targets":["${'x'.repeat(70_000)}"]}`, 413],
  ] as const)('%.60s is refused, and no run begins', async ([body, status]) => {
    const said = await call('run-now', { body });
    expect(said.status).toBe(status);
    expect(said.headers).not.toHaveProperty('Location');
    expect(said.text).not.toMatch(/[^\n\x20-\x7e]/);
  });

  test('another type than JSON is refused', async () => {
    const said = await call('run-now', {
      body: '{"targets":["a.example"]}',
      headers: { 'content-type': 'text/plain' },
    });
    expect(said.status).toBe(415);
  });

  test('one run at a time: the second caller gets the one under way, the next is too soon', async () => {
    close();
    const [first, second] = [await call('run-now'), await call('run-now')];
    expect(first.status).toBe(202);
    expect(second.status).toBe(202);
    expect(second.headers['Location']).toBe(first.headers['Location']);
    expect(first.headers['Location']).toBe(`/api/report?run=${first.body.run}`);
    open();
    await expect
      .poll(async () => (await call('report', { query: `?run=${first.body.run}` })).status, { timeout: 20_000 })
      .toBe(200);
    const third = await expect.poll(() => call('run-now'), { timeout: 20_000 });
    await third.toMatchObject({
      status: 429,
      headers: { Location: first.headers['Location'], 'Retry-After': expect.stringMatching(/^\d+$/) },
    });
  });
});

describe('what goes wrong', () => {
  test('settings that cannot be used are named, their values are not', async () => {
    process.env['AGENTPATH_DCR_ID'] = 'SEKRIT-VALUE';
    try {
      for (const name of ['health', 'report', 'run-now']) {
        const said = await call(name);
        expect(said.status).toBe(500);
        expect(said.body.problems).toEqual([
          expect.stringMatching(new RegExp(`^${name} could not be carried out: the log of invocation \\S+ says why$`)),
          expect.stringContaining('AGENTPATH_DCR_ID'),
          expect.stringContaining('AGENTPATH_INGESTION_ENDPOINT'),
        ]);
        expect(said.text).not.toMatch(/\.ts|\.mjs|node:/);
      }
      expect(logged.join('\n')).toContain('AGENTPATH_DCR_ID');
    } finally {
      delete process.env['AGENTPATH_DCR_ID'];
    }
  });

  test('a report is asked for by an id, never by a path', async () => {
    for (const id of ['..%2f..%2fetc%2fpasswd', '%2e%2e', 'latest.json', 'x'.repeat(5_000), '%00']) {
      expect((await call('report', { query: `?run=${id}` })).status).toBe(400);
    }
  });
});

test('nothing secret is in the log', () => {
  expect(logged.length).toBeGreaterThan(0);
  const told = logged.join('\n');
  for (const secret of Object.values(SECRETS)) expect(told).not.toContain(secret);
});
