/** Runs of thousands of targets: kept in parts, replayed part by part, and never held in memory twice over. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderSpool } from '../../../src/sink/folder-spool.ts';
import {
  entryName,
  lossName,
  pauseName,
  readEntryName,
  readLossName,
  readPauseName,
} from '../../../src/sink/spool-names.ts';
import { MAX_PART_BYTES, packRows, partsOf, unpackRows } from '../../../src/sink/spool-rows.ts';
import { delivering, HOUR_MS, isRunRow, LIMITS, probeRows, senderTo, spoolWith, startFar } from './forwarding.ts';
import { row, rows } from './rows.ts';
import { runOf } from './runs.ts';
import { virtualClock } from './virtual-clock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spool-size-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('5,000 targets wait as several parts and arrive whole, in order, each once', { timeout: 60_000 }, async () => {
  const clock = virtualClock();
  const far = await startFar(clock);
  try {
    const deliver = () =>
      delivering(spoolWith(clock, { store: folderSpool(folder, clock), limits: LIMITS }), senderTo(far, clock), clock);
    far.endpoint.behaveAlways({ status: 503, code: 'ServiceUnavailable' });
    const first = await deliver()(runOf(0, { targets: 5000 }));
    expect(first.spool).toMatchObject({ waiting: 5003, inMemory: 0 });
    const files = (await readdir(folder)).filter((name) => name.endsWith('.rows'));
    expect(files.length).toBeGreaterThan(1);
    const sizes = await Promise.all(files.map(async (name) => (await stat(path.join(folder, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(first.spool.waitingBytes);
    far.endpoint.behaveAlways('normal');
    clock.pass(HOUR_MS);
    const second = await deliver()(runOf(1));
    expect(second.spool).toMatchObject({ replayed: 5003, waiting: 0 });
    const arrived = far.endpoint.rows().filter((one) => !isRunRow(one));
    const sent = probeRows(runOf(0, { targets: 5000 }), runOf(1));
    const ids = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).toSorted();
    expect(ids(arrived)).toEqual(ids(sent));
  } finally {
    await far.endpoint.close();
  }
});

test('parts keep the order, and stay within their bound', () => {
  const large = rows(3000, { Remedy: 'x'.repeat(4000) });
  const parts = partsOf(large);
  expect(parts.flat()).toEqual(large);
  expect(parts.length).toBe(Math.ceil((3000 * 4200) / MAX_PART_BYTES));
  for (const part of parts) {
    expect(part.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)) + 1, 0)).toBeLessThanOrEqual(
      MAX_PART_BYTES,
    );
  }
  expect(partsOf([])).toEqual([]);
});

test('rows come back as they were; what is broken, short or no archive comes back as nothing', async () => {
  const some = [row(1, { Host: 'größe\n"x"', Findings: ['a\u2028b'] }), row(2)];
  const packed = await packRows(some);
  expect(await unpackRows(packed, 2)).toEqual(some);
  expect(await unpackRows(packed, 3)).toBeUndefined();
  expect(await unpackRows(packed.subarray(0, packed.length - 3), 2)).toBeUndefined();
  expect(await unpackRows(Buffer.from('{}\n{}\n'), 2)).toBeUndefined();
  const flipped = Buffer.from(packed);
  flipped.writeUInt8(flipped.readUInt8(20) ^ 0xff, 20);
  expect(await unpackRows(flipped, 2)).toBeUndefined();
});

test('names say what they hold, sort by time, and what is no name of ours is none', () => {
  const entry = {
    runMs: Date.parse('2026-11-24T10:00:00.123Z'),
    runId: 'a-1_b',
    part: 2,
    revision: 1,
    rows: 60,
    tellsOf: 7,
  };
  expect(entryName(entry)).toBe('20261124T100000123Z.a-1_b.p0002.v001.r60.t7.rows');
  expect(readEntryName(entryName(entry))).toEqual(entry);
  const later = entryName({ ...entry, runMs: entry.runMs + 1, part: 0 });
  expect([later, entryName({ ...entry, part: 10 }), entryName(entry)].toSorted()).toEqual([
    entryName(entry),
    entryName({ ...entry, part: 10 }),
    later,
  ]);
  const loss = { entry: entryName(entry), rows: 67, code: 'too_old' } as const;
  expect(readLossName(lossName(loss))).toEqual(loss);
  expect(readEntryName(lossName(loss))).toBeUndefined();
  expect(readPauseName(pauseName({ untilMs: 1_764_000_000_000.4, failures: 3 }))).toEqual({
    untilMs: 1_764_000_000_001,
    failures: 3,
  });
  for (const name of [
    'latest.json',
    'x.rows',
    '.1~x.tmp',
    '99999999T999999999Z.a.p0000.v000.r1.t0.rows',
    'x.l1.odd.lost',
    'x.pause',
  ]) {
    expect([readEntryName(name), readLossName(name), readPauseName(name)]).toEqual([undefined, undefined, undefined]);
  }
});
