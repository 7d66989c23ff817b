/** A run: all probes of one tick or one command. What is stored, shown and re-judged is this shape (result.schema.json). */
import type { Evidence } from './evidence.ts';
import type { Path } from './path.ts';
import type { Agent, DiscoveryKind, Scheme, Tier } from './target.ts';
import type { Summary, Verdict } from './verdict.ts';

export const RESULT_SCHEMA_VERSION = 1;

/** Names that only a service can tell, and where this run has them from. */
export interface Discovery {
  readonly kind: DiscoveryKind;
  /** Name of the target that was asked, or the resource id read. */
  readonly asked: string;
  /** `fresh`: told in this run. `kept`: this run was told nothing, an earlier answer is used. `failed`: nothing is known. */
  readonly outcome: 'fresh' | 'kept' | 'failed';
  readonly hosts: readonly string[];
  /** ISO 8601: when the hosts were told. Absent where nothing is known. */
  readonly toldAt?: string;
  /** Why there is no fresh answer. */
  readonly why?: string;
  /** Hosts that were told and are not probed, each with the reason: a far end must not steer us. */
  readonly refused?: readonly string[];
}

export interface RunFacts {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly vantage: string;
  readonly vantageSubnet: string;
  readonly simulated: boolean;
  readonly pastDue: boolean;
  readonly version: string;
  readonly rulesVersion: number;
  readonly catalogVersion: string;
  readonly path: Path;
  readonly discoveries?: readonly Discovery[];
  /** Our own troubles: the run is not to be trusted where it names one. */
  readonly ill: readonly string[];
  readonly followUps: { readonly asked: number; readonly carriedOver: number; readonly durationMs: number };
}

export interface TargetFacts {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly scheme: Scheme;
  readonly path: string;
  readonly agents: readonly Agent[];
  readonly feature: string;
  readonly required: boolean;
  readonly tier: Tier;
}

export interface TargetResult extends Omit<Verdict, 'rulesVersion'> {
  readonly target: TargetFacts;
  readonly evidence: Evidence;
}

export interface RunResult {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  readonly run: RunFacts;
  readonly summary: Summary;
  readonly results: readonly TargetResult[];
}

/** What became of the rows. Nothing is ever left out of the three counts. */
export interface WriteReport {
  readonly written: number;
  /** Kept for a later delivery. */
  readonly kept: number;
  readonly refused: number;
  readonly calls: number;
  /** Bytes of JSON before compression. */
  readonly bytes: number;
  /** Why rows were refused or kept, each reason once, with its count. */
  readonly reasons: readonly string[];
}

/** Rows that wait, and what this run did about those of earlier runs. */
export interface SpoolReport {
  /** Rows of earlier runs that were delivered now. */
  readonly replayed: number;
  /** Rows that wait for a later delivery: of earlier runs, and of this one where it kept some. */
  readonly waiting: number;
  /** Bytes in which they are kept. */
  readonly waitingBytes: number;
  /** Of them in the memory of this process alone, because storage could not be reached. */
  readonly inMemory: number;
  /** ISO 8601: when the run began whose rows wait longest. Absent where none wait. */
  readonly oldest?: string;
  /** Rows that will never arrive, found since a run last told of them: too old, too many, unreadable, or refused when they were replayed. */
  readonly givenUp: number;
  /** ISO 8601: no delivery is tried before, because the service asked for it or failed again and again. */
  readonly pausedUntil?: string;
  /** Why rows wait or were given up, and what storage said where it could not be reached. */
  readonly reasons: readonly string[];
}

/** A run and what became of its rows: what the report store holds. */
export interface RunReport {
  readonly result: RunResult;
  readonly delivery?: WriteReport;
  /** Absent where rows are delivered without being kept. */
  readonly spool?: SpoolReport;
}
