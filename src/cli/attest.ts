/** Which of the asked names pass in a run. */
import { isFor, isWildcard, type RuleName } from '../firewall-rules/rule-name.ts';
import type { RunResult, TargetResult } from '../model/run.ts';

/** `not_asked`: no target of the run stands for it, which only a wildcard can come to. */
export type Outcome = 'passes' | 'does_not_pass' | 'not_asked';

export interface Attested {
  readonly name: RuleName;
  readonly outcome: Outcome;
  /** Targets that ask for it, those that do not pass first. */
  readonly results: readonly TargetResult[];
}

/** A name passes where every target that asks for it is reachable: nothing less proves that the rule is in effect. */
export function attest(names: readonly RuleName[], { results }: Pick<RunResult, 'results'>): readonly Attested[] {
  return names.map((name) => {
    const about = results.filter(({ evidence }) => isFor(name, evidence.target));
    const failing = about.filter(({ state }) => state !== 'reachable');
    const outcome = about.length === 0 ? notAsked(name) : failing.length === 0 ? 'passes' : 'does_not_pass';
    return { name, outcome, results: [...failing, ...about.filter((one) => !failing.includes(one))] };
  });
}

/** A name that was to be asked and has no result was cut off by an interrupt: it is not known to pass. */
function notAsked(name: RuleName): Outcome {
  return isWildcard(name) ? 'not_asked' : 'does_not_pass';
}
