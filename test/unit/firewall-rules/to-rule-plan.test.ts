import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Allowance } from '../../../src/firewall-rules/allowance.ts';
import {
  limitProblems,
  MAX_DESCRIPTION,
  MAX_DESTINATIONS_PER_RULE,
  MAX_GROUP_BYTES,
  RESOURCE_NAME,
} from '../../../src/firewall-rules/limits.ts';
import { type PlanOptions, rulesOf } from '../../../src/firewall-rules/rule-plan.ts';
import { toRulePlan } from '../../../src/firewall-rules/to-rule-plan.ts';
import { writeRules } from '../../../src/firewall-rules/write-rules.ts';
import { allowance, cataloguePlan, mixedPlan, OPTIONS } from './built.ts';

const planOf = (allowances: readonly Allowance[], given: Partial<PlanOptions> = {}) =>
  toRulePlan({ allowances, notAllowed: [] }, { ...OPTIONS, ...given });
const many = (count: number, given: Partial<Allowance> = {}): readonly Allowance[] =>
  Array.from({ length: count }, (_, index) => allowance(`h${String(index).padStart(5, '0')}.example`, given));
const subnets = (count: number): PlanOptions['sources'] => ({
  kind: 'addresses',
  values: Array.from({ length: count }, (_, index) => `10.${Math.floor(index / 256)}.${index % 256}.0/24`),
});

describe('the rules of a plan', () => {
  test('are one for what the same agents need for the same feature, sorted within', () => {
    const plan = planOf([allowance('b.example'), allowance('a.example'), allowance('c.example', { feature: 'other' })]);
    expect(rulesOf(plan).map(({ name, destinations }) => [name, destinations])).toEqual([
      ['ama-configuration-https-443', ['a.example', 'b.example']],
      ['ama-other-https-443', ['c.example']],
    ]);
  });
  test('lie in one collection for each tier and type, the required first', () => {
    const [group] = mixedPlan().groups;
    expect(
      group?.collections.map(({ name, priority, rules }) => [
        name,
        priority,
        new Set(rules.map(({ kind }) => kind)).size,
      ]),
    ).toEqual([
      ['agentpath-required', 1000, 1],
      ['agentpath-required-network', 1100, 1],
      ['agentpath-recommended', 1200, 1],
      ['agentpath-feature', 1300, 1],
    ]);
  });
  test('do not depend on the order in which targets are given', () => {
    const allowances = [
      ...many(20),
      ...many(5, { feature: 'x', tier: 'feature' }),
      ...many(5, { protocol: 'Http', port: 80 }),
    ];
    const text = writeRules(planOf(allowances), 'bicep');
    fc.assert(
      fc.property(fc.shuffledSubarray([...allowances], { minLength: allowances.length }), (shuffled) => {
        expect(writeRules(planOf(shuffled), 'bicep')).toBe(text);
      }),
      { numRuns: 20 },
    );
  });
  test('bear names that Azure takes, each once, whatever the feature is called', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { minLength: 1, maxLength: 12 }),
        (features) => {
          const plan = planOf(features.map((feature, index) => allowance(`h${index}.example`, { feature })));
          const names = rulesOf(plan).map(({ name }) => name);
          expect(new Set(names).size).toBe(names.length);
          for (const name of names) expect(name).toMatch(RESOURCE_NAME);
          expect(names.filter((name) => !/https-443(?:-\d+)?$/.test(name))).toEqual([]);
        },
      ),
    );
  });
  test('carry every allowance exactly once', () => {
    const plan = planOf([...many(333), ...many(7, { tier: 'feature' })]);
    expect(rulesOf(plan).flatMap(({ destinations }) => destinations).length).toBe(340);
    expect(rulesOf(plan).every(({ destinations }) => destinations.length <= MAX_DESTINATIONS_PER_RULE)).toBe(true);
    expect(rulesOf(plan).map(({ name }) => name)).toEqual([
      'ama-configuration-https-443',
      'ama-configuration-https-443-2',
      'ama-configuration-https-443-3',
      'ama-configuration-https-443-4',
      'ama-configuration-https-443-5',
    ]);
  });
});

describe('descriptions', () => {
  test('never lose the source, however much there is to say', () => {
    const [rule] = rulesOf(planOf(many(40).map((one, index) => ({ ...one, why: `reason number ${index} of many` }))));
    expect([...(rule?.description ?? '')].length).toBe(MAX_DESCRIPTION);
    expect(rule?.description).toMatch(
      /^Needed by: Azure Monitor Agent \(required\) for configuration\. Without it: reason number 0 .*…\. Source: a-page \(2026-01, DOC\)$/,
    );
  });
  test('are bounded, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 700 }),
        fc.string({ unit: 'grapheme', maxLength: 700 }),
        (feature, why) => {
          const places = [why, feature];
          const [rule] = rulesOf(planOf([allowance('a.example', { feature, why, places })]));
          expect([...(rule?.description ?? '')].length).toBeLessThanOrEqual(MAX_DESCRIPTION);
        },
      ),
    );
  });
});

