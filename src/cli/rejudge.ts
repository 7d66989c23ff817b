/** A stored result, judged again by the rules of this version. */
import { readPath } from '../classify/read-path.ts';
import { RULES_VERSION } from '../classify/rules.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { RunResult } from '../model/run.ts';
import { judge } from '../run/judge.ts';

/** The same evidence, the controls read again. */
export function rejudged(result: RunResult): RunResult {
  const { path } = result.run;
  const evidences = result.results.map(({ evidence }) => evidence);
  const { firewallExpected, proxied } = path;
  return withEvidence(result, evidences, readPath(path.controls, evidences, { firewallExpected, proxied }));
}

/** @param evidences One for each result, in its order. */
export function withEvidence(result: RunResult, evidences: readonly Evidence[], path: Path): RunResult {
  const { summary, results } = judge(evidences, path);
  return {
    ...result,
    run: { ...result.run, rulesVersion: RULES_VERSION, path },
    summary,
    results: results.map((one, index) => ({ ...one, target: result.results[index]?.target ?? one.target })),
  };
}
