import { request as httpsRequest } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LogsIngestion, startLogsIngestion } from '../../../src/simulator/logs-ingestion.ts';
import { type Issued, issue } from '../../support/certificates.ts';

const RULE = 'dcr-0123456789abcdef';
const STREAM = 'Custom-Probes_CL';
const NOW = Date.parse('2026-11-24T10:00:00Z');
const COLUMNS = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Name', type: 'string' },
  { name: 'Port', type: 'int' },
  { name: 'Bytes', type: 'long' },
  { name: 'Ms', type: 'real' },
  { name: 'Good', type: 'boolean' },
  { name: 'More', type: 'dynamic' },
];

let root: Issued;
let certificate: Issued;
let endpoint: LogsIngestion;
beforeAll(async () => {
  root = await issue({ name: 'CN=test root', ca: true });
  certificate = await issue({ name: 'CN=ingestion', issuer: root, addresses: ['127.0.0.1'] });
});
beforeEach(async () => {
  endpoint = await startLogsIngestion({
    columns: COLUMNS,
    stream: STREAM,
    ruleId: RULE,
    certificate,
    clock: { wallMs: () => NOW },
    keepRows: 50,
  });
});
afterEach(() => endpoint.close());

interface Call {
  readonly body: string | Buffer;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}
const PATH = `/dataCollectionRules/${RULE}/streams/${STREAM}?api-version=2023-01-01`;

