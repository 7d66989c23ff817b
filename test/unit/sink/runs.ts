/** Runs as they are delivered, one after another, each with rows of its own. */
import type { RunResult, TargetResult } from '../../../src/model/run.ts';
import { denied, healthy, sample } from '../record/sample.ts';

export const FIRST_RUN_MS = Date.parse('2026-11-24T10:00:00.000Z');
export const INTERVAL_MS = 300_000;

export interface RunWish {
  readonly targets?: number;
  /** Indexes of targets whose rows the service refuses: a port that is no integer. */
  readonly refused?: readonly number[];
  readonly atMs?: number;
}

/** The run of that number; from 0. */
export function runOf(
  number: number,
  { targets = 3, refused = [], atMs = FIRST_RUN_MS + number * INTERVAL_MS }: RunWish = {},
): RunResult {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const startedAt = new Date(atMs).toISOString();
  const results = Array.from({ length: targets }, (_, index) =>
    resultOf(index, startedAt, refused.includes(index) ? 443.5 : 443),
  );
  const controls = sample.run.path.controls.map((control) => ({ ...control, probedAt: startedAt }));
  return {
    ...sample,
    run: { ...sample.run, id, startedAt, path: { ...sample.run.path, controls } },
    results,
  };
}

function resultOf(index: number, probedAt: string, port: number): TargetResult {
  const like = index % 3 === 1 ? denied : healthy;
  const name = `target-${index}`;
  return { ...like, target: { ...like.target, name, port }, evidence: { ...like.evidence, probedAt } };
}
