import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunReport } from '../../../src/model/run.ts';
import { folderStore } from '../../../src/sink/folder-store.ts';
import { memoryStore, openStore } from '../../../src/sink/report-store.ts';
import { isRunId } from '../../../src/sink/stored-report.ts';
import { sample } from '../record/sample.ts';

const report = (id: string): RunReport => ({
  result: { ...sample, run: { ...sample.run, id } },
  delivery: { written: 5, kept: 0, refused: 0, calls: 2, bytes: 9000, reasons: [] },
});
const NO_CREDENTIAL = () => {
  throw new Error('a folder needs no credential');
};

test.for([
  ['0b8f3c1e-7d0a-4f43-9a55-6f3b8f0f5a11', true],
  ['run_1', true],
  ['..', false],
  ['../latest', false],
  ['a/b', false],
  ['a\\b', false],
  ['a%2Fb', false],
  ['.hidden', false],
  ['nul\0', false],
  ['', false],
  ['a'.repeat(101), false],
  ['run\n', false],
] as const)('the run id %j: %s', ([id, good]) => {
  expect(isRunId(id)).toBe(good);
});

describe('a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reports-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const store = (keepRuns?: number) => folderStore(path.join(folder, 'made', 'as', 'needed'), keepRuns);
  const runs = () => path.join(folder, 'made', 'as', 'needed', 'runs');

  test('gives the latest report, and any by its run', async () => {
    const kept = store();
    expect(await kept.get()).toBeUndefined();
    await kept.put(report('first'));
    await kept.put(report('second'));
    expect(await kept.get()).toEqual(report('second'));
    expect(await kept.get('first')).toEqual(report('first'));
    expect(await kept.get('third')).toBeUndefined();
  });

  test('a run of some targets is found by its id, and is not the latest', async () => {
    for (const kept of [store(), memoryStore()]) {
      await kept.put(report('whole'));
      await kept.put(report('partial'), false);
      expect(await kept.get()).toEqual(report('whole'));
      expect(await kept.get('partial')).toEqual(report('partial'));
    }
  });

  test('is what a path opens, without a credential', async () => {
    await openStore(folder, NO_CREDENTIAL).put(report('first'));
    expect(await folderStore(folder).get('first')).toEqual(report('first'));
  });

  test('an id that leads elsewhere finds nothing and writes nothing', async () => {
    const kept = store();
    await kept.put(report('first'));
    expect(await kept.get('../latest')).toBeUndefined();
    await expect(kept.put(report('../../first'))).rejects.toThrow('no run id');
    expect(await readdir(runs())).toEqual(['first.json']);
  });

  test('keeps the newest runs', async () => {
    const kept = store(3);
    for (let index = 0; index < 6; index += 1) {
      await kept.put(report(`run-${index}`));
      // Files made within one tick of the file system's clock have no order; this gives them one.
      await utimes(path.join(runs(), `run-${index}.json`), 1_700_000_000 + index, 1_700_000_000 + index);
    }
    await kept.put(report('last'));
    expect(await kept.get()).toEqual(report('last'));
    expect((await readdir(runs())).toSorted()).toEqual(['last.json', 'run-4.json', 'run-5.json']);
  });

  test('two at once leave whole files', async () => {
    const kept = store();
    await Promise.all(Array.from({ length: 10 }, (_, index) => kept.put(report(`run-${index}`))));
    expect((await readdir(runs())).filter((name) => !name.endsWith('.json'))).toEqual([]);
    for (const name of await readdir(runs())) JSON.parse(await readFile(path.join(runs(), name), 'utf8'));
    expect((await kept.get())?.result.run.id).toMatch(/^run-\d$/);
  });

  test('what a crash left half written is cleared away', async () => {
    await mkdir(runs(), { recursive: true });
    const leftOver = path.join(runs(), 'x.json.1.tmp');
    await writeFile(leftOver, '{');
    await utimes(leftOver, 1_000_000_000, 1_000_000_000);
    await store().put(report('first'));
    expect(await readdir(runs())).toEqual(['first.json']);
  });

  test('a file that is no report is told with its place and its problem', async () => {
    await store().put(report('first'));
    await writeFile(path.join(runs(), 'first.json'), JSON.stringify({ result: { schemaVersion: 1 } }));
    await expect(store().get('first')).rejects.toThrow(/first\.json is no report of a run: run: /);
  });
});

test('memory keeps the newest too', async () => {
  const kept = memoryStore(2);
  for (const id of ['a', 'b', 'c']) await kept.put(report(id));
  expect(await kept.get()).toEqual(report('c'));
  expect(await kept.get('b')).toEqual(report('b'));
  expect(await kept.get('a')).toBeUndefined();
});

test('a store over plain http is refused', () => {
  expect(() => openStore('http://127.0.0.1:10000/x/reports', NO_CREDENTIAL)).toThrow('no https:// address');
});
