/**
 * What Azure Firewall takes. Numbers from the vendor's table of limits (azure-docs includes/firewall-limits.md, 2023-10-10) and its REST specification
 * (Microsoft.Network/firewallPolicies 2024-05-01), but for those marked as ours.
 */
import type { RulePlan } from './rule-plan.ts';

/** 1 MB for policies from before July 2022, 2 MB for later ones; which one is meant cannot be known here. */
export const MAX_GROUP_BYTES = 1_000_000;
/** 50 for policies from before July 2022; later ones take more. */
export const MAX_GROUPS = 50;
export const LOWEST_PRIORITY = 100;
export const HIGHEST_PRIORITY = 65_000;
/** Sum over network rules of sources times destinations; an IP group counts as one. */
export const MAX_NETWORK_PAIRS = 20_000;
/** Across all network rules of a firewall, for good performance. */
export const MAX_NETWORK_FQDNS = 1_000;
export const MAX_IP_GROUPS = 200;
/** Ours: no limit is documented, and a longer list is read by nobody. */
export const MAX_DESTINATIONS_PER_RULE = 100;
/** Ours: no limit is documented. */
export const MAX_DESCRIPTION = 500;

/** Names of policies and groups, from the REST specification. */
export const RESOURCE_NAME = /^[A-Za-z0-9](?:[\w.-]{0,78}\w)?$/;

/** Everything that Azure Firewall would refuse, or run badly with. Empty where all is well. */
export function limitProblems({ groups, sources }: RulePlan): readonly string[] {
  const rules = groups.flatMap(({ collections }) => collections.flatMap((collection) => collection.rules));
  const network = rules.filter(({ kind }) => kind === 'network');
  const pairs = network.reduce((sum, { destinations }) => sum + sources.values.length * destinations.length, 0);
  const fqdns = new Set(network.filter(({ to }) => to === 'fqdns').flatMap(({ destinations }) => destinations));
  const last = groups.at(-1)?.priority ?? LOWEST_PRIORITY;
  const over = (is: number, most: number, says: string): readonly string[] =>
    is > most ? [`${is} ${says}, and ${most} is the most`] : [];
  return [
    ...over(groups.length, MAX_GROUPS, 'rule collection groups, each of them full'),
    ...over(last, HIGHEST_PRIORITY, 'would be the priority of the last group'),
    ...groups.flatMap(({ name, bytes }) => over(bytes, MAX_GROUP_BYTES, `bytes of rules in the group ${name}`)),
    ...over(pairs, MAX_NETWORK_PAIRS, 'pairs of source and destination in network rules'),
    ...over(fqdns.size, MAX_NETWORK_FQDNS, 'names in network rules'),
    ...over(sources.kind === 'ipGroups' ? sources.values.length : 0, MAX_IP_GROUPS, 'IP groups'),
  ];
}
