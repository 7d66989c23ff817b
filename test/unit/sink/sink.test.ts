import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WriteReport } from '../../../src/model/run.ts';
import type { ProbeRecord } from '../../../src/record/columns.ts';
import { chunksOf, measured } from '../../../src/sink/chunks.ts';
import { deliver } from '../../../src/sink/deliver.ts';
import { jsonLinesFile, jsonLinesStream } from '../../../src/sink/json-lines.ts';
import { combineReports, NOTHING_WRITTEN, type Sink } from '../../../src/sink/sink.ts';
import { outcomeOfError, retryAfter } from '../../../src/sink/upload-outcome.ts';
import { sample } from '../record/sample.ts';
import { row, rows } from './rows.ts';

test('two reports as one: counts add up, each reason once', () => {
  const first: WriteReport = {
    written: 3,
    kept: 1,
    refused: 3,
    calls: 2,
    bytes: 100,
    reasons: ['HTTP 400: (no) (1 row)', 'no token: x (2 rows)', 'kept for later'],
  };
  expect(combineReports(first, { ...first, reasons: ['HTTP 400: (no) (3 rows)'] })).toEqual({
    written: 6,
    kept: 2,
    refused: 6,
    calls: 4,
    bytes: 200,
    reasons: ['HTTP 400: (no) (4 rows)', 'no token: x (2 rows)', 'kept for later (0 rows)'],
  });
  expect(combineReports(NOTHING_WRITTEN, NOTHING_WRITTEN)).toEqual(NOTHING_WRITTEN);
});

describe('chunks', () => {
  test('keep the order and lose nothing', () => {
    const chunks = chunksOf(rows(1000).map(measured), 5000);
    expect(chunks.flat().map(({ record }) => record)).toEqual(rows(1000));
    for (const chunk of chunks) {
      expect(Buffer.byteLength(JSON.stringify(chunk.map(({ record }) => record)))).toBeLessThanOrEqual(5000);
    }
  });
  test('are filled to the byte', () => {
    const two = rows(2);
    const bytes = Buffer.byteLength(JSON.stringify(two));
    expect(chunksOf(two.map(measured), bytes)).toHaveLength(1);
    expect(chunksOf(two.map(measured), bytes - 1)).toHaveLength(2);
  });
  test('a row above the bound stands alone', () => {
    const chunks = chunksOf([row(0), row(1, { Remedy: 'x'.repeat(9000) }), row(2)].map(measured), 5000);
    expect(chunks.map((chunk) => chunk.length)).toEqual([1, 1, 1]);
  });
});

describe('a run is delivered', () => {
  const kept = (report: Partial<WriteReport>): { sink: Sink; batches: (readonly ProbeRecord[])[] } => {
    const batches: (readonly ProbeRecord[])[] = [];
    return {
      batches,
      sink: {
        write: async (records) => {
          batches.push(records);
          return { ...NOTHING_WRITTEN, written: records.length, calls: 1, ...report };
        },
      },
    };
  };
  test('its own row comes last and says what became of the others', async () => {
    const { sink, batches } = kept({});
    expect(await deliver(sample, sink)).toMatchObject({ written: 5, calls: 2 });
    expect(batches.map((batch) => batch.map(({ Kind }) => Kind))).toEqual([
      ['target', 'target', 'control', 'control'],
      ['run'],
    ]);
    expect(batches[1]?.[0]).toMatchObject({ RowsWritten: 4, RowsRefused: 0 });
  });
});

describe('what an error says', () => {
  const NOW = Date.parse('2026-11-24T10:00:00Z');
  const seen = (more: object) => outcomeOfError(Object.assign(new Error('words'), more), NOW);
  test.for([
    ['a reset', { code: 'ECONNRESET' }, 'passing'],
    ['a name that does not resolve', { code: 'ENOTFOUND' }, 'passing'],
    ['a resolver that does not answer', { code: 'EAI_AGAIN' }, 'passing'],
    ['no route', { code: 'EHOSTUNREACH' }, 'passing'],
    ['a self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'hopeless'],
    ['408', { statusCode: 408 }, 'passing'],
    ['501', { statusCode: 501 }, 'hopeless'],
    ['504', { statusCode: 504 }, 'passing'],
    ['413', { statusCode: 413 }, 'too_large'],
    ['400 of the service', { statusCode: 400, code: 'InvalidPayload' }, 'bad_rows'],
    ['400 of somebody else', { statusCode: 400 }, 'hopeless'],
    ['400 with a page', { statusCode: 400, code: 'PARSE_ERROR' }, 'hopeless'],
    ['403', { statusCode: 403 }, 'hopeless'],
  ] as const)('%s', ([, more, kind]) => {
    const outcome = seen(more);
    expect(outcome.kind).toBe(kind);
    expect(outcome).toMatchObject({ reason: expect.stringContaining('words') });
  });
  test('what is no error at all', () => {
    expect(outcomeOfError('odd', NOW)).toEqual({ kind: 'hopeless', reason: 'odd' });
  });
  test('long words are cut, and stand in one line', () => {
    const outcome = outcomeOfError(new Error('x\n'.repeat(5000)), NOW);
    expect(outcome).toMatchObject({ reason: expect.not.stringContaining('\n') });
    expect(JSON.stringify(outcome).length).toBeLessThan(600);
  });
  test.for([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
    [{ 'retry-after': 'Tue, 24 Nov 2026 10:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': '-5' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ] as const)('%o', ([headers, ms]) => {
    const said: Readonly<Record<string, string>> = headers;
    expect(retryAfter((name) => said[name], NOW)).toBe(ms);
  });
});

describe('JSON lines', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rows-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const linesOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('are appended to a file', async () => {
    const file = path.join(folder, 'rows.ndjson');
    const sink = jsonLinesFile(file);
    expect(await sink.write(rows(2))).toMatchObject({ written: 2, refused: 0 });
    const report = await sink.write([row(7, { Host: 'größe' })]);
    const text = await readFile(file, 'utf8');
    expect(linesOf(text)).toEqual([...rows(2), row(7, { Host: 'größe' })]);
    expect(report.bytes).toBe(Buffer.byteLength(text.trimEnd().split('\n').at(-1) ?? '') + 1);
  });
  test('that cannot be written are refused with the reason', async () => {
    const report = await jsonLinesFile(path.join(folder, 'missing', 'rows.ndjson')).write(rows(3));
    expect(report).toMatchObject({ written: 0, refused: 3, reasons: [expect.stringMatching(/ENOENT.*\(3 rows\)$/)] });
  });
  test('go to a stream', async () => {
    const stream = new PassThrough();
    expect(await jsonLinesStream(stream).write(rows(2))).toMatchObject({ written: 2 });
    expect(linesOf(String(stream.read()))).toEqual(rows(2));
    expect(stream.listenerCount('error')).toBe(0);
  });
  test('a stream that is broken refuses them', async () => {
    const stream = new PassThrough({ write: (_chunk, _encoding, done) => done(new Error('pipe broken')) });
    expect(await jsonLinesStream(stream).write(rows(2))).toMatchObject({
      written: 0,
      refused: 2,
      reasons: ['pipe broken (2 rows)'],
    });
  });
  test('no rows, no file', async () => {
    expect(await jsonLinesFile(path.join(folder, 'missing', 'x')).write([])).toEqual(NOTHING_WRITTEN);
  });
});
