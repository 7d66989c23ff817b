import type { AccessToken, TokenCredential } from '@azure/identity';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WriteReport } from '../../../src/model/run.ts';
import { COLUMNS, type ProbeRecord, STREAM } from '../../../src/record/columns.ts';
import { type LogsIngestion, startLogsIngestion } from '../../../src/simulator/logs-ingestion.ts';
import { type LogIngestionOptions, logIngestionSink } from '../../../src/sink/log-ingestion.ts';
import { type Issued, issue } from '../../support/certificates.ts';
import { row, rows } from './rows.ts';
import { DEADLINE_MS, type VirtualClock, virtualClock } from './virtual-clock.ts';

const RULE = 'dcr-0123456789abcdef';
const token = (text: string): TokenCredential => ({
  getToken: async (): Promise<AccessToken> => ({ token: text, expiresOnTimestamp: Date.now() + 3_600_000 }),
});

let root: Issued;
let certificate: Issued;
let endpoint: LogsIngestion;
let clock: VirtualClock;
beforeAll(async () => {
  root = await issue({ name: 'CN=test root', ca: true });
  certificate = await issue({ name: 'CN=ingestion', issuer: root, addresses: ['127.0.0.1'] });
});
beforeEach(async () => {
  clock = virtualClock();
  endpoint = await startLogsIngestion({ columns: COLUMNS, stream: STREAM, ruleId: RULE, certificate, clock });
});
afterEach(() => endpoint.close());

const sink = (more: Partial<LogIngestionOptions> = {}) =>
  logIngestionSink({
    endpoint: endpoint.url,
    ruleId: RULE,
    stream: STREAM,
    credential: token('token'),
    clock,
    chance: { integer: () => 0 },
    ca: root.cert,
    deadlineMs: DEADLINE_MS,
    ...more,
  });

/** Writes, and holds the report to what every report promises. */
async function write(records: readonly ProbeRecord[], more: Partial<LogIngestionOptions> = {}): Promise<WriteReport> {
  const report = await sink(more).write(records);
  expect(report.written + report.kept + report.refused).toBe(records.length);
  expect(report.kept).toBe(0);
  expect(report.reasons.length > 0).toBe(report.refused > 0);
  return report;
}
const ids = (records: readonly object[]): readonly string[] =>
  records.map((record) => String((record as Partial<ProbeRecord>).ProbeId)).toSorted();

describe('what is accepted', () => {
  test('rows arrive as they are, over HTTPS with a CA that is handed in', async () => {
    const records = [row(1, { Host: 'größe.example', Port: 443, Findings: ['a'] }), row(2)];
    const report = await write(records);
    expect(report).toEqual({
      written: 2,
      kept: 0,
      refused: 0,
      calls: 1,
      bytes: Buffer.byteLength(JSON.stringify(records)),
      reasons: [],
    });
    expect(endpoint.rows()).toEqual(records);
    expect(endpoint.requests()[0]?.compressedBytes).toBeLessThan(report.bytes);
  });

  test('no rows, no call', async () => {
    expect(await write([])).toMatchObject({ written: 0, calls: 0 });
    expect(endpoint.requests()).toEqual([]);
  });

  test('chunks stay below 950,000 bytes of JSON, commas and brackets included', async () => {
    const records = rows(12_000, { Host: 'ü'.repeat(30) });
    const report = await write(records);
    expect(report).toMatchObject({ written: 12_000, refused: 0 });
    expect(report.calls).toBeGreaterThan(2);
    const sizes = endpoint.requests().map(({ bytes }) => bytes);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(950_000);
    expect(report.bytes).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0));
    expect(endpoint.accepted()).toBe(12_000);
  });

  test('thousands of tiny rows, whose commas are most of a chunk, are within the bound too', async () => {
    const report = await write(rows(3000), { maxBodyBytes: 20_000 });
    expect(report.written).toBe(3000);
    expect(Math.max(...endpoint.requests().map(({ bytes }) => bytes))).toBeLessThanOrEqual(20_000);
  });
});

