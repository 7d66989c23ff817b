/** The reason and the source of a rule, in the words that stand beside it. */
import type { Source } from '../model/origin.ts';
import type { Agent } from '../model/target.ts';
import type { Allowance } from './allowance.ts';
import { MAX_DESCRIPTION } from './limits.ts';
import { byText, listed, oneLine, shortened } from './text.ts';

const AGENT_NAMES: Readonly<Record<Agent, string>> = {
  ama: 'Azure Monitor Agent',
  cma: 'Connected Machine agent',
};

export function agentsLabel(agents: readonly Agent[]): string {
  return agents.length === 0 ? 'own target' : agents.map((agent) => AGENT_NAMES[agent]).join(', ');
}

/** `arc-network (2026-04-01, DOC)`; for a target of one's own the place where it was given. */
export function sourceLabels({ sources, places }: Pick<Allowance, 'sources' | 'places'>): readonly string[] {
  return [...sources.map(sourceLabel), ...places.map(oneLine)];
}

function sourceLabel({ key, date, grade }: Source): string {
  return oneLine(`${key} (${date}, ${grade})`);
}

/** What stops without one destination, and who says that it is needed. */
export function reasonOf(allowance: Allowance): string {
  const { why, feature, warnings } = allowance;
  const sources = sourceLabels(allowance);
  return [
    oneLine(why === '' ? feature : `Without it: ${why}`) || 'Asked for; no reason was given',
    ...(sources.length > 0 ? [`Source: ${listed(sources)}`] : []),
    ...warnings.map((warning) => `ATTENTION: ${oneLine(warning)}`),
  ].join('. ');
}

/** Of a whole rule. Never begins with a character that a program takes for a command (`@`, `-`, `=`). */
export function descriptionOf(allowances: readonly Allowance[]): string {
  const [first] = allowances;
  if (!first) return '';
  const each = (read: (one: Allowance) => readonly string[]): readonly string[] => [
    ...new Set(allowances.flatMap(read)),
  ];
  const features = each(({ feature }) => [oneLine(feature)]).filter((feature) => feature !== '');
  const whys = each(({ why }) => [oneLine(why)]).filter((why) => why !== '');
  const sources = [...each(sourceLabels)].sort(byText);
  const head = `Needed by: ${agentsLabel(first.agents)} (${first.tier})${features.length > 0 ? ` for ${listed(features)}` : ''}`;
  const tail = sources.length > 0 ? `. Source: ${listed(sources)}` : '';
  const why = whys.length > 0 ? `. Without it: ${whys.join('; ')}` : '';
  // Where there is too much to say, the reasons give way and the sources stay.
  const room = Math.max(0, MAX_DESCRIPTION - lengthOf(head) - lengthOf(tail));
  return shortened(`${head}${room < LEAST_REASON ? '' : shortened(why, room)}${tail}`, MAX_DESCRIPTION);
}

/** A shorter piece of a reason says nothing. */
const LEAST_REASON = 40;

const lengthOf = (text: string): number => [...text].length;