function call({ body, path = PATH, method = 'POST', headers = {} }: Call): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(
      `${endpoint.url}${path}`,
      {
        method,
        ca: root.cert,
        agent: false,
        headers: { authorization: 'Bearer token', 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
const post = (rows: unknown, more: Omit<Call, 'body'> = {}) => call({ body: JSON.stringify(rows), ...more });
const codeOf = ({ text }: Reply): string => JSON.parse(text).error.code;

describe('rows', () => {
  test('a row of every type is taken and read back', async () => {
    const row = {
      TimeGenerated: '2026-11-24T09:59:59.123Z',
      Name: 'über',
      Port: 443,
      Bytes: 5_000_000_000,
      Ms: 12.5,
      Good: false,
      More: { list: [1] },
    };
    expect(await post([row])).toMatchObject({ status: 204, text: '' });
    expect(endpoint.rows()).toEqual([row]);
    expect(endpoint.requests()).toEqual([
      expect.objectContaining({ status: 204, rows: 1, bytes: Buffer.byteLength(JSON.stringify([row])) }),
    ]);
  });

  test('null says nothing and fits every type', async () => {
    expect(await post([{ Port: null, Good: null, TimeGenerated: null }])).toMatchObject({ status: 204 });
  });

  test.for([
    ['a port as text', { Port: '443' }],
    ['a port beyond 32 bits', { Port: 2 ** 31 }],
    ['a fraction for a long', { Bytes: 1.5 }],
    ['a number for a string', { Name: 7 }],
    ['text for a boolean', { Good: 'true' }],
    ['text for a real', { Ms: '1' }],
    ['a date that is none', { TimeGenerated: 'yesterday' }],
    ['a month that is none', { TimeGenerated: '2026-13-01T00:00:00Z' }],
  ] as const)('%s is refused, and with it the whole call', async ([, row]) => {
    const reply = await post([{ Name: 'good' }, row]);
    expect(reply.status).toBe(400);
    expect(codeOf(reply)).toBe('InvalidPayload');
    expect(reply.text).toContain('Row 1');
    expect(endpoint.rows()).toEqual([]);
  });

  test.for([
    ['an object', {}],
    ['a list of texts', ['x']],
    ['null', null],
    ['a list in a list', [[]]],
  ] as const)('%s is no list of rows', async ([, body]) => {
    expect((await post(body)).status).toBe(400);
  });

  test('an unknown column vanishes, and only the warnings tell', async () => {
    expect((await post([{ Name: 'x', Nmae: 'y' }])).status).toBe(204);
    expect(endpoint.rows()).toEqual([{ Name: 'x' }]);
    expect([...endpoint.warnings()]).toEqual([['column Nmae is not declared: dropped', 1]]);
  });

  test.for(['2026-11-22T09:59:00Z', '2026-11-25T10:01:00Z'])('TimeGenerated %s is replaced', async (at) => {
    await post([{ TimeGenerated: at }]);
    expect(endpoint.rows()).toEqual([{ TimeGenerated: '2026-11-24T10:00:00.000Z' }]);
  });

  test('a field above 64 KB is cut', async () => {
    await post([{ Name: 'a'.repeat(70_000), More: { text: 'b'.repeat(70_000) } }]);
    const [row] = endpoint.rows();
    expect(String(row?.['Name'])).toHaveLength(65_536);
    expect(typeof row?.['More']).toBe('string');
    expect(endpoint.warnings().size).toBe(2);
  });

  test('the oldest rows are forgotten, and counted all the same', async () => {
    await post(Array.from({ length: 60 }, (_, index) => ({ Port: index })));
    expect(endpoint.rows()).toHaveLength(50);
    expect(endpoint.rows()[0]).toEqual({ Port: 10 });
    expect(endpoint.accepted()).toBe(60);
  });

  test('a column of a type that no stream has is a mistake of the caller', async () => {
    await expect(
      startLogsIngestion({ columns: [{ name: 'Id', type: 'guid' }], stream: STREAM, ruleId: RULE, certificate }),
    ).rejects.toThrow('Id: guid');
  });
});

describe('who may send, and where to', () => {
  test.for([
    ['no token', { headers: { authorization: '' } }, 401, 'MissingAuthenticationToken'],
    ['another scheme', { headers: { authorization: 'Basic eA==' } }, 401, 'MissingAuthenticationToken'],
    ['a token without access', { headers: { authorization: 'Bearer forbidden' } }, 403, 'OperationFailed'],
    ['another rule', { path: PATH.replace(RULE, 'dcr-other') }, 404, 'NotFound'],
    ['another stream', { path: PATH.replace(STREAM, 'Custom-Other') }, 404, 'InvalidStream'],
    ['another path', { path: '/' }, 404, 'NotFound'],
    ['a broken percent-encoding', { path: PATH.replace(STREAM, '%zz') }, 404, 'NotFound'],
    ['no version', { path: PATH.replace(/\?.*/, '') }, 400, 'InvalidApiVersion'],
    ['another method', { method: 'PUT' }, 405, 'MethodNotAllowed'],
    ['another content', { headers: { 'content-type': 'text/plain' } }, 415, 'UnsupportedMediaType'],
  ] as const)('%s', async ([, more, status, code]) => {
    const reply = await post([{ Name: 'x' }], more);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    expect(endpoint.rows()).toEqual([]);
  });

  test('the path is read percent-decoded, and so is the name of the version', async () => {
    const path = `/dataCollectionRules/${RULE}/streams/Custom%2DProbes%5FCL?api%2Dversion=2023-01-01`;
    expect((await post([{ Name: 'x' }], { path })).status).toBe(204);
  });
});

describe('bodies', () => {
  const gzipped = { headers: { 'content-encoding': 'gzip' } };
  const bodyOf = (bytes: number) => `[{"Name":"${'n'.repeat(bytes - 13)}"}]`;

  test('gzip is unpacked, and both sizes are told', async () => {
    const body = gzipSync(bodyOf(10_000));
    expect((await call({ body, ...gzipped })).status).toBe(204);
    expect(endpoint.requests()).toEqual([expect.objectContaining({ bytes: 10_000, compressedBytes: body.length })]);
  });

  test('1 MiB is taken, a byte more is not', async () => {
    expect((await call({ body: bodyOf(1_048_576) })).status).toBe(204);
    const reply = await call({ body: bodyOf(1_048_577) });
    expect([reply.status, codeOf(reply)]).toEqual([413, 'ContentLengthLimitExceeded']);
  });

  test('a bomb is not unpacked beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000), { level: 9 });
    const before = process.memoryUsage().arrayBuffers;
    expect((await call({ body: bomb, ...gzipped })).status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  test('bytes that are no gzip', async () => {
    expect(codeOf(await call({ body: 'no gzip', ...gzipped }))).toBe('InvalidPayload');
  });
  test('gzip that ends too early', async () => {
    const body = gzipSync(bodyOf(10_000));
    expect((await call({ body: body.subarray(0, body.length - 20), ...gzipped })).status).toBe(400);
  });
  test('an encoding that the service does not know', async () => {
    expect((await call({ body: '[]', headers: { 'content-encoding': 'br' } })).status).toBe(415);
  });
  test('text that is no JSON', async () => {
    expect(codeOf(await call({ body: '[{' }))).toBe('InvalidPayload');
  });

  test('who sends without end is cut off', async () => {
    await new Promise<void>((resolve) => {
      const socket = tlsConnect({ host: '127.0.0.1', port: Number(new URL(endpoint.url).port), ca: root.cert });
      const block = Buffer.alloc(1_048_576, 'x');
      socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Length: 1000000000\r\n\r\n`);
      const more = (): void => void socket.write(block);
      socket.on('drain', more);
      more();
      // Which error it is depends on what is in flight; that the connection ends is what counts.
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
    expect(endpoint.requests()).toEqual([expect.objectContaining({ status: 0, rows: 0 })]);
  });
});

describe('on request', () => {
  const row = [{ Name: 'x' }];

  test('an answer for the next call, then the normal thing', async () => {
    endpoint.behave([{ status: 429, code: 'TooManyRequests', message: 'slow down', retryAfter: '7' }]);
    const reply = await post(row);
    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(JSON.parse(reply.text)).toEqual({ error: { code: 'TooManyRequests', message: 'slow down' } });
    expect((await post(row)).status).toBe(204);
    expect(endpoint.rows()).toEqual(row);
  });

  test('an answer for every call, until told otherwise', async () => {
    endpoint.behaveAlways({ status: 503, body: 'busy' });
    expect([await post(row), await post(row)].map(({ status, text }) => [status, text])).toEqual([
      [503, 'busy'],
      [503, 'busy'],
    ]);
    endpoint.behaveAlways('normal');
    expect((await post(row)).status).toBe(204);
  });

  test('a reset', async () => {
    endpoint.behave(['reset']);
    await expect(post(row)).rejects.toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
    expect(endpoint.rows()).toEqual([]);
  });
  test('an end without an answer', async () => {
    endpoint.behave(['close']);
    await expect(post(row)).rejects.toMatchObject({ code: 'ECONNRESET', message: 'socket hang up' });
  });
  test('rows taken, and the answer lost', async () => {
    endpoint.behave(['take_and_reset']);
    await expect(post(row)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(endpoint.rows()).toEqual(row);
  });

  test('silence, which the end of the endpoint ends', async () => {
    endpoint.behave(['silent']);
    const answer = post(row).then(
      () => 'answered',
      (error: NodeJS.ErrnoException) => error.code,
    );
    while (endpoint.requests().length === 0) await new Promise(setImmediate);
    await endpoint.close();
    expect(await answer).toBe('ECONNRESET');
  });
});
