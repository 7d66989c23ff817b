/** A stored result, judged again by the rules of this version. */
import { classify } from '../classify/classify.ts';
import { readPath } from '../classify/read-path.ts';
import { RULES_VERSION } from '../classify/rules.ts';
import { summarize } from '../classify/summarize.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { RunResult } from '../model/run.ts';

/** The same evidence, the controls read again. */
export function rejudged(result: RunResult): RunResult {
  const { path } = result.run;
  const evidences = result.results.map(({ evidence }) => evidence);
  const { firewallExpected, proxied } = path;
  return withEvidence(result, evidences, readPath(path.controls, evidences, { firewallExpected, proxied }));
}

/** @param evidences One for each result, in its order. */
export function withEvidence(result: RunResult, evidences: readonly Evidence[], path: Path): RunResult {
  const judged = evidences.map((evidence) => ({ evidence, verdict: classify(evidence, path) }));
  return {
    ...result,
    run: { ...result.run, rulesVersion: RULES_VERSION, path },
    summary: summarize(judged, path),
    results: judged.flatMap(({ evidence, verdict }, index) => {
      const target = result.results[index]?.target;
      if (!target) return [];
      const { rulesVersion: _, ...rest } = verdict;
      return [{ target, ...rest, evidence }];
    }),
  };
}
