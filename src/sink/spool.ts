/** Rows that wait for their delivery, in storage or, where that cannot be reached, in memory; bounded by age, bytes and number. */
import type { Chance, Clock } from '../model/clock.ts';
import { DEFAULT_SPOOL, type SpoolSettings } from '../model/settings.ts';
import { memorySpool } from './memory-spool.ts';
import type { SpoolStore } from './spool-store.ts';
import { SpoolVisit } from './spool-visit.ts';

export interface SpoolLimits {
  readonly maxAgeMs: number;
  /** As kept. */
  readonly maxBytes: number;
  readonly maxRows: number;
  /** For what waits in memory; 0 where the process does not live to deliver it. */
  readonly memoryBytes: number;
}

/** What a small instance has to spare: about 200 runs of 60 targets. */
export const MEMORY_BYTES = 16_000_000;

export function limitsOf(settings: SpoolSettings = DEFAULT_SPOOL, memoryBytes = MEMORY_BYTES): SpoolLimits {
  const maxBytes = settings.maxMegabytes * 1_000_000;
  return {
    maxAgeMs: settings.maxAgeHours * 3_600_000,
    maxBytes,
    maxRows: settings.maxRows,
    memoryBytes: Math.min(maxBytes, memoryBytes),
  };
}

export interface SpoolParts {
  /** Absent: nothing but memory. */
  readonly store?: SpoolStore;
  readonly limits: SpoolLimits;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'id'>;
  /** Called after every step that a crash could follow. */
  readonly onStep?: (step: string) => Promise<void> | void;
}

export interface Spool {
  /** Looks at what is there. One delivery is one visit. */
  visit(): Promise<SpoolVisit>;
}

export function openSpool(parts: SpoolParts): Spool {
  const memory = memorySpool();
  const owner = parts.chance.id();
  return { visit: () => SpoolVisit.begin(parts, memory, owner) };
}
