/** Store and forward where storage is not well, and where several instances share it. */
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { folderSpool } from '../../../src/sink/folder-spool.ts';
import type { SpoolStore } from '../../../src/sink/spool-store.ts';
import { DENIED, delivering, LIMITS, probeRows, senderTo, spoolWith, useWorld } from './forwarding.ts';
import { runOf } from './runs.ts';

const world = useWorld();

describe('where storage cannot be reached', () => {
  /** A store that fails while it is told to. */
  function failing(store: SpoolStore) {
    const state = { broken: true, tried: 0 };
    const guarded =
      <Args extends readonly unknown[], Result>(operation: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        if (!state.broken) return operation(...args);
        state.tried += 1;
        throw new Error('the spool: 503 ServerBusy');
      };
    const { place, list, create, claim, read, remove } = store;
    const guardedStore: SpoolStore = {
      place,
      list: guarded(list),
      create: guarded(create),
      claim: guarded(claim),
      read: guarded(read),
      remove: guarded(remove),
    };
    return { state, store: guardedStore };
  }

  test('rows are delivered all the same, and the run says so; a storage that hangs is asked once', async () => {
    const { store, state } = failing(folderSpool(world.folder, world.clock));
    const { delivery, spool } = await world.instance(store)(runOf(0));
    expect(delivery).toMatchObject({ written: 6, kept: 0 });
    expect(spool).toMatchObject({ waiting: 0, reasons: ['the spool: 503 ServerBusy'] });
    expect(world.runRows()).toMatchObject([{ DeliveryReasons: ['the spool: 503 ServerBusy'] }]);
    expect(state.tried).toBe(1);
  });

  test('and nothing is delivered either, they wait in memory, and move to storage when it is back', async () => {
    const { store, state } = failing(folderSpool(world.folder, world.clock));
    const deliver = world.instance(store);
    world.far.endpoint.behaveAlways(DENIED);
    expect((await deliver(runOf(0))).spool).toMatchObject({ waiting: 6, inMemory: 6 });
    world.nextTick();
    expect((await deliver(runOf(1))).spool).toMatchObject({ waiting: 12, inMemory: 12 });
    expect(await readdir(world.folder)).toEqual([]);
    state.broken = false;
    world.nextTick();
    const third = await deliver(runOf(2));
    expect(third.spool).toMatchObject({ waiting: 18, inMemory: 0, reasons: [] });
    world.far.endpoint.behaveAlways('normal');
    world.nextTick();
    // Another process finds all of it.
    await world.instance()(runOf(3));
    expect(world.arrived()).toEqual(probeRows(...[0, 1, 2, 3].map((number) => runOf(number))));
    expect(await readdir(world.folder)).toEqual([]);
  });

  test('memory is bounded, and what it gives up is told when rows get through again', async () => {
    const { store } = failing(folderSpool(world.folder, world.clock));
    const deliver = world.instance(store, { ...LIMITS, memoryBytes: 6000 });
    world.far.endpoint.behaveAlways(DENIED);
    for (let number = 0; number < 6; number += 1) {
      expect((await deliver(runOf(number))).spool.waitingBytes).toBeLessThanOrEqual(6000);
      world.nextTick();
    }
    world.far.endpoint.behaveAlways('normal');
    await deliver(runOf(6));
    const told = world.runRows().reduce((sum, { RowsGivenUp }) => sum + Number(RowsGivenUp), 0);
    expect(told).toBeGreaterThan(0);
    expect(world.arrived().length + world.runRows().length + told).toBe(7 * 6);
  });

  test('a process that ends keeps nothing in memory: what cannot be delivered is refused, with the reason', async () => {
    const { store } = failing(folderSpool(world.folder, world.clock));
    world.far.endpoint.behaveAlways(DENIED);
    const { delivery, spool } = await world.instance(store, { ...LIMITS, memoryBytes: 0 })(runOf(0));
    expect(delivery).toMatchObject({ written: 0, kept: 0, refused: 6 });
    expect(delivery.reasons.at(-1)).toBe('lost: neither storage nor memory could keep them (6 rows)');
    expect(spool).toMatchObject({ waiting: 0, givenUp: 6 });
  });

  test('storage that fails between record and remainder loses nothing', async () => {
    const { store, state } = failing(folderSpool(world.folder, world.clock));
    state.broken = false;
    world.far.endpoint.behaveAlways(DENIED);
    const spool = spoolWith(world.clock, {
      store,
      limits: { ...LIMITS, memoryBytes: 0 },
      onStep: (step) => {
        if (step === 'own rows sent') state.broken = true;
      },
    });
    const { delivery } = await delivering(spool, senderTo(world.far, world.clock), world.clock)(runOf(0));
    expect(delivery).toMatchObject({ kept: 6, refused: 0 });
    state.broken = false;
    world.far.endpoint.behaveAlways('normal');
    world.nextTick();
    await world.instance()(runOf(1));
    expect(world.arrived()).toEqual(probeRows(runOf(0), runOf(1)));
  });
});

