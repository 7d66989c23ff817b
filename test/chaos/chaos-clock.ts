import type { Clock } from '../../src/model/clock.ts';

/** Time that passes only when the campaign lets it: waits pass at once, deadlines after a little real time. */
export class ChaosClock implements Clock {
  /** Real milliseconds that stand for a deadline. Generous where everything is well: a busy machine is no fault. */
  deadlineMs = 150;
  /** What this instance's clock is off by. */
  readonly skewMs: number;
  private readonly base: { nowMs: number };

  constructor(base: { nowMs: number }, skewMs: number) {
    this.base = base;
    this.skewMs = skewMs;
  }
  wallMs(): number {
    return this.base.nowMs + this.skewMs;
  }
  monotonicMs(): number {
    return this.base.nowMs;
  }
  /** From this length on a wait is the deadline of a call. */
  static readonly DEADLINE_MS = 15_000;

  after(ms: number, call: () => void): () => void {
    const passed = (): void => {
      this.base.nowMs += ms;
      call();
    };
    if (ms < ChaosClock.DEADLINE_MS) {
      const pending = setImmediate(passed);
      return () => clearImmediate(pending);
    }
    const timer = setTimeout(passed, this.deadlineMs);
    return () => clearTimeout(timer);
  }
}
