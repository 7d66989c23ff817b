import { describe, expect, test } from 'vitest';
import { FUNCTION_DEFAULTS, readSettings } from '../../../src/config/settings.ts';
import type { RunReport } from '../../../src/model/run.ts';
import type { Engine, EngineOptions } from '../../../src/run/compose.ts';
import { healthOf } from '../../../src/run/health.ts';
import { createService, type Log, runFailure } from '../../../src/run/service.ts';
import { memoryStore, type ReportStore } from '../../../src/sink/report-store.ts';
import { sample } from '../record/sample.ts';

const SETTINGS = readSettings({ AGENTPATH_AGENTS: 'ama', AGENTPATH_REGION: 'westeurope' }, () => '', FUNCTION_DEFAULTS);
const SCHEDULE = '0 */5 * * * *';

/** An engine whose runs end when they are told to. */
function engine(store: ReportStore | undefined = memoryStore()) {
  const runs: {
    readonly options: EngineOptions;
    readonly end: (report?: RunReport) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  let ids = 0;
  const of: Engine = {
    plan: () => ({
      targets: 0,
      leftOut: [],
      discovers: false,
      controls: 0,
      followUpConnections: 0,
      worstCaseSeconds: 0,
    }),
    newRunId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
    store: async () => store,
    run: (_, options) =>
      new Promise((resolve, reject) => {
        runs.push({ options, end: (report = reportOf(options.id)) => resolve(report), fail: reject });
      }),
  };
  return { of, runs, next: async (count: number) => expect.poll(() => runs.length).toBe(count) };
}
const reportOf = (id = sample.run.id, over: Partial<RunReport['result']['run']> = {}): RunReport => ({
  result: { ...sample, run: { ...sample.run, id, ...over } },
});
function log(): Log & { readonly lines: string[]; readonly errors: string[] } {
  const lines: string[] = [];
  const errors: string[] = [];
  return { lines, errors, info: (line) => lines.push(line), error: (line) => errors.push(line) };
}

describe('one run at a time', () => {
  test('a second start is told the id of the first; after its end the next begins', async () => {
    const { of, runs, next } = engine();
    const service = createService(of);
    const first = service.start(SETTINGS, { pastDue: false }, log());
    if (!('id' in first)) throw new Error('the first start was refused');
    expect(service.start(SETTINGS, { pastDue: false }, log())).toEqual({ busy: first.id });
    await next(1);
    runs[0]?.end();
    await first.done;
    expect(service.start(SETTINGS, { pastDue: false }, log())).toMatchObject({ id: expect.stringMatching(/2$/) });
  });

  test('the timer waits for a run under way, even one that fails, and then runs', async () => {
    const { of, runs, next } = engine();
    const service = createService(of);
    const first = service.start(SETTINGS, { pastDue: false }, log());
    if (!('id' in first)) throw new Error('the first start was refused');
    const failed = expect(first.done).rejects.toThrow('no network');
    const ticked = service.runNext(SETTINGS, { pastDue: true }, log());
    await next(1);
    runs[0]?.fail(new Error('no network'));
    await failed;
    await next(2);
    expect(runs[1]?.options).toMatchObject({ pastDue: true, deliver: true });
    runs[1]?.end();
    expect((await ticked).result.run.id).toMatch(/2$/);
  });
});

describe('reports', () => {
  test('are kept, given back by id, and handed to the next run for its carried-over answers', async () => {
    const { of, runs, next } = engine();
    const service = createService(of);
    const told = log();
    const run = service.runNext(SETTINGS, { pastDue: false }, told);
    await next(1);
    expect(runs[0]?.options.previous).toBeUndefined();
    runs[0]?.end();
    const { result } = await run;
    expect(await service.last(SETTINGS, result.run.id, log())).toEqual({ result });
    expect(await service.last(SETTINGS, '00000000-0000-4000-8000-999999999999', log())).toBeUndefined();
    expect(JSON.parse(told.lines[0] ?? '')).toMatchObject({
      event: 'run',
      run: result.run.id,
      targets: 2,
      denied: 1,
      reachable: 1,
    });

    void service.runNext(SETTINGS, { pastDue: false }, log());
    await next(2);
    expect(runs[1]?.options.previous?.run.id).toBe(result.run.id);
    runs[1]?.end();
  });

  test.for([
    ['in a store', memoryStore()],
    ['in this instance alone', undefined],
  ] as const)(
    'a run of some targets is given by its id, and takes the place of no whole one: %s',
    async ([, store]) => {
      const { of, runs, next } = engine(store);
      const service = createService({ ...of, store: async () => store });
      const whole = service.runNext(SETTINGS, { pastDue: false }, log());
      await next(1);
      runs[0]?.end();
      const partial = service.runNext(SETTINGS, { pastDue: false, only: ['a'] }, log());
      await next(2);
      expect(runs[1]?.options).toMatchObject({ only: ['a'] });
      runs[1]?.end();
      const [first, second] = [await whole, await partial];
      expect(await service.last(SETTINGS, undefined, log())).toEqual(first);
      expect(await service.last(SETTINGS, second.result.run.id, log())).toEqual(second);
    },
  );

  test('a store that cannot be reached costs the run nothing but a line each, and this instance still knows its last run', async () => {
    const broken: ReportStore = {
      put: () => Promise.reject(new Error('403 AuthorizationFailure')),
      get: () => Promise.reject(new Error('403 AuthorizationFailure')),
    };
    const { of, runs, next } = engine(broken);
    const service = createService(of);
    const told = log();
    const run = service.runNext(SETTINGS, { pastDue: false }, told);
    await next(1);
    runs[0]?.end();
    const report = await run;
    expect(told.errors.map((line) => JSON.parse(line).event)).toEqual(['report_not_read', 'report_not_kept']);
    expect(await service.last(SETTINGS, undefined, told)).toEqual(report);
  });
});

describe('health', () => {
  const started = Date.parse(sample.run.startedAt);

  test('without a run: not healthy, and says so', () => {
    expect(healthOf(undefined, SCHEDULE, started)).toEqual({ healthy: false, reasons: ['no run is kept yet'] });
  });

  test('denied targets are no illness', () => {
    expect(healthOf(reportOf(), SCHEDULE, started + 60_000)).toMatchObject({ healthy: true, run: { ageSeconds: 60 } });
  });

  test('three missed ticks of the schedule are', () => {
    expect(healthOf(reportOf(), SCHEDULE, started + 15 * 60_000)).toMatchObject({ healthy: true });
    expect(healthOf(reportOf(), SCHEDULE, started + 15 * 60_000 + 1)).toMatchObject({ healthy: false });
    expect(healthOf(reportOf(), '0 0 * * * *', started + 2 * 3_600_000)).toMatchObject({ healthy: true });
  });

  test('rows that were refused are', () => {
    const delivery = {
      written: 48,
      kept: 0,
      refused: 2,
      calls: 2,
      bytes: 9,
      reasons: ['413 ContentLengthLimitExceeded: 2 rows'],
    };
    expect(healthOf({ ...reportOf(), delivery }, SCHEDULE, started)).toMatchObject({
      healthy: false,
      reasons: ['0 rows kept and 2 refused: 413 ContentLengthLimitExceeded: 2 rows'],
    });
  });

  test('rows that wait, or that were given up, are', () => {
    const spool = {
      replayed: 0,
      waiting: 12,
      waitingBytes: 900,
      inMemory: 6,
      oldest: '2026-11-24T09:00:00.000Z',
      givenUp: 3,
      pausedUntil: '2026-11-24T10:15:00.000Z',
      reasons: ['the spool x: 503'],
    };
    expect(healthOf({ ...reportOf(), spool }, SCHEDULE, started)).toMatchObject({
      healthy: false,
      reasons: [
        '12 rows wait for their delivery, the oldest since 2026-11-24T09:00:00.000Z',
        '6 of them wait in memory alone, and are lost when the instance ends',
        '3 rows were given up',
        'no delivery is tried before 2026-11-24T10:15:00.000Z',
        'the spool x: 503',
      ],
      spool,
    });
    const quiet = { replayed: 40, waiting: 0, waitingBytes: 0, inMemory: 0, givenUp: 0, reasons: [] };
    expect(healthOf({ ...reportOf(), spool: quiet }, SCHEDULE, started)).toMatchObject({ healthy: true, reasons: [] });
  });

  test('an ill run, and a path without the expected firewall, fail the run', () => {
    expect(runFailure(reportOf('x', { ill: ['EMFILE'] }))).toContain('EMFILE');
    const { path } = sample.run;
    expect(runFailure(reportOf('x', { path: { ...path, reading: { ...path.reading, filtered: 'no' } } }))).toContain(
      'a firewall is expected',
    );
    expect(runFailure(reportOf())).toBeUndefined();
  });
});