describe('two instances', () => {
  test('rows that one is delivering are left to it, and what is newer waits behind them', async () => {
    const store = folderSpool(world.folder, world.clock);
    world.far.endpoint.behaveAlways(DENIED);
    await world.instance(store)(runOf(0));
    world.far.endpoint.behaveAlways('normal');
    world.nextTick();
    let second: Awaited<ReturnType<ReturnType<typeof world.instance>>> | undefined;
    const spool = spoolWith(world.clock, {
      store,
      onStep: async (step) => {
        // In the middle of the first's delivery the second runs from beginning to end.
        if (step === 'claimed') second = await world.instance(store)(runOf(2));
      },
    });
    const first = await delivering(spool, senderTo(world.far, world.clock), world.clock)(runOf(1));
    expect(second?.delivery).toMatchObject({ written: 0, kept: 6, calls: 0 });
    expect(second?.delivery.reasons[0]).toContain('another instance is delivering them');
    expect(first).toMatchObject({ delivery: { written: 6 }, spool: { replayed: 6 } });
    world.nextTick();
    await world.instance(store)(runOf(3));
    expect(world.arrived()).toEqual(probeRows(...[0, 1, 2, 3].map((number) => runOf(number))));
    expect(await readdir(world.folder)).toEqual([]);
  });

  test('rows that one has just recorded are its own to deliver', async () => {
    const store = folderSpool(world.folder, world.clock);
    const calls: number[] = [];
    const spool = spoolWith(world.clock, {
      store,
      onStep: async (step) => {
        if (step === 'recorded') calls.push((await world.instance(store)(runOf(1))).delivery.calls);
      },
    });
    const { delivery } = await delivering(spool, senderTo(world.far, world.clock), world.clock)(runOf(0));
    expect(calls).toEqual([0]);
    expect(delivery).toMatchObject({ written: 6, kept: 0 });
    world.nextTick();
    await world.instance(store)(runOf(2));
    expect(world.far.endpoint.accepted()).toBe(3 * 6);
  });

  test('what a process that died has claimed is taken over when its claim has run out', async () => {
    const store = folderSpool(world.folder, world.clock);
    const died = spoolWith(world.clock, {
      store,
      onStep: (step) => {
        if (step === 'recorded') throw new Error('killed');
      },
    });
    await expect(delivering(died, senderTo(world.far, world.clock), world.clock)(runOf(0))).rejects.toThrow('killed');
    world.clock.pass(60_000);
    const { delivery } = await world.instance(store)(runOf(1));
    expect(delivery).toMatchObject({ kept: 6, calls: 0 });
    world.clock.pass(61_000);
    const { spool } = await world.instance(store)(runOf(2));
    expect(spool).toMatchObject({ replayed: 12, waiting: 0 });
    expect(world.arrived()).toEqual(probeRows(runOf(0), runOf(1), runOf(2)));
  });
});
