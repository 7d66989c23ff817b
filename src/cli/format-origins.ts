/** `targets --explain` on a screen: what was given, where each target comes from, and why others are left out. */
import type { Expansion } from '../catalog/expand-targets.ts';
import type { NotInCatalogue } from '../catalog/not-in-catalogue.ts';
import { SETTING_KEYS, settingOf } from '../config/settings-table.ts';
import { counted } from './figures.ts';
import { leftOutWords } from './format-plan.ts';
import { beside, left, widest } from './layout.ts';
import { type Givens, originLines } from './origin-words.ts';
import { plain, plainThroughout } from './plain.ts';
import { paint, type Screen } from './screen.ts';
import { agentsLabel, targetLabel } from './target-label.ts';

const INDENT = 2;
const LABEL = 20;

export function formatOrigins(expansion: Expansion, catalogVersion: string, givens: Givens, screen: Screen): string {
  const { targets, leftOut, origins } = plainThroughout(expansion);
  const look = paint(screen);
  const entry = (label: string, says: string): readonly string[] =>
    beside(' '.repeat(INDENT) + label, [plain(says)], LABEL, screen.columns);
  const blocks = [
    formatGiven(givens, screen),
    ...targets.map((target) => {
      const origin = origins[target.name];
      const head = `${look.bold(targetLabel(target))}  ${agentsLabel(target)}, ${target.tier}`;
      const lines = origin ? originLines(origin, givens) : [];
      return [head, ...lines.flatMap(({ label, says }) => entry(label, says))].join('\n');
    }),
    ...leftOut.map((one) =>
      [
        `${look.bold(one.name)}  left out`,
        ...entry('from', `catalogue entry ${one.entry}`),
        ...entry('because', leftOutWords(one)),
      ].join('\n'),
    ),
    `${counted(targets.length, 'target')}, ${leftOut.length} left out (catalogue ${catalogVersion})`,
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** Names that people meet in pages about the agents, and why no target is made of them. */
export function formatNotInCatalogue(names: readonly NotInCatalogue[], screen: Screen): string {
  const blocks = names.map(({ host, because, sources }) =>
    [
      `${paint(screen).bold(host)}  not in the catalogue`,
      ...beside(`${' '.repeat(INDENT)}because`, [because], LABEL, screen.columns),
      ...sources.flatMap(({ page, date, grade }) =>
        beside(`${' '.repeat(INDENT)}source`, [`${page}, ${date} (${grade})`], LABEL, screen.columns),
      ),
    ].join('\n'),
  );
  return blocks.join('\n\n');
}

/** What was given, each with the place that won; the rest is by default. */
export function formatGiven({ given }: Givens, screen: Screen): string {
  const rows = SETTING_KEYS.flatMap((key) =>
    (given[key] ?? []).map(({ place, text }, index) => ({
      name: index === 0 ? settingOf(key).name : '',
      value: oneLine(text),
      place,
    })),
  ).map((row) => plainThroughout(row));
  if (rows.length === 0) return 'Given: nothing; all settings are the defaults.';
  const name = widest(rows.map((row) => row.name)) + 2;
  const lines = rows.flatMap((row) =>
    beside(left(row.name, name), [`${row.value} (${row.place})`], name + INDENT, screen.columns),
  );
  return ['Given', ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A document or a certificate is a setting's value too. */
function oneLine(text: string): string {
  const [first = '', ...more] = text.trim().split('\n');
  return more.length === 0 ? first : `${first} …`;
}
