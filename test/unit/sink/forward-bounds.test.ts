/** What waits is bounded, and what is given up is told. */
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderSpool } from '../../../src/sink/folder-spool.ts';
import { DENIED, HOUR_MS, LIMITS, probeRows, useWorld } from './forwarding.ts';
import { runOf } from './runs.ts';

const world = useWorld();

describe('bounds', () => {
  test.for([
    ['rows', { ...LIMITS, maxRows: 20 }],
    ['bytes', { ...LIMITS, maxBytes: 6000 }],
  ] as const)('of %s: the oldest are given up, and every one is told', async ([, limits]) => {
    const store = folderSpool(world.folder, world.clock);
    world.far.endpoint.behaveAlways(DENIED);
    for (let number = 0; number < 8; number += 1) {
      const { spool } = await world.instance(store, limits)(runOf(number));
      expect(spool.waiting).toBeLessThanOrEqual(limits.maxRows);
      expect(spool.waitingBytes).toBeLessThanOrEqual(limits.maxBytes);
      world.clock.pass(HOUR_MS);
    }
    world.far.endpoint.behaveAlways('normal');
    const { spool } = await world.instance(store, limits)(runOf(8));
    expect(spool.waiting).toBe(0);
    const rows = world.arrived();
    const told = world.runRows().reduce((sum, { RowsGivenUp }) => sum + Number(RowsGivenUp), 0);
    expect(told).toBeGreaterThan(6);
    // Every row of nine runs arrived or was told as given up; of a run that was given up the run row too.
    expect(rows.length + world.runRows().length + told).toBe(9 * 6);
    expect(rows.at(-1)).toEqual(probeRows(runOf(8)).at(-1));
    expect(await readdir(world.folder)).toEqual([]);
  });

  test('smaller than a run: nothing else is given up for it, and its rows are told as lost', async () => {
    const store = folderSpool(world.folder, world.clock);
    world.far.endpoint.behaveAlways(DENIED);
    await world.instance(store, { ...LIMITS, maxRows: 8 })(runOf(0));
    world.clock.pass(HOUR_MS);
    const { delivery, spool } = await world.instance(store, { ...LIMITS, maxRows: 8 })(runOf(1, { targets: 9 }));
    expect(delivery).toMatchObject({ written: 0, kept: 0, refused: 12 });
    expect(spool).toMatchObject({ waiting: 6, givenUp: 12 });
    world.far.endpoint.behaveAlways('normal');
    world.clock.pass(HOUR_MS);
    await world.instance(store)(runOf(2));
    expect(world.arrived()).toEqual(probeRows(runOf(0), runOf(2)));
  });

  test('of age', async () => {
    const store = folderSpool(world.folder, world.clock);
    world.far.endpoint.behaveAlways(DENIED);
    await world.instance(store)(runOf(0));
    world.clock.pass(40 * HOUR_MS);
    await world.instance(store)(runOf(1, { atMs: world.clock.wallMs() }));
    world.clock.pass(9 * HOUR_MS);
    world.far.endpoint.behaveAlways('normal');
    const { spool } = await world.instance(store)(runOf(2, { atMs: world.clock.wallMs() }));
    expect(spool).toMatchObject({
      replayed: 6,
      givenUp: 6,
      reasons: ['given up: waited longer than AGENTPATH_SPOOL_MAX_AGE_HOURS (6 rows)'],
    });
    expect(world.arrived()).toHaveLength(10);
  });

  test('what can no longer be read is given up and told, and holds nothing up', async () => {
    const store = folderSpool(world.folder, world.clock);
    world.far.endpoint.behaveAlways(DENIED);
    await world.instance(store)(runOf(0));
    const [file = ''] = (await readdir(world.folder)).filter((name) => name.endsWith('.rows'));
    await writeFile(path.join(world.folder, file), 'no archive');
    world.far.endpoint.behaveAlways('normal');
    world.nextTick();
    const { spool, delivery } = await world.instance(store)(runOf(1));
    expect(delivery.written).toBe(6);
    expect(spool).toMatchObject({
      replayed: 0,
      givenUp: 6,
      reasons: [expect.stringContaining('can no longer be read')],
    });
    expect(await readdir(world.folder)).toEqual([]);
  });
});
