/** One row of the tables of findings: it says its sentence, or nothing where it does not apply. */
import type { Finding } from '../model/verdict.ts';
import type { View } from './view.ts';

export interface FindingRow {
  /** Persisted. */
  readonly id: string;
  readonly phase: Finding['phase'];
  readonly says: (view: View) => string | undefined;
}

/** A sentence where the condition holds. */
export function when(condition: boolean | undefined, sentence: () => string): string | undefined {
  return condition ? sentence() : undefined;
}

/** Phases that take longer are worth a word; well under every deadline, well over any healthy path. */
export const SLOW_MS = 2000;
/** Tokens and signatures of the agents fail where the clock is wrong by minutes. */
export const SKEW_S = 120;
