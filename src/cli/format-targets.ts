/** The expanded list of targets. */
import type { Target } from '../model/target.ts';
import { counted } from './figures.ts';
import { left, shortened, shortenedInTheMiddle, widest } from './layout.ts';
import { plainThroughout } from './plain.ts';
import { paint, type Screen } from './screen.ts';
import { agentsLabel, targetLabel } from './target-label.ts';

const GAP = 2;
const MOST_ASKS = 18;
const LEAST_LABEL = 30;
const LEAST_FEATURE = 12;

export function formatTargets(given: readonly Target[], catalogVersion: string, screen: Screen): string {
  const targets = plainThroughout(given);
  const count = `${counted(targets.length, 'target')} (catalogue ${catalogVersion})`;
  if (targets.length === 0) return count;
  const rows = targets.map((target) => ({
    agents: agentsLabel(target),
    label: targetLabel(target),
    asks: target.scheme === 'tcp' ? 'tcp' : `${target.scheme} ${target.path}`,
    need: target.tier,
    effect: target.effect,
    feature: target.feature,
  }));
  const head = { agents: '', label: 'target', asks: 'asks', need: 'tier', effect: 'if not', feature: 'feature' };
  const column = (key: keyof typeof head): number => widest([head, ...rows].map((row) => row[key])) + GAP;
  const [agents, need, effect] = [column('agents'), column('need'), column('effect')];
  const asks = Math.min(column('asks'), MOST_ASKS);
  const fixed = agents + asks + need + effect;
  // Names give way to the feature, and the feature is cut before it is left out.
  const label = Math.min(column('label'), Math.max(screen.columns - fixed - LEAST_FEATURE, LEAST_LABEL));
  const feature = screen.columns - fixed - label;
  const lines = [head, ...rows].map((row) =>
    [
      left(row.agents, agents),
      left(shortenedInTheMiddle(row.label, label - GAP), label),
      left(shortened(row.asks, asks - GAP), asks),
      left(row.need, need),
      left(row.effect, effect),
      feature < LEAST_FEATURE ? '' : shortened(row.feature, feature),
    ]
      .join('')
      .trimEnd(),
  );
  const [first = '', ...others] = lines;
  return [paint(screen).dim(first), ...others, count].join('\n');
}
