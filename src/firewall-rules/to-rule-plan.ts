/** What must be let through → rules, collections and groups, within the limits of Azure Firewall. The same input gives the same text. */
import { TIERS } from '../model/target.ts';
import type { Allowance, Allowances } from './allowance.ts';
import { descriptionOf } from './describe.ts';
import { MAX_DESTINATIONS_PER_RULE, MAX_GROUP_BYTES } from './limits.ts';
import type { FirewallRule, PlanOptions, RuleCollection, RuleCollectionGroup, RulePlan } from './rule-plan.ts';
import { splitByTag, TAG_NOTES } from './service-tags.ts';
import { byText } from './text.ts';

/** Of the first collection; the others follow with room between. */
const FIRST_COLLECTION = 1000;
const COLLECTION_STEP = 100;
const LONGEST_NAME = 70;

export function toRulePlan({ allowances, notAllowed }: Allowances, options: PlanOptions): RulePlan {
  const { tagged, byName } = options.networkRules ? splitByTag(allowances) : { tagged: [], byName: allowances };
  const rules = uniquelyNamed([...ruleLists(byName), ...tagRules(tagged)]);
  return {
    ...(options.policy !== undefined && { policy: options.policy }),
    sources: options.sources,
    groups: groupsOf(rules, options),
    notAllowed: [...notAllowed].sort((one, other) => byText(one.name, other.name)),
    notes: [...options.notes, ...(tagged.length > 0 ? TAG_NOTES : [])],
  };
}

/** A rule and the tier whose collection it belongs to. */
type Placed = FirewallRule & { readonly tier: Allowance['tier'] };

/** One rule for what the same agents need for the same feature, by the same protocol and port. */
function ruleLists(allowances: readonly Allowance[]): readonly Placed[] {
  const alike = ({ tier, agents, feature, protocol, port, kind }: Allowance): string =>
    JSON.stringify([TIERS.indexOf(tier), agents, feature, protocol, port, protocol === 'Tcp' && kind === 'address']);
  return [...Map.groupBy(allowances, alike)]
    .sort(([one], [other]) => byText(one, other))
    .flatMap(([, same]) => {
      const sorted = [...same].sort((one, other) => byText(one.destination, other.destination));
      return chunks(sorted, MAX_DESTINATIONS_PER_RULE).map((part) => byDestination(part));
    });
}

function byDestination(allowances: readonly Allowance[]): Placed {
  const [first] = allowances;
  if (!first) throw new Error('a rule without a destination');
  const { tier, protocol, port, kind } = first;
  return {
    name: nameOf(first),
    description: descriptionOf(allowances),
    kind: protocol === 'Tcp' ? 'network' : 'application',
    protocol,
    port,
    to: kind === 'address' ? 'addresses' : 'fqdns',
    destinations: allowances.map(({ destination }) => destination),
    allowances,
    tier,
  };
}

/** One rule for what the same tags carry on the same port. */
function tagRules(allowances: readonly Allowance[]): readonly Placed[] {
  const alike = ({ tier, serviceTags, port }: Allowance): string =>
    JSON.stringify([TIERS.indexOf(tier), [...serviceTags].sort(byText), port]);
  return [...Map.groupBy(allowances, alike)]
    .sort(([one], [other]) => byText(one, other))
    .flatMap(([, same]) => {
      const sorted = [...same].sort((one, other) => byText(one.destination, other.destination));
      const [first] = sorted;
      if (!first) return [];
      const tags = [...first.serviceTags].sort(byText);
      return [
        {
          name: slug(['tags', ...tags, 'tcp', String(first.port)].join('-')),
          description: descriptionOf(sorted),
          kind: 'network' as const,
          protocol: 'Tcp' as const,
          port: first.port,
          to: 'serviceTags' as const,
          destinations: tags,
          allowances: sorted,
          tier: first.tier,
        },
      ];
    });
}

function nameOf({ agents, feature, protocol, port }: Allowance): string {
  const who = agents.length === 0 ? 'own' : agents.join('-');
  return slug(`${who}-${feature}-${protocol}-${port}`);
}

/** Letters, digits and hyphens; the end tells protocol and port, so that a long feature gives way. */
function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (plain.length <= LONGEST_NAME) return plain;
  const end = /-[a-z]+-\d+$/.exec(plain)?.[0] ?? '';
  return plain.slice(0, LONGEST_NAME - end.length).replace(/-+$/, '') + end;
}

function uniquelyNamed(rules: readonly Placed[]): readonly Placed[] {
  const taken = new Set<string>();
  return rules.map((rule) => {
    let name = rule.name;
    for (let next = 2; taken.has(name); next += 1) name = `${rule.name}-${next}`;
    taken.add(name);
    return { ...rule, name };
  });
}

/** A collection for each tier and type, and as many groups as their size takes. */
function groupsOf(rules: readonly Placed[], options: PlanOptions): readonly RuleCollectionGroup[] {
  const groups: RuleCollectionGroup[] = [];
  for (const { rules: part, bytes } of sized(inCollections(rules), options)) {
    const number = groups.length + 1;
    groups.push({
      name: number === 1 ? options.groupName : `${options.groupName}-${number}`,
      priority: options.priority + number - 1,
      collections: collectionsOf(part),
      bytes,
    });
  }
  return groups;
}

const collectionName = ({ tier, kind }: Placed): string => `agentpath-${tier}${kind === 'network' ? '-network' : ''}`;

function inCollections(rules: readonly Placed[]): readonly Placed[] {
  const order = (rule: Placed): number => TIERS.indexOf(rule.tier) * 2 + (rule.kind === 'network' ? 1 : 0);
  return [...rules].sort((one, other) => order(one) - order(other));
}

function collectionsOf(rules: readonly Placed[]): readonly RuleCollection[] {
  return [...Map.groupBy(rules, collectionName)].map(([name, same], index) => ({
    name,
    priority: FIRST_COLLECTION + index * COLLECTION_STEP,
    rules: same.map(({ tier: _, ...rule }) => rule),
  }));
}

function sized(
  rules: readonly Placed[],
  options: PlanOptions,
): readonly { readonly rules: readonly Placed[]; readonly bytes: number }[] {
  const parts: { rules: Placed[]; bytes: number }[] = [];
  for (const rule of rules) {
    const bytes = bytesOf(rule, options);
    const last = parts.at(-1);
    if (last && last.bytes + bytes <= MAX_GROUP_BYTES) {
      last.rules.push(rule);
      last.bytes += bytes;
    } else {
      parts.push({ rules: [rule], bytes });
    }
  }
  return parts;
}

/** What is around a rule in its JSON: property names, types, brackets. Rather too much than too little. */
const AROUND = 400;

function bytesOf({ name, description, destinations }: Placed, { sources }: PlanOptions): number {
  const text = JSON.stringify([name, description, destinations, sources.values]);
  // UTF-8 takes at most three bytes for a UTF-16 unit.
  return AROUND + text.length + 2 * [...text].filter((character) => character > '\u007f').length;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
