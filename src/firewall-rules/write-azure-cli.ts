/** A rule plan as a script of the Azure CLI (extension azure-firewall): one command a rule, for each is one change of the policy. */
import { reasonOf } from './describe.ts';
import { commentLines, prefaceOf } from './preface.ts';
import type { FirewallRule, RuleCollection, RuleCollectionGroup, RulePlan } from './rule-plan.ts';
import { oneLine } from './text.ts';

const GROUP = 'az network firewall policy rule-collection-group';

export function writeAzureCli(plan: RulePlan): string {
  const blocks = [
    ['#!/usr/bin/env bash', ...commentLines([...prefaceOf(plan), ...ABOUT_COMMANDS], '#')].join('\n'),
    [
      'set -euo pipefail',
      `: "\${RESOURCE_GROUP:?the resource group of the firewall policy}"`,
      plan.policy === undefined
        ? `: "\${POLICY:?the name of the firewall policy}"`
        : `POLICY=\${POLICY:-${shellWord(plan.policy)}}`,
    ].join('\n'),
    ['SOURCES=(', ...plan.sources.values.map((value) => `  ${shellWord(value)}`), ')'].join('\n'),
    ...plan.groups.flatMap((group) => groupBlocks(group, plan)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const ABOUT_COMMANDS = [
  'Every command changes the policy once, which takes minutes. A group of the same name is replaced: while the script runs, rules of an earlier run are missing; Bicep, ARM and Terraform change them at once.',
];

function groupBlocks(group: RuleCollectionGroup, plan: RulePlan): readonly string[] {
  const create = [
    `${GROUP} create`,
    '--resource-group "$RESOURCE_GROUP" --policy-name "$POLICY"',
    `--name ${shellWord(group.name)} --priority ${group.priority} --output none`,
  ];
  return [
    command(create),
    ...group.collections.flatMap((collection) =>
      collection.rules.map((rule, index) => ruleBlock(rule, index === 0, collection, group, plan)),
    ),
  ];
}

/** The first rule of a collection makes it. */
function ruleBlock(
  rule: FirewallRule,
  first: boolean,
  collection: RuleCollection,
  group: RuleCollectionGroup,
  { sources }: RulePlan,
): string {
  const where = first
    ? [
        `--name ${shellWord(collection.name)} --collection-priority ${collection.priority} --action Allow`,
        `--rule-name ${shellWord(rule.name)}`,
      ]
    : [`--collection-name ${shellWord(collection.name)} --name ${shellWord(rule.name)}`];
  const lines = [
    first ? `${GROUP} collection add-filter-collection` : `${GROUP} collection rule add`,
    '--resource-group "$RESOURCE_GROUP" --policy-name "$POLICY"',
    `--rule-collection-group-name ${shellWord(group.name)}`,
    ...where,
    `--rule-type ${rule.kind === 'application' ? 'ApplicationRule' : 'NetworkRule'}`,
    `--description ${shellWord(rule.description)}`,
    `${sources.kind === 'addresses' ? '--source-addresses' : '--source-ip-groups'} "\${SOURCES[@]}"`,
    ...destinationsOf(rule),
    '--output none',
  ];
  const reasons = rule.allowances.map((one) => `${oneLine(one.destination)}: ${reasonOf(one)}`);
  return [...commentLines(reasons, '#'), command(lines)].join('\n');
}

/** TLS inspection is off where it is not asked for. */
function destinationsOf({ kind, to, protocol, port, destinations }: FirewallRule): readonly string[] {
  const words = destinations.map(shellWord).join(' ');
  if (kind === 'application') return [`--protocols ${protocol}=${port}`, `--target-fqdns ${words}`];
  const flag = to === 'fqdns' ? '--destination-fqdns' : '--destination-addresses';
  return ['--ip-protocols TCP', `--destination-ports ${port}`, `${flag} ${words}`];
}

function command(lines: readonly string[]): string {
  return lines.join(' \\\n  ');
}

/** One word of a POSIX shell, whatever is in it but NUL, which no argument can hold. */
export function shellWord(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", "'\\''")}'`;
}
