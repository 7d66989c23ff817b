/** One destination, however many reasons. */
import { AGENTS, INSPECTION, type Inspection, TIERS } from '../model/target.ts';
import type { Allowance } from './allowance.ts';

/** What two reasons for one destination mean for inspection: the stricter holds. */
const STRICTEST_FIRST: readonly Inspection[] = ['forbidden', 'skip', 'tolerated', 'unknown'];

export function keyOf({ protocol, port, destination }: Pick<Allowance, 'protocol' | 'port' | 'destination'>): string {
  return `${protocol}:${port}:${destination}`;
}

/** In the order in which destinations first occur. */
export function merged(allowances: readonly Allowance[]): readonly Allowance[] {
  return [...Map.groupBy(allowances, keyOf).values()].flatMap((same) => {
    const [first] = same;
    return first ? [together(first, same)] : [];
  });
}

function together(first: Allowance, same: readonly Allowance[]): Allowance {
  const each = <T>(read: (one: Allowance) => readonly T[]): readonly T[] => [...new Set(same.flatMap(read))];
  const text = (read: (one: Allowance) => string, between: string): string =>
    each((one) => [read(one)])
      .filter((part) => part !== '')
      .join(between);
  const agents = each((one) => one.agents);
  const sources = new Map(same.flatMap((one) => one.sources.map((source) => [source.key, source] as const)));
  return {
    ...first,
    agents: AGENTS.filter((agent) => agents.includes(agent)),
    feature: text((one) => one.feature, ', '),
    tier: TIERS.find((tier) => same.some((one) => one.tier === tier)) ?? first.tier,
    why: text((one) => one.why, '; '),
    sources: [...sources.values()],
    places: each((one) => one.places),
    // Tags that serve the destination for every reason.
    serviceTags: first.serviceTags.filter((tag) => same.every((one) => one.serviceTags.includes(tag))),
    inspection: STRICTEST_FIRST.find((strict) => same.some((one) => one.inspection === strict)) ?? INSPECTION[0],
    targets: each((one) => one.targets),
    warnings: each((one) => one.warnings),
  };
}
