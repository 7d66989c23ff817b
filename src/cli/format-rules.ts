/** What is said about rules on standard error, beside their text. */
import { contains } from '../firewall-rules/addresses.ts';
import { type RulePlan, rulesOf } from '../firewall-rules/rule-plan.ts';
import { covers } from '../firewall-rules/wildcards.ts';
import type { RunResult } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import { counted, sentence } from './figures.ts';
import { beside } from './layout.ts';
import { plain } from './plain.ts';
import type { Screen } from './screen.ts';

interface Context {
  readonly stored: RunResult | undefined;
  readonly settings: Settings;
}

/** What must be known before the rules are put in place; empty where there is nothing. */
export function formatRulesWarnings(plan: RulePlan, { stored, settings }: Context, screen: Screen): string {
  const allowances = rulesOf(plan).flatMap((rule) => rule.allowances);
  const warnings = allowances.flatMap(({ destination, warnings: said }) =>
    said.map((one) => (one.startsWith(destination) ? one : `${destination}: ${one}`)),
  );
  const control = controlNames(stored, settings).filter((host) =>
    allowances.some(({ destination }) => covers(destination, host)),
  );
  const lines = [
    ...new Set(warnings),
    ...control.map(
      (host) => `${host} must be denied for agentpath to know how a denial looks, and these rules allow it`,
    ),
    ...uncovered(plan, stored),
  ];
  return lines.flatMap((line) => beside('  !', [sentence(plain(line))], 4, screen.columns)).join('\n');
}

function controlNames(stored: RunResult | undefined, settings: Settings): readonly string[] {
  const asked = stored?.run.path.controls.filter(({ kind }) => kind === 'must_be_denied') ?? [];
  return stored ? [...new Set(asked.map(({ host }) => host))] : [settings.probe.mustBeDenied];
}

/** The probe's subnet in none of the sources: what the agents are then allowed, the probe would go on calling denied. */
function uncovered({ sources }: RulePlan, stored: RunResult | undefined): readonly string[] {
  const subnet = stored?.run.vantageSubnet ?? '';
  if (subnet === '' || sources.kind !== 'addresses' || sources.values.some((source) => contains(source, subnet))) {
    return [];
  }
  return [
    `The run came from ${subnet}, which none of the sources holds: the probe would go on being denied (--source ${subnet} adds it)`,
  ];
}

export function formatRulesSummary(plan: RulePlan, { out }: { readonly out?: string }, screen: Screen): string {
  const rules = rulesOf(plan);
  const names = new Set(
    rules.flatMap(({ allowances }) => allowances.map(({ destination, port }) => `${destination}:${port}`)),
  );
  const said = [
    `${counted(rules.length, 'rule')} for ${counted(names.size, 'name')} from ${counted(plan.sources.values.length, 'source')}, in ${counted(plan.groups.length, 'rule collection group')}${out === undefined ? '' : `, written to ${plain(out)}`}.`,
    ...plan.notAllowed.map(({ name, because }) => `No rule for ${plain(name)}: ${sentence(plain(because))}`),
  ];
  return said.flatMap((line) => beside('', [line], 0, screen.columns)).join('\n');
}
