import { describe, expect, test } from 'vitest';
import { endpointRules } from '../../../../src/catalog/endpoints-file.ts';
import { expandTargets } from '../../../../src/catalog/expand-targets.ts';
import { DEFAULT_MUST_BE_DENIED, DEFAULT_TARGET_SETTINGS } from '../../../../src/model/settings.ts';
import type { Snapshot } from '../support/bicep.ts';
import { all, at, list, subnets, text, the } from '../support/read.ts';
import { GIVEN, SETS, type Sets } from '../support/sets.ts';

const GROUPS = 'Microsoft.Network/firewallPolicies/ruleCollectionGroups';

interface Rule {
  readonly collection: string;
  readonly name: string;
  readonly type: string;
  readonly sources: readonly unknown[];
  readonly protocols: readonly unknown[];
  readonly fqdns: readonly string[];
  readonly terminateTLS: unknown;
}

/** Rules whose text is known before the deployment. The app's own collection holds hosts that only the deployment tells. */
function rulesOf(snapshot: Snapshot): readonly Rule[] {
  return list(the(snapshot, GROUPS), 'properties.ruleCollections').flatMap((collection) =>
    list(collection, 'rules').map((rule) => ({
      collection: text(collection, 'name'),
      name: text(rule, 'name'),
      type: text(rule, 'ruleType'),
      sources: list(rule, 'sourceAddresses'),
      protocols: list(rule, 'protocols'),
      fqdns: list(rule, 'targetFqdns').map(String),
      terminateTLS: at(rule, 'terminateTLS'),
    })),
  );
}

const matches = (fqdn: string, host: string): boolean =>
  fqdn.startsWith('*.') ? host.endsWith(fqdn.slice(1)) : fqdn === host;

