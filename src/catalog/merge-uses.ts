/** What a host means to the chosen agents together: the strongest need, every feature, everything that stops. */
import { AGENTS, type Agent, type Effect, type Inspection, type Target, type Tier } from '../model/target.ts';
import type { Use, Uses } from './entry.ts';

export type Merged = Pick<Target, 'agents' | 'feature' | 'required' | 'tier' | 'effect' | 'stops' | 'inspection'>;

const TIERS_STRONGEST_FIRST: readonly Tier[] = ['required', 'recommended', 'feature', 'legacy'];
const EFFECTS_STRONGEST_FIRST: readonly Effect[] = ['broken', 'degraded', 'unknown', 'none'];
const INSPECTION_STRICTEST_FIRST: readonly Inspection[] = ['forbidden', 'skip', 'tolerated', 'unknown'];

/** Undefined where none of the chosen agents uses it. */
export function mergeUses(all: Uses, chosen: readonly Agent[]): Merged | undefined {
  const agents = AGENTS.filter((agent) => chosen.includes(agent) && all[agent]);
  const uses = agents.map((agent) => all[agent]).filter((use) => use !== undefined);
  if (uses.length === 0) return undefined;
  const tier = first(TIERS_STRONGEST_FIRST, uses, (use) => use.tier);
  return {
    agents,
    feature: together(uses, ({ feature }) => feature, ', '),
    required: tier === 'required',
    tier,
    effect: first(EFFECTS_STRONGEST_FIRST, uses, ({ effect }) => effect),
    stops: together(uses, ({ stops }) => stops, '; '),
    inspection: first(INSPECTION_STRICTEST_FIRST, uses, ({ inspection }) => inspection),
  };
}

function first<T>(order: readonly T[], uses: readonly Use[], read: (use: Use) => T): T {
  const found = order.find((one) => uses.some((use) => read(use) === one));
  if (found === undefined) throw new Error('the catalogue holds a value that its order does not know');
  return found;
}

function together(uses: readonly Use[], read: (use: Use) => string, between: string): string {
  return [...new Set(uses.map(read))].join(between);
}
