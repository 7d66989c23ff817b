/** Store and forward where the endpoint is well and where it is not. */
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { folderSpool } from '../../../src/sink/folder-spool.ts';
import { nextPause } from '../../../src/sink/forward.ts';
import { DENIED, delivering, HOUR_MS, probeRows, senderTo, spoolWith, useWorld } from './forwarding.ts';
import { INTERVAL_MS, runOf } from './runs.ts';

const world = useWorld();

describe('where all is well', () => {
  test('rows arrive, the run row last, and nothing is left behind', async () => {
    const { delivery, spool } = await world.instance()(runOf(0));
    expect(delivery).toMatchObject({ written: 6, kept: 0, refused: 0, calls: 2, reasons: [] });
    expect(spool).toEqual({ replayed: 0, waiting: 0, waitingBytes: 0, inMemory: 0, givenUp: 0, reasons: [] });
    expect(world.arrived()).toEqual(probeRows(runOf(0)));
    expect(world.far.endpoint.rows().at(-1)).toMatchObject({
      Kind: 'run',
      RowsWritten: 5,
      RowsKept: 0,
      RowsGivenUp: 0,
    });
    expect(await readdir(world.folder)).toEqual([]);
  });

  test('rows that the service refuses hold nothing up, and are told in the run row', async () => {
    const { delivery, spool } = await world.instance()(runOf(0, { refused: [1] }));
    expect(delivery).toMatchObject({ written: 5, kept: 0, refused: 1 });
    expect(spool).toMatchObject({ waiting: 0, givenUp: 0 });
    expect(world.arrived()).toHaveLength(4);
    expect(world.runRows()).toMatchObject([
      { RowsWritten: 4, RowsRefused: 1, DeliveryReasons: [expect.stringMatching(/^HTTP 400 .*Port is no int/)] },
    ]);
    expect(await readdir(world.folder)).toEqual([]);
  });
});

describe('where the service takes nothing', () => {
  test.for([
    ['403', DENIED],
    ['401', { status: 401, code: 'InvalidToken' }],
    ['404', { status: 404, code: 'NotFound' }],
    ['413 for what is small', { status: 413, code: 'ContentLengthLimitExceeded' }],
    ['429', { status: 429, code: 'TooManyRequests' }],
    ['503', { status: 503, code: 'ServiceUnavailable' }],
    ['400 of a proxy', { status: 400, body: '<html>bad request</html>' }],
    ['200 of a portal', { status: 200, body: '<html>sign in</html>' }],
    ['a reset', 'reset'],
  ] as const)('%s: rows wait, and arrive later as they were, oldest first', async ([, behaviour]) => {
    const deliver = world.instance();
    world.far.endpoint.behaveAlways(behaviour);
    const first = await deliver(runOf(0));
    expect(first.delivery).toMatchObject({ written: 0, kept: 6, refused: 0 });
    expect(first.delivery.reasons).not.toEqual([]);
    expect(first.spool).toMatchObject({ waiting: 6, inMemory: 0, givenUp: 0, oldest: runOf(0).run.startedAt });
    world.nextTick();
    const second = await deliver(runOf(1));
    expect(second.delivery).toMatchObject({ written: 0, kept: 6, refused: 0 });
    expect(second.spool).toMatchObject({ waiting: 12, oldest: runOf(0).run.startedAt });

    world.far.endpoint.behaveAlways('normal');
    world.nextTick();
    // Another process, so that nothing but the world.folder has kept them.
    const third = await world.instance()(runOf(2));
    expect(third.delivery).toMatchObject({ written: 6, kept: 0, refused: 0 });
    expect(third.spool).toMatchObject({ replayed: 12, waiting: 0, givenUp: 0 });
    expect(world.arrived()).toEqual(probeRows(runOf(0), runOf(1), runOf(2)));
    expect(
      world
        .runRows()
        .map(({ RunId, RowsKept, RowsWaiting, RowsReplayed }) => [RunId, RowsKept, RowsWaiting, RowsReplayed]),
    ).toEqual([
      [runOf(0).run.id, 5, 0, 0],
      [runOf(1).run.id, 5, 6, 0],
      [runOf(2).run.id, 0, 0, 12],
    ]);
    expect(await readdir(world.folder)).toEqual([]);
  });

  test('only what did not get through waits, and the run row tells of it', async () => {
    // The second call, for the run row, meets a service that is gone.
    world.far.endpoint.behave(['normal']);
    world.far.endpoint.behaveAlways(DENIED);
    const deliver = world.instance();
    const { delivery, spool } = await deliver(runOf(0));
    expect(delivery).toMatchObject({ written: 5, kept: 1, refused: 0 });
    expect(spool.waiting).toBe(1);
    world.far.endpoint.behaveAlways('normal');
    world.nextTick();
    await deliver(runOf(1));
    expect(world.arrived()).toEqual(probeRows(runOf(0), runOf(1)));
    expect(world.runRows()).toMatchObject([{ RowsWritten: 5, RowsKept: 0 }, { RowsReplayed: 1 }]);
  });

  test('a refused row among those that waited is lost, counted, and told once', async () => {
    const deliver = world.instance();
    world.far.endpoint.behaveAlways(DENIED);
    await deliver(runOf(0, { refused: [0, 2] }));
    world.far.endpoint.behaveAlways('normal');
    world.nextTick();
    const second = await deliver(runOf(1));
    expect(second.spool).toMatchObject({
      replayed: 4,
      waiting: 0,
      givenUp: 2,
      reasons: ['refused by the service when they were replayed (2 rows)'],
    });
    world.nextTick();
    const third = await deliver(runOf(2));
    expect(third.spool).toMatchObject({ givenUp: 0, reasons: [] });
    expect(world.runRows().map(({ RowsGivenUp }) => RowsGivenUp)).toEqual([0, 2, 0]);
    expect(await readdir(world.folder)).toEqual([]);
  });
});