describe('limits', () => {
  test('a group that would be too large becomes several, in order and each within the size', () => {
    const allowances = Array.from({ length: 25 }, (_, index) =>
      allowance(`h${index}.example`, { feature: `f${index}` }),
    );
    const { groups } = planOf(allowances, { sources: subnets(5000) });
    expect(groups.map(({ name, priority }) => [name, priority])).toEqual([
      ['rcg-agentpath', 1000],
      ['rcg-agentpath-2', 1001],
      ['rcg-agentpath-3', 1002],
    ]);
    for (const { bytes, collections } of groups) {
      const resolved = collections.flatMap(({ rules }) =>
        rules.map((rule) => ({ ...rule, allowances: [], sources: subnets(5000).values })),
      );
      expect(bytes).toBeLessThanOrEqual(MAX_GROUP_BYTES);
      expect(bytes).toBeGreaterThan(Buffer.byteLength(JSON.stringify(resolved)));
    }
    expect(limitProblems(planOf(allowances, { sources: subnets(5000) }))).toEqual([]);
  });
  test.for([
    [
      'a rule that fills more than a group',
      planOf(many(1), { sources: subnets(60_000) }),
      /bytes of rules in the group rcg-agentpath/,
    ],
    [
      'a priority beyond the last',
      planOf(
        many(300).map((one, i) => ({ ...one, feature: `f${i}` })),
        { sources: subnets(5000), priority: 65_000 },
      ),
      /would be the priority/,
    ],
    [
      'too many groups',
      planOf(
        many(800).map((one, i) => ({ ...one, feature: `f${i}` })),
        { sources: subnets(5000) },
      ),
      /rule collection groups/,
    ],
    [
      'too many names in network rules',
      planOf(many(1001, { protocol: 'Tcp', port: 5671 })),
      /1001 names in network rules/,
    ],
    [
      'too many pairs in network rules',
      planOf(many(100, { protocol: 'Tcp', port: 5671 }), { sources: subnets(201) }),
      /20100 pairs/,
    ],
    [
      'too many IP groups',
      planOf(many(1), { sources: { kind: 'ipGroups', values: Array.from({ length: 201 }, (_, i) => `g${i}`) } }),
      /201 IP groups/,
    ],
  ] as const)('%s is said', ([, plan, says]) => {
    expect(limitProblems(plan).filter((one) => says.test(one))).toHaveLength(1);
  });
  test('the whole catalogue is far from all of them', () => {
    for (const cloud of ['public', 'usgov', 'china'] as const) expect(limitProblems(cataloguePlan(cloud))).toEqual([]);
  });
});

describe('by service tag', () => {
  const tagged = (host: string, serviceTags: readonly string[], given: Partial<Allowance> = {}) =>
    allowance(host, { serviceTags, ...given });
  const plan = planOf(
    [
      tagged('a.example', ['Storage', 'AzureMonitor']),
      tagged('b.example', ['AzureMonitor', 'Storage']),
      tagged('c.com', ['AzureArcInfrastructure']),
      tagged('c.us', ['AzureArcInfrastructure']),
      tagged('crl.example', ['AzureFrontDoor.Frontend'], { protocol: 'Http', port: 80 }),
      allowance('dce.example'),
    ],
    { networkRules: true },
  );
  test('what the same tags carry is one network rule; the rest stays by name', () => {
    expect(rulesOf(plan).map(({ kind, to, destinations, port }) => [kind, to, destinations, port])).toEqual([
      ['application', 'fqdns', ['crl.example'], 80],
      // A firewall of another cloud knows its own cloud's range of this tag only.
      ['application', 'fqdns', ['c.us', 'dce.example'], 443],
      ['network', 'serviceTags', ['AzureArcInfrastructure'], 443],
      ['network', 'serviceTags', ['AzureMonitor', 'Storage'], 443],
    ]);
    expect(rulesOf(plan)[3]?.allowances.map(({ destination }) => destination)).toEqual(['a.example', 'b.example']);
  });
  test('what it costs is said, and only then', () => {
    expect(plan.notes.join(' ')).toMatch(
      /every address of the tag.*without its name.*data collection endpoints are in no service tag/,
    );
    expect(planOf([tagged('a.example', ['Storage'])]).notes).toEqual(OPTIONS.notes);
    expect(planOf([allowance('a.example')], { networkRules: true }).notes).toEqual(OPTIONS.notes);
  });
});
