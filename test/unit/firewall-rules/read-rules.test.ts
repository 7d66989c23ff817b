import { describe, expect, test } from 'vitest';
import { readRules } from '../../../src/firewall-rules/read-rules.ts';
import { isFor, isWildcard, type RuleName } from '../../../src/firewall-rules/rule-name.ts';
import { type RulePlan, rulesOf } from '../../../src/firewall-rules/rule-plan.ts';
import { writeRules } from '../../../src/firewall-rules/write-rules.ts';
import { cataloguePlan, mixedPlan } from './built.ts';

/** What the plan lets through, by the names that can be asked for. */
function namesOf(plan: RulePlan): readonly RuleName[] {
  return rulesOf(plan).flatMap(({ protocol, port, allowances }) =>
    allowances.map(({ destination }) => ({ destination, protocol, port })),
  );
}
const sorted = (names: readonly RuleName[]): readonly string[] =>
  names.map(({ destination, protocol, port }) => `${destination} ${protocol} ${port}`).sort();

function read(text: string): readonly RuleName[] {
  const result = readRules(text);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.names;
}

describe('what rules wrote is read back', () => {
  test.for([
    ['public', cataloguePlan('public')],
    ['usgov', cataloguePlan('usgov')],
    ['every kind of rule', mixedPlan()],
    ['by service tag', mixedPlan({ networkRules: true })],
  ] as const)('%s, from arm and from csv', ([, plan]) => {
    expect(sorted(read(writeRules(plan, 'arm')))).toEqual(sorted(namesOf(plan)));
    expect(sorted(read(writeRules(plan, 'csv')))).toEqual(sorted(namesOf(plan)));
  });
  test('CSV after a spreadsheet: semicolons, a byte order mark, another order of columns', () => {
    const text = '\uFEFFport;host;protocol;note\r\n443;A.example;Https;"x;\r\ny"\r\n80;*.b.example;Http;\r\n';
    expect(read(text)).toEqual([
      { destination: 'a.example', protocol: 'Https', port: 443 },
      { destination: '*.b.example', protocol: 'Http', port: 80 },
    ]);
  });
  test('a template with resources by symbolic name, other resources and a deny', () => {
    const rule = (fqdn: string) => ({
      ruleType: 'ApplicationRule',
      protocols: [
        { protocolType: 'Https', port: 443 },
        { protocolType: 'Http', port: 80 },
      ],
      targetFqdns: [fqdn, "[parameters('x')]"],
    });
    const group = {
      type: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
      properties: {
        ruleCollections: [
          { action: { type: 'Allow' }, rules: [rule('a.example')] },
          { action: { type: 'Deny' }, rules: [rule('denied.example')] },
          { rules: [{ ruleType: 'NatRule', destinationAddresses: ['192.0.2.1'], destinationPorts: ['443', '1-9'] }] },
        ],
      },
    };
    const policy = { type: 'Microsoft.Network/firewallPolicies', existing: true };
    expect(read(JSON.stringify({ resources: { policy, group } }))).toEqual([
      { destination: 'a.example', protocol: 'Https', port: 443 },
      { destination: 'a.example', protocol: 'Http', port: 80 },
      { destination: '192.0.2.1', protocol: 'Tcp', port: 443 },
    ]);
  });
});

describe('what is no set of rules is refused with every problem', () => {
  test.for([
    ['an empty file', '', [/no column host/, /no column protocol/, /no column port/]],
    [
      'Bicep',
      "param policyName string\nresource x 'y' = {\n}\n",
      [/no column host/, /no column protocol/, /no column port/],
    ],
    ['broken JSON', '{ "resources": [', [/no JSON/]],
    ['another template', '{ "resources": [{ "type": "Microsoft.Web/sites" }] }', [/no rule collection group/]],
    ['a template without resources', '{}', [/resources/]],
    [
      'a group of another shape',
      '{ "resources": [{ "type": "Microsoft.Network/firewallPolicies/ruleCollectionGroups" }] }',
      [/resources\.0\.properties/],
    ],
    [
      'rules that let nothing through',
      '{ "resources": [{ "type": "Microsoft.Network/firewallPolicies/ruleCollectionGroups", "properties": {} }] }',
      [/lets no name through/],
    ],
    [
      'bad rows',
      'host,protocol,port\na b,Https,443\nx.example,Quic,443\nx.example,Https,70000\n',
      [/row 2: "a b"/, /row 3: "Quic"/, /row 4: "70000"/],
    ],
  ] as const)('%s', ([, text, expected]) => {
    const result = readRules(text);
    expect(result.ok ? [] : result.problems).toEqual(expected.map((says) => expect.stringMatching(says)));
  });
});

test('a rule is for a flow by its host and port', () => {
  const wide: RuleName = { destination: '*.x.example', protocol: 'Https', port: 443 };
  expect(isFor(wide, { host: 'A.X.example', port: 443 })).toBe(true);
  expect(isFor(wide, { host: 'a.x.example', port: 80 })).toBe(false);
  expect(isFor(wide, { host: 'x.example', port: 443 })).toBe(false);
  expect(isWildcard(wide)).toBe(true);
});
