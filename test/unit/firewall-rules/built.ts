/** Plans built by hand or from the catalogue, and what every format must say of them. */
import { expandTargets } from '../../../src/catalog/expand-targets.ts';
import { unnamedIn } from '../../../src/cli/unnamed.ts';
import type { Allowance } from '../../../src/firewall-rules/allowance.ts';
import type { PlanOptions, RulePlan } from '../../../src/firewall-rules/rule-plan.ts';
import { type AllowanceOptions, toAllowances } from '../../../src/firewall-rules/to-allowances.ts';
import { toRulePlan } from '../../../src/firewall-rules/to-rule-plan.ts';
import { type Cloud, DEFAULT_TARGET_SETTINGS } from '../../../src/model/settings.ts';
import type { Target } from '../../../src/model/target.ts';

export const REGION: Readonly<Record<Cloud, string>> = {
  public: 'westeurope',
  usgov: 'usgovvirginia',
  china: 'chinaeast2',
};
export const WORKSPACE = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
export const SOURCES = ['10.20.1.0/24', '10.90.0.0/27'] as const;

export const OPTIONS: PlanOptions = {
  sources: { kind: 'addresses', values: SOURCES },
  groupName: 'rcg-agentpath',
  priority: 1000,
  networkRules: false,
  notes: ['Written for a test'],
};

export function settingsOf(cloud: Cloud) {
  return { ...DEFAULT_TARGET_SETTINGS, cloud, regions: [REGION[cloud]], workspaces: [{ id: WORKSPACE }] };
}

export function catalogueAllowances(cloud: Cloud, options: Partial<AllowanceOptions> = {}) {
  const { targets, origins, leftOut } = expandTargets(settingsOf(cloud));
  const { unnamed } = unnamedIn(leftOut, settingsOf(cloud));
  return toAllowances(targets, origins, unnamed, { wildcards: false, legacy: false, ...options });
}

export function cataloguePlan(cloud: Cloud, options: Partial<PlanOptions> = {}): RulePlan {
  return toRulePlan(catalogueAllowances(cloud), { ...OPTIONS, ...options });
}

export function target(host: string, given: Partial<Target> = {}): Target {
  return {
    name: host,
    host,
    port: 443,
    scheme: 'https',
    path: '/',
    agents: ['ama'],
    feature: 'configuration',
    required: true,
    tier: 'required',
    effect: 'broken',
    stops: 'AMA stops',
    inspection: 'forbidden',
    ...given,
  };
}

export function allowance(destination: string, given: Partial<Allowance> = {}): Allowance {
  return {
    destination,
    kind: 'fqdn',
    protocol: 'Https',
    port: 443,
    agents: ['ama'],
    feature: 'configuration',
    tier: 'required',
    why: 'AMA stops',
    sources: [{ key: 'a-page', page: 'a repository', date: '2026-01', grade: 'DOC' }],
    places: [],
    serviceTags: [],
    inspection: 'forbidden',
    targets: [destination],
    warnings: [],
    ...given,
  };
}

/** A plan with every kind of rule in it. */
export function mixedPlan(given: Partial<PlanOptions> = {}): RulePlan {
  const allowances = [
    allowance('a.example'),
    allowance('b.example'),
    allowance('crl.example', { protocol: 'Http', port: 80, tier: 'recommended', agents: ['ama', 'cma'] }),
    allowance('*.wide.example', { kind: 'wildcard', tier: 'feature', agents: ['cma'], warnings: ['it is wide'] }),
    allowance('queue.example', { protocol: 'Tcp', port: 5671, agents: [], feature: 'own queue' }),
    allowance('192.0.2.7', { kind: 'address', protocol: 'Tcp', port: 443, agents: [], feature: 'own address' }),
    allowance('tagged.example', { serviceTags: ['AzureMonitor', 'Storage'], feature: 'log ingestion' }),
  ];
  return toRulePlan(
    { allowances, notAllowed: [{ name: 'z.example', because: 'it is private' }] },
    { ...OPTIONS, ...given },
  );
}

/** A rule as all formats can say it. */
export interface SaidRule {
  readonly group: string;
  readonly groupPriority: number;
  readonly collection: string;
  readonly collectionPriority: number;
  readonly name: string;
  readonly description: string;
  readonly sources: readonly string[];
  readonly sourceKind: 'addresses' | 'ipGroups';
  /** `Https:443`, or `TCP:443` in a network rule. */
  readonly protocol: string;
  /** Keyed by what they are in the network rules of all formats. */
  readonly to: 'targetFqdns' | 'destinationFqdns' | 'destinationAddresses';
  readonly destinations: readonly string[];
}

export function saidBy({ groups, sources }: RulePlan): readonly SaidRule[] {
  return groups.flatMap((group) =>
    group.collections.flatMap((collection) =>
      collection.rules.map(({ name, description, kind, protocol, port, to, destinations }) => ({
        group: group.name,
        groupPriority: group.priority,
        collection: collection.name,
        collectionPriority: collection.priority,
        name,
        description,
        sources: sources.values,
        sourceKind: sources.kind,
        protocol: kind === 'network' ? `TCP:${port}` : `${protocol}:${port}`,
        to: kind === 'application' ? 'targetFqdns' : to === 'fqdns' ? 'destinationFqdns' : 'destinationAddresses',
        destinations,
      })),
    ),
  );
}