describe('from run to run', () => {
  test('failures are tried again after longer and longer pauses, up to a quarter of an hour', () => {
    const pauses = Array.from({ length: 7 }, (_, failures) => nextPause(failures, 0, 0).untilMs / 60_000);
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15]);
    expect(nextPause(0, 600_000, 0)).toEqual({ untilMs: 600_000, failures: 1 });
    expect(nextPause(0, 86_400_000, 0)).toEqual({ untilMs: HOUR_MS, failures: 1 });
  });

  test('what a service asks for in Retry-After is heeded by the next runs, in any process', async () => {
    world.far.endpoint.behaveAlways({ status: 429, code: 'TooManyRequests', retryAfter: '700' });
    const { spool } = await world.instance()(runOf(0));
    expect(spool.pausedUntil).toBe(new Date(world.clock.wallMs() + 700_000).toISOString());
    world.far.endpoint.behaveAlways('normal');
    const calls = world.far.endpoint.requests().length;
    world.clock.pass(INTERVAL_MS);
    const second = await world.instance()(runOf(1));
    expect(world.far.endpoint.requests()).toHaveLength(calls);
    expect(second.delivery).toMatchObject({
      kept: 6,
      calls: 0,
      reasons: [expect.stringMatching(/^6 older rows first|^not tried before 2026/)],
    });
    expect(second.spool.pausedUntil).toBe(spool.pausedUntil);
    world.clock.pass(INTERVAL_MS);
    world.clock.pass(INTERVAL_MS);
    const third = await world.instance()(runOf(2));
    expect(third.spool).toMatchObject({ replayed: 12, waiting: 0 });
    expect(third.spool).not.toHaveProperty('pausedUntil');
    expect(await readdir(world.folder)).toEqual([]);
  });

  test('a pause that a wrong world.clock left behind does not hold for ever', async () => {
    world.clock.pass(1000 * HOUR_MS);
    world.far.endpoint.behaveAlways(DENIED);
    await world.instance()(runOf(0, { atMs: world.clock.wallMs() }));
    world.far.endpoint.behaveAlways('normal');
    world.clock.pass(-999 * HOUR_MS);
    const { delivery } = await world.instance()(runOf(1, { atMs: world.clock.wallMs() }));
    expect(delivery).toMatchObject({ written: 6 });
    expect(await readdir(world.folder)).toEqual([]);
  });

  test('when the time for deliveries is over, what is left waits in its place', async () => {
    world.far.endpoint.behaveAlways(DENIED);
    for (const number of [0, 1]) {
      await world.instance()(runOf(number));
      world.nextTick();
    }
    world.far.endpoint.behaveAlways('normal');
    const deliver = delivering(
      spoolWith(world.clock, { store: folderSpool(world.folder, world.clock) }),
      senderTo(world.far, world.clock),
      world.clock,
      0,
    );
    const { delivery, spool } = await deliver(runOf(2));
    expect(delivery).toMatchObject({
      kept: 6,
      reasons: ['12 older rows first: the time for deliveries is over (6 rows)'],
    });
    expect(spool.waiting).toBe(18);
    world.nextTick();
    await world.instance()(runOf(3));
    expect(world.arrived()).toEqual(probeRows(...[0, 1, 2, 3].map((number) => runOf(number))));
  });
});
