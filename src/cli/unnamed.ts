/** What the catalogue names by a pattern or a template alone, in the form that rules are made of. */
import type { Entry } from '../catalog/entry.ts';
import { entries, type LeftOut } from '../catalog/expand-targets.ts';
import type { NotAllowed, Unnamed } from '../firewall-rules/allowance.ts';
import type { PrivateLinkScope, TargetSettings } from '../model/settings.ts';
import type { Agent } from '../model/target.ts';

export interface UnnamedEntries {
  readonly unnamed: readonly Unnamed[];
  /** What is left out on purpose: no value would change that. */
  readonly notAllowed: readonly NotAllowed[];
}

/** What an expansion left out. */
export function unnamedIn(
  leftOut: readonly LeftOut[],
  { cloud, agents, privateLink }: Pick<TargetSettings, 'cloud' | 'agents' | 'privateLink'>,
): UnnamedEntries {
  const byId = new Map(entries(cloud).map((entry) => [entry.id, entry]));
  const onPurpose = leftOut.flatMap(({ name, because }) => (because === undefined ? [] : [{ name, because }]));
  const unnamed = leftOut.flatMap(({ entry: id, lacks, because }) => {
    const entry = byId.get(id);
    if (!entry) throw new Error(`the catalogue left out ${id}, which it does not hold`);
    return because === undefined ? unnamedOf(entry, lacks, agents, privateLink) : [];
  });
  return { unnamed, notAllowed: onPurpose };
}

/** One for each agent that uses the entry. */
export function unnamedOf(
  entry: Entry,
  lacks: readonly string[],
  agents: readonly Agent[],
  privateLink: readonly PrivateLinkScope[] = [],
): readonly Unnamed[] {
  const { id, host, port, scheme, uses, sources, serviceTags = [], pattern, discoveredBy } = entry;
  const isPrivate = entry.privateLink !== undefined && privateLink.includes(entry.privateLink);
  return agents.flatMap((agent): readonly Unnamed[] => {
    const use = uses[agent];
    if (!use) return [];
    const { feature, tier, stops, inspection } = use;
    return [
      {
        name: host,
        host,
        port,
        scheme,
        agents: [agent],
        feature,
        tier,
        stops,
        inspection,
        lacks,
        ...(isPrivate && { privateLinkExpected: true }),
        ...(discoveredBy && { discoveredBy }),
        origin: { kind: 'catalogue', entry: id, sources, serviceTags, ...(pattern !== undefined && { pattern }) },
      },
    ];
  });
}
