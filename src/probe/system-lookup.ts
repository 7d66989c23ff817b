/**
 * The system's own resolver (getaddrinfo), asked with care: each call blocks one of the four threads that files and cryptography
 * share, for as long as it likes, and cannot be called off.
 */
import type { Clock } from '../model/clock.ts';
import type { SystemLookup } from '../model/step.ts';
import type { NodeNetwork } from './node-network.ts';
import { toSystemError } from './to-failure.ts';

export interface SystemResolver {
  /** Tells within the given time. Each name is asked once; names that were never asked may be asked again. */
  ask(name: string, waitMs: number): Promise<SystemLookup>;
}

interface Lookup {
  readonly name: string;
  /** Absent while it waits for its turn. */
  startedAt?: number;
  /** Nobody waits for it any longer, though it still runs. */
  late: boolean;
  readonly waiters: Set<(told: SystemLookup) => void>;
}

const AT_ONCE = 2;
const TIMEOUTS_IN_A_ROW = 4;

/** `fairMs`: a lookup that would have less time than this is not begun, so that a timeout says something. */
export function createSystemResolver(network: NodeNetwork, clock: Clock, fairMs: number): SystemResolver {
  const told = new Map<string, SystemLookup>();
  const lookups = new Map<string, Lookup>();
  const queue: Lookup[] = [];
  const running = new Set<Lookup>();
  let timeoutsInARow = 0;

  const notAsked = (because: string): SystemLookup => ({ outcome: 'not_asked', because });
  const stuck = (): boolean => running.size === AT_ONCE && [...running].every(({ late }) => late);
  function whyNot(waitMs: number): string | undefined {
    if (timeoutsInARow >= TIMEOUTS_IN_A_ROW)
      return `the system resolver did not answer ${timeoutsInARow} times in a row`;
    if (stuck()) return `the system resolver is still at ${AT_ONCE} names that it did not answer in time`;
    return waitMs < fairMs ? 'no time was left for it' : undefined;
  }

  function ask(name: string, waitMs: number): Promise<SystemLookup> {
    const known = told.get(name);
    if (known) return Promise.resolve(known);
    const refusal = lookups.has(name) ? undefined : whyNot(waitMs);
    if (refusal !== undefined) return Promise.resolve(notAsked(refusal));

    const lookup = lookups.get(name) ?? { name, late: false, waiters: new Set() };
    const answer = wait(lookup, waitMs);
    if (!lookups.has(name)) {
      lookups.set(name, lookup);
      queue.push(lookup);
      startNext();
    }
    return answer;
  }

  function wait(lookup: Lookup, waitMs: number): Promise<SystemLookup> {
    return new Promise((resolve) => {
      // A lookup that gets its turn too late to be fair is not begun at all.
      const cancelFair = clock.after(waitMs - fairMs, () => {
        if (lookup.startedAt === undefined) settle(notAsked('the system resolver was busy with other names'));
      });
      const cancelWait = clock.after(waitMs, () => {
        const startedAt = lookup.startedAt;
        if (startedAt === undefined) return;
        if (!lookup.late) timeoutsInARow += 1;
        lookup.late = true;
        settle({ outcome: 'failed', code: 'ETIMEOUT', durationMs: clock.monotonicMs() - startedAt });
        if (whyNot(waitMs) !== undefined) dropQueue();
      });
      function settle(answer: SystemLookup): void {
        cancelFair();
        cancelWait();
        lookup.waiters.delete(settle);
        if (lookup.startedAt === undefined && lookup.waiters.size === 0) forget(lookup);
        resolve(answer);
      }
      lookup.waiters.add(settle);
    });
  }

  function forget(lookup: Lookup): void {
    lookups.delete(lookup.name);
    const place = queue.indexOf(lookup);
    if (place >= 0) queue.splice(place, 1);
  }

  function dropQueue(): void {
    const because = whyNot(Number.POSITIVE_INFINITY);
    if (because === undefined) return;
    for (const lookup of [...queue]) for (const settle of [...lookup.waiters]) settle(notAsked(because));
  }

  function startNext(): void {
    while (running.size < AT_ONCE) {
      const lookup = queue.shift();
      if (!lookup) return;
      lookup.startedAt = clock.monotonicMs();
      running.add(lookup);
      void finish(lookup, lookup.startedAt);
    }
  }

  async function finish(lookup: Lookup, startedAt: number): Promise<void> {
    const answer = await outcomeOf(network, clock, lookup.name, startedAt);
    running.delete(lookup);
    lookups.delete(lookup.name);
    told.set(lookup.name, answer);
    // Late is not the same as dead, but too late all the same: it does not end the row of timeouts.
    if (!lookup.late) timeoutsInARow = 0;
    for (const settle of [...lookup.waiters]) settle(answer);
    startNext();
  }

  return { ask };
}

async function outcomeOf(network: NodeNetwork, clock: Clock, name: string, startedAt: number): Promise<SystemLookup> {
  try {
    const addresses = await network.lookup(name);
    const durationMs = clock.monotonicMs() - startedAt;
    return addresses.length > 0
      ? { outcome: 'addresses', addresses, durationMs }
      : { outcome: 'failed', code: 'ENODATA', durationMs };
  } catch (error) {
    return {
      outcome: 'failed',
      code: toSystemError(error).code ?? 'UNKNOWN',
      durationMs: clock.monotonicMs() - startedAt,
    };
  }
}
