/** A rule plan as Bicep. Compiles without a warning, and the compiler's own formatter would write it no other way. */
import type { Allowance } from './allowance.ts';
import { reasonOf } from './describe.ts';
import { commentLines, prefaceOf } from './preface.ts';
import type { FirewallRule, RuleCollection, RuleCollectionGroup, RulePlan } from './rule-plan.ts';
import { oneLine } from './text.ts';

export const API_VERSION = '2025-05-01';

/**
 * Hosts that the compiler's linter takes for an address that the template talks to (no-hardcoded-env-urls). Here they are what a firewall must
 * name, whatever the environment.
 */
const LINTED =
  /(?:(?:management|gallery)\.azure\.com|login\.microsoftonline\.com|(?:core|database|graph)\.windows\.net|(?:vault|datalake)\.azure\.net|azuredatalake(?:store|analytics)\.net)/i;

export function writeBicep(plan: RulePlan): string {
  const blocks = [
    commentLines(prefaceOf(plan), '//').join('\n'),
    [
      "@description('Name of the firewall policy, in the resource group of this deployment.')",
      `param policyName string${plan.policy === undefined ? '' : ` = ${bicepString(plan.policy)}`}`,
    ].join('\n'),
    [
      "@description('Sources of every rule: the subnets of the agents and of the probe.')",
      ...listLines('param sources string[] =', plan.sources.values, ''),
    ].join('\n'),
    [
      `resource policy 'Microsoft.Network/firewallPolicies@${API_VERSION}' existing = {`,
      '  name: policyName',
      '}',
    ].join('\n'),
    ...plan.groups.map((group, index) => groupLines(group, index, plan).join('\n')),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const symbolOf = (index: number): string => (index === 0 ? 'group' : `group${index + 1}`);

function groupLines(group: RuleCollectionGroup, index: number, plan: RulePlan): readonly string[] {
  return [
    `resource ${symbolOf(index)} 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@${API_VERSION}' = {`,
    '  parent: policy',
    `  name: ${bicepString(group.name)}`,
    '  properties: {',
    `    priority: ${group.priority}`,
    '    ruleCollections: [',
    ...group.collections.flatMap((collection) => collectionLines(collection, plan)),
    '    ]',
    '  }',
    // A policy takes one change of its groups at a time.
    ...(index === 0 ? [] : ['  dependsOn: [', `    ${symbolOf(index - 1)}`, '  ]']),
    '}',
  ];
}

function collectionLines({ name, priority, rules }: RuleCollection, plan: RulePlan): readonly string[] {
  return [
    '      {',
    `        name: ${bicepString(name)}`,
    "        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'",
    `        priority: ${priority}`,
    '        action: {',
    "          type: 'Allow'",
    '        }',
    '        rules: [',
    ...rules.flatMap((rule) => ruleLines(rule, plan)),
    '        ]',
    '      }',
  ];
}

function ruleLines(rule: FirewallRule, { sources }: RulePlan): readonly string[] {
  const indent = '            ';
  return [
    '          {',
    `${indent}ruleType: '${rule.kind === 'application' ? 'ApplicationRule' : 'NetworkRule'}'`,
    `${indent}name: ${bicepString(rule.name)}`,
    ...linted(`${indent}description: ${bicepString(rule.description)}`, indent),
    `${indent}${sources.kind === 'addresses' ? 'sourceAddresses' : 'sourceIpGroups'}: sources`,
    ...(rule.kind === 'application' ? applicationLines(rule, indent) : networkLines(rule, indent)),
    '          }',
  ];
}

function applicationLines({ protocol, port, allowances }: FirewallRule, indent: string): readonly string[] {
  return [
    `${indent}protocols: [`,
    `${indent}  {`,
    `${indent}    protocolType: '${protocol}'`,
    `${indent}    port: ${port}`,
    `${indent}  }`,
    `${indent}]`,
    `${indent}targetFqdns: [`,
    ...allowances.flatMap((one) => destinationLines(one, `${indent}  `)),
    `${indent}]`,
    `${indent}terminateTLS: false`,
  ];
}

function networkLines({ to, port, destinations, allowances }: FirewallRule, indent: string): readonly string[] {
  const key = to === 'fqdns' ? 'destinationFqdns' : 'destinationAddresses';
  const inner = `${indent}  `;
  return [
    `${indent}ipProtocols: [`,
    `${inner}'TCP'`,
    `${indent}]`,
    `${indent}destinationPorts: [`,
    `${inner}'${port}'`,
    `${indent}]`,
    `${indent}${key}: [`,
    ...(to === 'serviceTags'
      ? [
          ...allowances.flatMap((one) =>
            commentLines([`Carries ${oneLine(one.destination)}. ${reasonOf(one)}`], '//', inner),
          ),
          ...destinations.map((tag) => `${inner}${bicepString(tag)}`),
        ]
      : allowances.flatMap((one) => destinationLines(one, inner))),
    `${indent}]`,
  ];
}

function destinationLines(allowance: Allowance, indent: string): readonly string[] {
  return [
    ...commentLines([reasonOf(allowance)], '//', indent),
    ...linted(`${indent}${bicepString(allowance.destination)}`, indent),
  ];
}

function linted(line: string, indent: string): readonly string[] {
  return LINTED.test(line) ? [`${indent}#disable-next-line no-hardcoded-env-urls`, line] : [line];
}

function listLines(before: string, values: readonly string[], indent: string): readonly string[] {
  return [`${indent}${before} [`, ...values.map((value) => `${indent}  ${bicepString(value)}`), `${indent}]`];
}

/** A literal of Bicep: nothing in it is interpolated, nothing ends it. */
export function bicepString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('${', '\\${')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
  return `'${escaped}'`;
}
