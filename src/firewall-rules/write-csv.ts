/** A rule plan as CSV (RFC 4180) for a change request: one row for each name that is let through. */
import { agentsLabel, sourceLabels } from './describe.ts';
import type { RulePlan } from './rule-plan.ts';

export const CSV_COLUMNS = [
  'group',
  'collection',
  'rule',
  'type',
  'sources',
  'host',
  'protocol',
  'port',
  'destination',
  'agents',
  'feature',
  'tier',
  'why',
  'documented by',
  'attention',
] as const;

export function writeCsv(plan: RulePlan): string {
  const rows = plan.groups.flatMap((group) =>
    group.collections.flatMap((collection) =>
      collection.rules.flatMap((rule) =>
        rule.allowances.map((one) => [
          group.name,
          collection.name,
          rule.name,
          rule.kind,
          plan.sources.values.join(' '),
          one.destination,
          rule.protocol,
          String(rule.port),
          rule.to === 'serviceTags' ? rule.destinations.join(' ') : one.destination,
          agentsLabel(one.agents),
          one.feature,
          one.tier,
          one.why,
          sourceLabels(one).join('; '),
          one.warnings.join('; '),
        ]),
      ),
    ),
  );
  return [CSV_COLUMNS, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** Spreadsheets take a field for a formula that begins so, also behind blanks. */
const FORMULA = /^\s*[=+\-@\t\r]/;

/** Formulas are made text by an apostrophe, as spreadsheets themselves do. */
export function csvField(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
