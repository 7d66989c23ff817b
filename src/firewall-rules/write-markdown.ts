/** A rule plan as Markdown for a change request: what is asked for, rule by rule, with the reason and the source. */
import { reasonOf } from './describe.ts';
import { prefaceOf } from './preface.ts';
import { type FirewallRule, protocolLabel, type RulePlan } from './rule-plan.ts';
import { oneLine } from './text.ts';

const HEAD = ['Rule', 'Protocol', 'Destination', 'Reason'] as const;

export function writeMarkdown(plan: RulePlan): string {
  const blocks = [
    '# Firewall rules',
    `Policy: ${plan.policy === undefined ? 'to be named' : code(plan.policy)}. Sources of every rule: ${plan.sources.values.map(code).join(', ')}.`,
    prefaceOf(plan)
      .map((text) => `- ${markdownText(text)}`)
      .join('\n'),
    ...plan.groups.flatMap((group) => [
      `## Rule collection group ${code(group.name)}, priority ${group.priority}`,
      ...group.collections.flatMap(({ name, priority, rules }) => [
        `### Collection ${code(name)}, priority ${priority}, allow`,
        [HEAD, HEAD.map(() => '---'), ...rules.flatMap(rowsOf)].map((row) => `| ${row.join(' | ')} |`).join('\n'),
      ]),
    ]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function rowsOf(rule: FirewallRule): readonly (readonly string[])[] {
  const by = rule.to === 'serviceTags' ? ` by service tag ${rule.destinations.map(code).join(', ')}` : '';
  return rule.allowances.map((one) => [
    code(rule.name),
    protocolLabel(rule),
    `${code(one.destination)}${by}`,
    markdownText(reasonOf(one)),
  ]);
}

/** Of names only, which hold no backtick; a bar would end the cell all the same. */
function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Text that stays text: nothing in it is markup, and nothing ends the cell. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]#|~!]/g, '\\$&');
}
