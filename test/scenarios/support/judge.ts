/** Stored evidence → result, by today's rules: pure, no socket. */
import { readPath } from '../../../src/classify/read-path.ts';
import { RULES_VERSION } from '../../../src/classify/rules.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { Path } from '../../../src/model/path.ts';
import type { RunFacts, RunResult } from '../../../src/model/run.ts';
import { judge as judgeAll } from '../../../src/run/judge.ts';

export interface Stored {
  /** What is read from the path and from all targets together is read anew. */
  readonly path: Pick<Path, 'controls' | 'firewallExpected' | 'proxied'>;
  readonly evidences: readonly Evidence[];
  /** What services told about further hosts; absent where none was asked. */
  readonly discoveries?: RunFacts['discoveries'];
}

const SCENARIO_RUN: Omit<RunFacts, 'rulesVersion' | 'path' | 'ill'> = {
  id: '00000000-0000-4000-8000-000000000000',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  vantage: 'scenario',
  vantageSubnet: '10.10.94.0/24',
  simulated: true,
  pastDue: false,
  version: 'scenario',
  catalogVersion: 'scenario',
  followUps: { asked: 0, carriedOver: 0, durationMs: 0 },
};

export function judge({ path: stored, evidences, discoveries }: Stored, facts = SCENARIO_RUN): RunResult {
  const path = readPath(stored.controls, evidences, stored);
  return {
    schemaVersion: 1,
    run: { ...facts, ...(discoveries && { discoveries }), rulesVersion: RULES_VERSION, path, ill: path.reading.ill },
    ...judgeAll(evidences, path),
  };
}
