/** A spool's store that does not do its part: it is out of reach, full, slow, or loses calls or their answers. */
import { setImmediate as turn } from 'node:timers/promises';
import type { SpoolStore } from '../../src/sink/spool-store.ts';
import type { Random } from '../hostile/seeded.ts';

export const STORAGE_FAULTS = ['none', 'unreachable', 'full', 'flaky', 'slow'] as const;
export type StorageFault = (typeof STORAGE_FAULTS)[number];

export interface FaultyStorage {
  readonly store: SpoolStore;
  fault: StorageFault;
}

/** One operation in so many fails while it is flaky, half of them after they were carried out. */
const FLAKY_ONE_IN = 6;
const SLOW_TURNS = 20;

export function faultyStorage(store: SpoolStore, random: Random): FaultyStorage {
  const faulty: { fault: StorageFault } = { fault: 'none' };
  const guard =
    <Args extends readonly unknown[], Result>(operation: (...args: Args) => Promise<Result>, writes: boolean) =>
    async (...args: Args): Promise<Result> => {
      const { fault } = faulty;
      if (fault === 'unreachable') throw new Error(`the spool ${store.place}: connect ECONNREFUSED`);
      if (fault === 'full' && writes) throw new Error(`the spool ${store.place}: ENOSPC: no space left on device`);
      if (fault === 'slow') for (let turns = 0; turns < SLOW_TURNS; turns += 1) await turn();
      if (fault !== 'flaky' || !random.chance(FLAKY_ONE_IN)) return operation(...args);
      if (random.chance(2)) await operation(...args);
      throw new Error(`the spool ${store.place}: read ECONNRESET`);
    };
  return Object.assign(faulty, {
    store: {
      place: store.place,
      list: guard(store.list, false),
      create: guard(store.create, true),
      claim: guard(store.claim, false),
      read: guard(store.read, false),
      remove: guard(store.remove, false),
    },
  });
}
