/** Time and chance are handed in, so that a run can be replayed to the byte. */
export interface Clock {
  /** Milliseconds since 1970; for time stamps only. */
  wallMs(): number;
  /** Milliseconds from an arbitrary start; for durations only. */
  monotonicMs(): number;
  /** Calls back once, unless cancelled. */
  after(ms: number, call: () => void): () => void;
}
export interface Chance {
  /** A fresh identifier: a UUID. */
  id(): string;
  /** An integer in [0, below). */
  integer(below: number): number;
}
