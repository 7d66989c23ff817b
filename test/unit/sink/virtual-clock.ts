import type { Clock } from '../../../src/model/clock.ts';

/** Longer waits are deadlines, which pass only when they are told to; shorter ones pass at once, and the time with them. */
export const DEADLINE_MS = 15_000;

export interface VirtualClock extends Clock {
  /** The waits that have passed. */
  readonly waits: readonly number[];
  /** Lets all deadlines that are set pass. */
  expire(): void;
  /** Lets time pass in which nothing happens. */
  pass(ms: number): void;
  readonly deadlines: number;
}

export function virtualClock(start = Date.parse('2026-11-24T10:00:00Z')): VirtualClock {
  let now = 0;
  const waits: number[] = [];
  const deadlines = new Map<() => void, number>();
  return {
    wallMs: () => start + now,
    monotonicMs: () => now,
    after(ms, call) {
      if (ms >= DEADLINE_MS) {
        deadlines.set(call, ms);
        return () => void deadlines.delete(call);
      }
      const pending = setImmediate(() => {
        now += ms;
        waits.push(ms);
        call();
      });
      return () => clearImmediate(pending);
    },
    waits,
    expire() {
      now += Math.max(0, ...deadlines.values());
      const calls = [...deadlines.keys()];
      deadlines.clear();
      for (const call of calls) call();
    },
    pass(ms) {
      now += ms;
    },
    get deadlines() {
      return deadlines.size;
    },
  };
}
