/** What was seen, without an opinion. The first flow's steps, and the follow-ups asked about the same target. */
import type { Endpoint, HelloKind, Steps, SystemLookup } from './step.ts';
import type { Target } from './target.ts';

/** Each asks the same thing with one thing changed. Questions about a control name are named for it. */
export const QUESTION_KINDS = [
  'repeat', // the target again, on a fresh source port
  'repeat_reachable', // a reachable target, between two repeats
  'repeat_must_be_denied', // the must-be-denied name, between two repeats
  'dead_address', // the target's name on an address where nothing is
  'reachable_address', // the target's name on a reachable target's address
  'wide_hello', // more versions, more suites
  'large_hello', // post-quantum key share, two segments
  'agent_suites', // only the four suites of the agents
  'other_address', // another address of the same name
  'system_resolver', // the same name, asked of the system's own resolver
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** A follow-up to be asked. `about` is the target's name; the rest says what is changed. */
export interface Question {
  readonly about: string;
  readonly kind: QuestionKind;
  /** Tells repeats of one kind apart; from 1. */
  readonly round: number;
  /** Dial this instead of what DNS gave. */
  readonly dial?: Endpoint;
  /** Say this name instead of the target's. */
  readonly serverName?: string;
  readonly hello?: HelloKind;
  /** Milliseconds for the TLS phase (or for HTTP where the scheme is http). */
  readonly deadlineMs?: number;
}
export interface Answer {
  readonly kind: QuestionKind;
  readonly round: number;
  /** ISO 8601. An answer may be carried over from an earlier run while nothing changed. */
  readonly askedAt: string;
  readonly dialled?: Endpoint;
  readonly serverName?: string;
  readonly hello?: HelloKind;
  /** Of a network question. */
  readonly steps?: Steps;
  /** Of `system_resolver`. */
  readonly system?: SystemLookup;
}

export interface Evidence {
  readonly target: Target;
  /** ISO 8601, wall clock. */
  readonly probedAt: string;
  readonly durationMs: number;
  readonly steps: Steps;
  readonly questions: readonly Answer[];
}
