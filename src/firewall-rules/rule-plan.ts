/** The rules of a firewall policy, whatever the language they are then written in. */
import type { Allowance, NotAllowed, RuleProtocol } from './allowance.ts';

/** One list for all rules: the agents' subnets and the probe's. Never empty, and never of both kinds. */
export interface RuleSources {
  readonly kind: 'addresses' | 'ipGroups';
  /** Subnets as CIDR, or resource ids. */
  readonly values: readonly string[];
}

export interface FirewallRule {
  /** Unique in the whole plan. */
  readonly name: string;
  readonly description: string;
  readonly kind: 'application' | 'network';
  readonly protocol: RuleProtocol;
  readonly port: number;
  /** What the destinations are. A rule has one kind of them. */
  readonly to: 'fqdns' | 'addresses' | 'serviceTags';
  /** As the rule says them: sorted, each once. */
  readonly destinations: readonly string[];
  /** What each destination is there for; those of a service tag are the names that it carries. */
  readonly allowances: readonly Allowance[];
}
/** Rules of one type: Azure Firewall refuses a mixed collection. */
export interface RuleCollection {
  readonly name: string;
  readonly priority: number;
  readonly rules: readonly FirewallRule[];
}
export interface RuleCollectionGroup {
  readonly name: string;
  readonly priority: number;
  readonly collections: readonly RuleCollection[];
  /** Estimate of the size that Azure Firewall measures: its JSON. */
  readonly bytes: number;
}

export interface RulePlan {
  /** Name of the firewall policy; absent: left open, as a parameter. */
  readonly policy?: string;
  readonly sources: RuleSources;
  readonly groups: readonly RuleCollectionGroup[];
  readonly notAllowed: readonly NotAllowed[];
  /** Sentences about the whole: where it comes from, what it costs. */
  readonly notes: readonly string[];
}

export interface PlanOptions {
  readonly policy?: string;
  readonly sources: RuleSources;
  readonly groupName: string;
  readonly priority: number;
  /** By service tag in network rules, where the documents name tags. */
  readonly networkRules: boolean;
  /** Of the catalogue or the run that the allowances come from. */
  readonly notes: readonly string[];
}

/** How a rule is said in a few words: `Https:443`. */
export function protocolLabel({ protocol, port }: Pick<FirewallRule, 'protocol' | 'port'>): string {
  return `${protocol}:${port}`;
}

export function rulesOf({ groups }: RulePlan): readonly FirewallRule[] {
  return groups.flatMap(({ collections }) => collections.flatMap(({ rules }) => rules));
}
