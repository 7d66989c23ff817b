/** Evidence → verdicts, their summary and the results as they are stored: the one place, for a run, for `explain` and for replays. Pure. */
import { classify } from '../classify/classify.ts';
import { summarize } from '../classify/summarize.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { RunResult, TargetFacts } from '../model/run.ts';
import type { Target } from '../model/target.ts';

export function judge(evidences: readonly Evidence[], path: Path): Pick<RunResult, 'summary' | 'results'> {
  const judged = evidences.map((evidence) => ({ evidence, verdict: classify(evidence, path) }));
  return {
    summary: summarize(judged, path),
    results: judged.map(({ evidence, verdict: { rulesVersion: _, ...verdict } }) => ({
      target: toTargetFacts(evidence.target),
      ...verdict,
      evidence,
    })),
  };
}

function toTargetFacts({ name, host, port, scheme, path, agents, feature, required, tier }: Target): TargetFacts {
  return { name, host, port, scheme, path, agents, feature, required, tier };
}