/** @param alone The module by itself, with everything known beforehand. */
export function firewallTests(sets: Sets, alone: Snapshot): void {
  const groups = [
    ['existing-network', sets['existing-network']],
    ['demo-hub', sets['demo-hub']],
    ['demo-hub-linux', sets['demo-hub-linux']],
    ['firewall-rules', alone],
  ] as const;

  describe.each(groups)('the rule collection group of %s', (set, snapshot) => {
    const group = the(snapshot, GROUPS);
    const collections = list(group, 'properties.ruleCollections');
    const rules = rulesOf(snapshot);

    test('holds collections of one type each, allowing, with priorities of their own', () => {
      expect(collections.length).toBe(2);
      const priorities = [at(group, 'properties.priority'), ...collections.map((one) => at(one, 'priority'))].map(
        Number,
      );
      expect(priorities.filter((one) => !(one >= 100 && one <= 65000))).toEqual([]);
      expect(new Set(priorities.slice(1)).size).toBe(collections.length);
      expect(collections.map((one) => at(one, 'ruleCollectionType'))).toEqual(
        Array(2).fill('FirewallPolicyFilterRuleCollection'),
      );
      expect(collections.map((one) => at(one, 'action.type'))).toEqual(['Allow', 'Allow']);
      expect(new Set(rules.map(({ type }) => type))).toEqual(new Set(['ApplicationRule']));
    });
    test('has one list of sources', () => {
      const expected: Readonly<Record<typeof set, readonly unknown[]>> = {
        'existing-network': [...GIVEN.agentSubnets['existing-network'], '10.30.9.0/27'],
        'demo-hub': ['10.90.0.64/27', '10.90.0.0/27'],
        'demo-hub-linux': ['10.90.0.64/27', '10.90.0.0/27'],
        'firewall-rules': ['10.20.1.0/24', '10.90.0.0/27'],
      };
      expect(rules.length).toBeGreaterThan(3);
      for (const { name, sources } of rules) expect(sources, name).toEqual(expected[set]);
      // The collection that stays an expression takes the same list.
      expect(JSON.stringify(collections)).not.toMatch(/"sourceAddresses":"/);
    });
    test('has a name to allow in every rule, and no rule twice', () => {
      const concrete = rules.filter(({ collection }) => collection === 'agents');
      expect(concrete.length).toBeGreaterThan(3);
      expect(concrete.filter(({ fqdns }) => fqdns.length === 0).map(({ name }) => name)).toEqual([]);
      const names = rules.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(
        concrete.flatMap(({ fqdns }) => fqdns).filter((fqdn) => /[{}]/.test(fqdn) && !fqdn.startsWith('[')),
      ).toEqual([]);
    });
    test('inspects nothing, and says protocol and port as Azure Firewall does', () => {
      expect(rules.map(({ terminateTLS }) => terminateTLS)).toEqual(rules.map(() => false));
      for (const { protocols } of rules) {
        expect([[{ protocolType: 'Https', port: 443 }], [{ protocolType: 'Http', port: 80 }]]).toContainEqual(
          protocols,
        );
      }
    });
    test('does not allow what must be denied', () => {
      const allowed = rules.flatMap(({ fqdns }) => fqdns);
      for (const host of [DEFAULT_MUST_BE_DENIED, 'denied.example.net', 'run.beacon.example.net']) {
        expect(allowed.filter((fqdn) => fqdn === '*' || matches(fqdn, host))).toEqual([]);
      }
    });
  });

  test('every target that the app probes by default is allowed, on its port', () => {
    const rules = rulesOf(alone);
    const { targets } = expandTargets({
      ...DEFAULT_TARGET_SETTINGS,
      regions: ['westeurope'],
      workspaces: [{ id: 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa' }],
    });
    const needed = targets.filter(({ tier }) => tier !== 'legacy');
    const without = needed.filter(
      ({ host, port }) =>
        !rules.some(
          ({ fqdns, protocols }) => at(protocols, '0.port') === port && fqdns.some((fqdn) => matches(fqdn, host)),
        ),
    );
    expect(needed.length).toBeGreaterThan(20);
    expect(without.map(({ name }) => name)).toEqual([]);
  });
  test('wildcards stand for whole labels at the front, in every cloud', () => {
    const hosts = (['public', 'usgov', 'china'] as const).flatMap(endpointRules).flatMap((rule) => rule.hosts);
    expect(hosts.filter((host) => host.replace(/^\*\./, '').includes('*'))).toEqual([]);
    expect(hosts).toContain('*.servicebus.windows.net');
  });
  test('the app itself is allowed by the names that the deployment tells', () => {
    expect(rulesOf(alone).find(({ collection }) => collection === 'agentpath')?.fqdns).toEqual([
      'dcr-probe-a1b2.westeurope-1.ingest.monitor.azure.com',
      'westeurope-5.in.applicationinsights.azure.com',
      'westeurope.livediagnostics.monitor.azure.com',
      'login.microsoftonline.com',
      '*.identity.azure.net',
      'func-probe.azurewebsites.net',
      'func-probe.scm.azurewebsites.net',
    ]);
  });
  test('a given policy gets the group, in its own resource group and with the given priority', () => {
    const group = the(sets['existing-network'], GROUPS);
    expect(group.id).toMatch(/\/resourceGroups\/rg-hub\/providers\/Microsoft\.Network\/firewallPolicies\/afwp-hub\//);
    expect(at(group, 'properties.priority')).toBe(2000);
  });
  test('without a policy nothing is attached, and the rules are still handed out', () => {
    for (const set of SETS.filter((name) => !['existing-network', 'demo-hub', 'demo-hub-linux'].includes(name))) {
      expect(all(sets[set], GROUPS), set).toEqual([]);
      expect(sets[set].outputs['FIREWALL_RULE_COLLECTIONS'], set).toMatch(/firewallRuleCollections/);
    }
  });
  test("the demo's sources are its subnets", () => {
    const prefixes = subnets(sets['demo-hub'])
      .filter(({ id }) => /snet-(agents|agentpath)$/.test(id))
      .map(({ properties }) => at(properties, 'addressPrefix'));
    expect(prefixes.toSorted()).toEqual(['10.90.0.0/27', '10.90.0.64/27']);
  });
}
