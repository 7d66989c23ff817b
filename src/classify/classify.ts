/** Evidence → verdict: findings first, then the first row of the table that matches. */
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { Steps } from '../model/step.ts';
import type { State, Verdict } from '../model/verdict.ts';
import { effectOf } from './effect.ts';
import { findings } from './findings.ts';
import { remedy } from './remedy.ts';
import type { Rule } from './rule.ts';
import { RULES, RULES_VERSION } from './rules.ts';
import { viewOf } from './view.ts';

/** `rules` is another table only where the table itself is under test. */
export function classify(evidence: Evidence, path: Path, rules: readonly Rule[] = RULES): Verdict {
  const view = viewOf(evidence, path);
  const rule = rules.find(({ when }) => when(view));
  if (!rule) throw new Error('the rule table has no last row that always matches');
  const { state, cause } = rule;
  const confidence = rule.confidence(view);
  const tcp = tcpTestSucceeded(evidence, view.proxied);
  return {
    state,
    cause,
    rule: rule.id,
    rulesVersion: RULES_VERSION,
    confidence,
    alternatives: confidence === 'certain' ? [] : rule.alternatives(view),
    settle: confidence === 'certain' ? [] : rule.settle,
    effect: effectOf(evidence.target, { state, cause }),
    phase: rule.phase ?? view.phase,
    truth: rule.truth(view),
    because: rule.because,
    remedy: remedy(evidence, { state, cause, confidence }, path),
    findings: findings(evidence, path),
    tcpTestSucceeded: tcp,
    tcpMisleads: tcp && MISLED.includes(state),
  };
}

/** States in which whoever trusts a TCP test looks for the fault in the wrong place. */
const MISLED: readonly State[] = ['denied', 'intercepted', 'incompatible'];

/** What a TCP test to the target would have claimed: of the first direct attempt. Through a proxy none was made. */
function tcpTestSucceeded({ steps }: { readonly steps: Steps }, proxied: boolean): boolean {
  return !proxied && steps.tcp.status === 'ok';
}