describe('what may pass', () => {
  test.for([
    ['429 without Retry-After', { status: 429, code: 'TooManyRequests' }, 500],
    ['429 with Retry-After', { status: 429, retryAfter: '7' }, 7000],
    ['503 with a date', { status: 503, retryAfter: 'Tue, 24 Nov 2026 10:00:09 GMT' }, 9000],
    ['500', { status: 500 }, 500],
    ['a reset', 'reset', 500],
    ['a connection that ends', 'close', 500],
  ] as const)('%s: once more, after a wait', async ([, behaviour, waitMs]) => {
    endpoint.behave([behaviour]);
    expect(await write([row(1)])).toMatchObject({ written: 1, calls: 2 });
    expect(clock.waits).toEqual([waitMs]);
    expect(endpoint.rows()).toHaveLength(1);
  });

  test('an answer that is lost leads to the same row twice: at least once, told apart by ProbeId', async () => {
    endpoint.behave(['take_and_reset']);
    expect(await write([row(1)])).toMatchObject({ written: 1, calls: 2 });
    expect(ids(endpoint.rows())).toEqual(['run/1', 'run/1']);
  });

  test('waits grow, with chance in them, and the calls are counted', async () => {
    endpoint.behaveAlways({ status: 500, code: 'InternalServerError', message: 'sorry' });
    const report = await write(rows(2), { chance: { integer: (below) => below - 1 } });
    expect(clock.waits).toEqual([1000, 2000, 4000]);
    expect(report).toMatchObject({
      refused: 2,
      calls: 4,
      reasons: ['HTTP 500 InternalServerError: sorry; tried 4 times (2 rows)'],
    });
  });

  test('a service that asks for more patience than we have is not waited for', async () => {
    endpoint.behave([{ status: 429, code: 'TooManyRequests', message: 'later', retryAfter: '3600' }]);
    const report = await write([row(1)]);
    expect(clock.waits).toEqual([]);
    expect(report.reasons).toEqual([
      'HTTP 429 TooManyRequests: later; to be tried again in 3600 s, which is not waited for; tried once (1 row)',
    ]);
  });

  test('silence ends with the deadline of each call, and all of it with the patience', async () => {
    endpoint.behaveAlways('silent');
    const report = sink({ retry: { patienceMs: 40_000 } }).write(rows(2));
    const expired = async (): Promise<void> => {
      for (let calls = 1; calls <= 2; calls += 1) {
        while (endpoint.requests().length < calls) await new Promise(setImmediate);
        clock.expire();
      }
    };
    await expired();
    // 15 s, a wait, 15 s, a wait: what is left is shorter than a deadline and passes by itself.
    expect(await report).toMatchObject({ written: 0, refused: 2, calls: 3 });
    expect(clock.monotonicMs()).toBeLessThanOrEqual(40_000);
    expect(clock.deadlines).toBe(0);
  });

  test('a credential that never answers does not hold up the run', async () => {
    const never: TokenCredential = { getToken: () => new Promise(() => undefined) };
    const report = sink({ credential: never, retry: { retries: 0 } }).write([row(1)]);
    while (clock.deadlines === 0) await new Promise(setImmediate);
    clock.expire();
    expect((await report).reasons).toEqual(['no answer within 15000 ms; tried once (1 row)']);
  });

  test('nobody there', async () => {
    const closed = endpoint.url;
    await endpoint.close();
    const report = await write([row(1)], { endpoint: closed });
    expect(report.calls).toBe(4);
    expect(report.reasons[0]).toMatch(/^connect ECONNREFUSED .*; tried 4 times \(1 row\)$/);
  });
});

