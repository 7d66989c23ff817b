/** A rule plan as Terraform for the provider azurerm (azurerm_firewall_policy_rule_collection_group). */
import type { Allowance } from './allowance.ts';
import { reasonOf } from './describe.ts';
import { commentLines, prefaceOf } from './preface.ts';
import type { FirewallRule, RuleCollection, RuleCollectionGroup, RulePlan } from './rule-plan.ts';
import { oneLine } from './text.ts';

export function writeTerraform(plan: RulePlan): string {
  const blocks = [
    commentLines(prefaceOf(plan), '#').join('\n'),
    policyLines(plan).join('\n'),
    [
      'variable "agentpath_sources" {',
      '  description = "Sources of every rule: the subnets of the agents and of the probe."',
      '  type        = list(string)',
      '  default = [',
      ...plan.sources.values.map((value) => `    ${hclString(value)},`),
      '  ]',
      '}',
    ].join('\n'),
    ...plan.groups.map((group, index) => groupLines(group, index, plan).join('\n')),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function policyLines({ policy }: RulePlan): readonly string[] {
  if (policy === undefined) {
    return [
      'variable "firewall_policy_id" {',
      '  description = "Resource id of the firewall policy."',
      '  type        = string',
      '}',
    ];
  }
  return [
    'variable "firewall_policy_resource_group" {',
    '  description = "Resource group of the firewall policy."',
    '  type        = string',
    '}',
    '',
    'data "azurerm_firewall_policy" "agentpath" {',
    `  name                = ${hclString(policy)}`,
    '  resource_group_name = var.firewall_policy_resource_group',
    '}',
  ];
}

const RESOURCE = 'azurerm_firewall_policy_rule_collection_group';
const labelOf = (index: number): string => (index === 0 ? 'agentpath' : `agentpath_${index + 1}`);

function groupLines(group: RuleCollectionGroup, index: number, plan: RulePlan): readonly string[] {
  const policyId = plan.policy === undefined ? 'var.firewall_policy_id' : 'data.azurerm_firewall_policy.agentpath.id';
  return [
    `resource "${RESOURCE}" "${labelOf(index)}" {`,
    `  name               = ${hclString(group.name)}`,
    `  firewall_policy_id = ${policyId}`,
    `  priority           = ${group.priority}`,
    // A policy takes one change of its groups at a time.
    ...(index === 0 ? [] : [`  depends_on         = [${RESOURCE}.${labelOf(index - 1)}]`]),
    ...group.collections.flatMap((collection) => ['', ...collectionLines(collection, plan)]),
    '}',
  ];
}

function collectionLines({ name, priority, rules }: RuleCollection, plan: RulePlan): readonly string[] {
  const kind = rules[0]?.kind ?? 'application';
  return [
    `  ${kind}_rule_collection {`,
    `    name     = ${hclString(name)}`,
    `    priority = ${priority}`,
    '    action   = "Allow"',
    ...rules.flatMap((rule) => ['', ...ruleLines(rule, plan)]),
    '  }',
  ];
}

function ruleLines(rule: FirewallRule, { sources }: RulePlan): readonly string[] {
  const source = sources.kind === 'addresses' ? 'source_addresses' : 'source_ip_groups';
  const longest = (rule.kind === 'application' ? source : 'destination_ports').length;
  const aligned = (name: string): string => name.padEnd(longest);
  return [
    '    rule {',
    `      ${aligned('name')} = ${hclString(rule.name)}`,
    `      ${aligned('description')} = ${hclString(rule.description)}`,
    `      ${aligned(source)} = var.agentpath_sources`,
    ...(rule.kind === 'application' ? applicationLines(rule) : networkLines(rule)),
    '    }',
  ];
}

function applicationLines({ protocol, port, allowances }: FirewallRule): readonly string[] {
  return [
    '      destination_fqdns = [',
    ...allowances.flatMap(destinationLines),
    '      ]',
    '      terminate_tls = false',
    '      protocols {',
    `        type = "${protocol}"`,
    `        port = ${port}`,
    '      }',
  ];
}

function networkLines({ to, port, destinations, allowances }: FirewallRule): readonly string[] {
  return [
    '      protocols         = ["TCP"]',
    `      destination_ports = ["${port}"]`,
    `      ${to === 'fqdns' ? 'destination_fqdns' : 'destination_addresses'} = [`,
    ...(to === 'serviceTags'
      ? [
          ...allowances.flatMap((one) =>
            commentLines([`Carries ${oneLine(one.destination)}. ${reasonOf(one)}`], '#', '        '),
          ),
          ...destinations.map((tag) => `        ${hclString(tag)},`),
        ]
      : allowances.flatMap(destinationLines)),
    '      ]',
  ];
}

function destinationLines(allowance: Allowance): readonly string[] {
  return [...commentLines([reasonOf(allowance)], '#', '        '), `        ${hclString(allowance.destination)},`];
}

/** A quoted template of HCL without any template in it: `${` and `%{` are written by the number of their first character. */
export function hclString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/[$%](?=\{)/g, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (one) => {
      const code = one.codePointAt(0) ?? 0;
      return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    });
  return `"${escaped}"`;
}
