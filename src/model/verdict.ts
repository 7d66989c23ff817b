import type { Phase } from './phase.ts';
import type { Effect } from './target.ts';

export const STATES = [
  'reachable',
  'denied',
  'blocked',
  'intercepted',
  'incompatible',
  'rejected',
  'unresolved',
  'down',
  'inconclusive',
] as const;
export type State = (typeof STATES)[number];

export const CONFIDENCES = ['certain', 'likely', 'possible'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** One named thing the evidence shows, bound to a phase. `id` is persisted. */
export interface Finding {
  readonly id: string;
  readonly phase: Phase | 'path';
  /** One sentence for people, with the figures. */
  readonly says: string;
}

export interface Verdict {
  readonly state: State;
  /** Dotted, persisted. */
  readonly cause: string;
  /** Id of the row that decided. */
  readonly rule: string;
  readonly rulesVersion: number;
  readonly confidence: Confidence;
  /** Twins, as `state/cause`: what would have looked the same. Empty exactly when the confidence is `certain`. */
  readonly alternatives: readonly string[];
  /** What would decide between them. */
  readonly settle: readonly string[];
  readonly effect: Effect;
  /** The phase that decided: the first that failed, or the last that was proven. */
  readonly phase: Phase;
  /** A few words for a table: `cut after ClientHello, 0 bytes back`. */
  readonly truth: string;
  /** The rule's sentence. */
  readonly because: string;
  /** The next step, concrete. Empty for `reachable` with nothing to do. */
  readonly remedy: string;
  readonly findings: readonly Finding[];
  readonly tcpTestSucceeded: boolean;
  readonly tcpMisleads: boolean;
}

/** One reason for many verdicts, said once. */
export interface RootCause {
  /** Stable id: the cause shared, or a cause of its own such as `denied.source_not_covered`. */
  readonly id: string;
  readonly state: State;
  readonly says: string;
  /** What stops, in the agents' terms; empty where nothing is known. */
  readonly stops: readonly string[];
  readonly remedy: string;
  /** Names of the targets. */
  readonly targets: readonly string[];
}

export interface Summary {
  readonly targets: number;
  readonly byState: Readonly<Record<State, number>>;
  /** Not reachable, and a TCP test would have passed it. */
  readonly misleading: number;
  readonly rootCauses: readonly RootCause[];
}