describe('what holds for every call', () => {
  test.for([
    ['403', { credential: token('forbidden') }, /^HTTP 403 OperationFailed: .*Monitoring Metrics Publisher/],
    ['another rule', { ruleId: 'dcr-other' }, /^HTTP 404 NotFound: .*dcr-other/],
    ['another stream', { stream: 'Custom-Other' }, /^HTTP 404 InvalidStream: /],
  ] as const)('%s: one reason, and no more calls than were under way', async ([, options, reason]) => {
    const report = await write(rows(500), { ...options, maxBodyBytes: 2000 });
    expect(report).toMatchObject({ written: 0, refused: 500 });
    expect(report.calls).toBeLessThanOrEqual(3);
    expect(report.reasons).toEqual([expect.stringMatching(reason)]);
    expect(report.reasons[0]).toMatch(/\(500 rows\)$/);
  });

  test('401 says what to look at', async () => {
    endpoint.behaveAlways({ status: 401, code: 'InvalidToken', message: 'no' });
    expect((await write([row(1)])).reasons[0]).toMatch(
      /^HTTP 401 InvalidToken: no \(the token was not accepted.*clock\)/,
    );
  });

  test.for([
    ['throws', () => Promise.reject(new Error('ManagedIdentityCredential:\n  no identity')), 'no identity'],
    ['has none', () => Promise.resolve(null), 'the credential has none'],
  ] as const)('a credential that %s: one clear reason', async ([, getToken, words]) => {
    const report = await write(rows(300), { credential: { getToken }, maxBodyBytes: 2000 });
    expect(report.reasons).toHaveLength(1);
    expect(report.reasons[0]).toMatch(new RegExp(`^no token: .*${words}.* \\(300 rows\\)$`));
    expect(endpoint.requests()).toEqual([]);
  });

  test('a certificate that is not trusted', async () => {
    const other = await issue({ name: 'CN=other root', ca: true });
    const report = await write([row(1)], { ca: other.cert });
    expect(report.calls).toBe(1);
    expect(report.reasons[0]).toMatch(/certificate/i);
  });

  test('a redirect is not followed: rows go where they were sent, or nowhere', async () => {
    endpoint.behave([{ status: 307, body: '' }]);
    expect((await write([row(1)])).reasons[0]).toMatch(/^HTTP 307/);
  });

  test('a success that is none of the service', async () => {
    endpoint.behave([{ status: 200, body: '<html>sign in</html>' }]);
    expect(await write([row(1)])).toMatchObject({ written: 0, refused: 1 });
  });

  test.for(['http://127.0.0.1:1', 'ingest.example', ''])(
    'the endpoint %s is refused before anything is sent',
    (url) => {
      expect(() => sink({ endpoint: url })).toThrow(/no https:\/\/ address/);
    },
  );
});

describe('what is wrong with single rows', () => {
  const bad = (number: number): ProbeRecord => ({ ...row(number), Port: 3.5 });

  test('a row that the service does not like is found, and the others arrive', async () => {
    const records = [...rows(40), bad(100), ...rows(23).map((_, index) => row(50 + index))];
    const report = await write(records);
    expect(report).toMatchObject({ written: 63, refused: 1 });
    expect(report.reasons).toEqual(['HTTP 400 InvalidPayload: Row 0: Port is no int. (1 row)']);
    expect(ids(endpoint.rows())).not.toContain('run/100');
    expect(endpoint.rows()).toHaveLength(63);
  });

  test('finding them takes a bounded number of calls', async () => {
    const report = await write(
      Array.from({ length: 400 }, (_, index) => bad(index)),
      { isolationCalls: 10 },
    );
    expect(report).toMatchObject({ written: 0, refused: 400, calls: 11 });
    expect(report.reasons.every((reason) => reason.startsWith('HTTP 400 InvalidPayload'))).toBe(true);
  });

  test('a chunk that the service finds too large goes in halves', async () => {
    endpoint.behave([{ status: 413, code: 'ContentLengthLimitExceeded' }]);
    expect(await write(rows(5))).toMatchObject({ written: 5, calls: 3 });
    expect(endpoint.requests().map(({ rows: taken }) => taken)).toEqual([0, 3, 2]);
  });

  test('a row that is too large by itself loses its evidence, and says so', async () => {
    const large = row(1, { Evidence: { steps: 'x'.repeat(1_200_000) } });
    expect(await write([row(0), large, row(2)])).toMatchObject({ written: 3, refused: 0 });
    const arrived = endpoint.rows().find(({ ['ProbeId']: id }) => id === 'run/1');
    expect(arrived).toMatchObject({ EvidenceDropped: [expect.stringContaining('too large')] });
    expect(arrived).not.toHaveProperty('Evidence');
  });

  test('one that is too large even so is refused with its reason', async () => {
    const report = await write([row(1, { Remedy: 'x'.repeat(1_200_000) }), row(2)]);
    expect(report).toMatchObject({ written: 1, refused: 1 });
    expect(report.reasons[0]).toMatch(/^HTTP 413 ContentLengthLimitExceeded: .*\(1 row\)$/);
  });
});

test('everything at once: every row is accounted for', async () => {
  endpoint.behave(['reset', { status: 429 }, 'normal', { status: 500 }, 'take_and_reset', { status: 413 }, 'close']);
  const records = rows(1000).map((record, index) => (index % 333 === 7 ? { ...record, Port: 0.5 } : record));
  // Calls enough to find every bad row, whichever bodies the trouble above happens to meet.
  const report = await write(records, { maxBodyBytes: 20_000, isolationCalls: 200 });
  expect(report.refused).toBe(3);
  expect(new Set(ids(endpoint.rows())).size).toBe(report.written);
});
