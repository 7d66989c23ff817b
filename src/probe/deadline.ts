/** Deadlines by the clock that is handed in: nothing here reads the time by itself. */
import type { Clock } from '../model/clock.ts';

/** Thrown where the work did not end in time. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  /** As the system says it of its own timers. */
  readonly code = 'ETIMEDOUT';

  constructor(ms: number) {
    super(`no end within ${ms} ms`);
  }
}

/**
 * The work's result, or `DeadlinePassed` once `ms` are over. The signal aborts then, and `late` gets what the work brings all the
 * same, so that nothing is left open.
 */
export function beforeDeadline<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: (brought: T) => void = () => {},
): Promise<T> {
  const abort = new AbortController();
  return new Promise<T>((resolve, reject) => {
    let over = false;
    const cancel = clock.after(ms, () => {
      over = true;
      abort.abort();
      reject(new DeadlinePassed(ms));
    });
    work(abort.signal).then(
      (brought) => {
        if (over) return late(brought);
        cancel();
        resolve(brought);
      },
      (error: unknown) => {
        // After the deadline this is the aborted work saying so; the deadline was told already.
        if (over) return;
        cancel();
        reject(error);
      },
    );
  });
}
