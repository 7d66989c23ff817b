/** The targets as rows for other programs and for change requests: CSV and Markdown. */
import type { Expansion } from '../catalog/expand-targets.ts';
import { csvField } from '../firewall-rules/write-csv.ts';
import { markdownText } from '../firewall-rules/write-markdown.ts';
import type { Target } from '../model/target.ts';
import { fromWords, type Givens, pageOf } from './origin-words.ts';
import { plain, plainThroughout } from './plain.ts';
import { agentsLabel } from './target-label.ts';

/** With `givens`, what each target comes from is told too. */
export interface Rows {
  readonly expansion: Expansion;
  readonly givens?: Givens;
}
type Cell = (target: Target) => string;

const COLUMNS: readonly (readonly [string, Cell])[] = [
  ['name', ({ name }) => name],
  ['host', ({ host }) => host],
  ['port', ({ port }) => String(port)],
  ['scheme', ({ scheme }) => scheme],
  ['path', ({ path }) => path],
  ['agents', agentsLabel],
  ['tier', ({ tier }) => tier],
  ['required', ({ required }) => String(required)],
  ['effect', ({ effect }) => effect],
  ['stops', ({ stops }) => stops],
  ['feature', ({ feature }) => feature],
  ['inspection', ({ inspection }) => inspection],
];
/** A page is read by people: what only a program needs is left out. */
const ON_A_PAGE = ['host', 'port', 'scheme', 'agents', 'tier', 'effect', 'stops', 'feature'];

/** RFC 4180, and no field that a spreadsheet takes for a formula. */
export function formatTargetsCsv(rows: Rows): string {
  const columns = [...COLUMNS, ...originColumns(rows)];
  const lines = [
    columns.map(([name]) => name),
    ...plainThroughout(rows.expansion.targets).map((target) => columns.map(([, cell]) => cell(target))),
  ];
  return lines.map((cells) => cells.map(csvField).join(',')).join('\r\n');
}

export function formatTargetsMarkdown(rows: Rows): string {
  const columns = [...COLUMNS.filter(([name]) => ON_A_PAGE.includes(name)), ...originColumns(rows)];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(columns.map(([name]) => name)),
    row(columns.map(() => '---')),
    ...plainThroughout(rows.expansion.targets).map((target) =>
      row(columns.map(([, cell]) => markdownText(cell(target)))),
    ),
  ].join('\n');
}

function originColumns({ expansion: { origins }, givens }: Rows): readonly (readonly [string, Cell])[] {
  if (!givens) return [];
  const of =
    (read: (name: string) => string): Cell =>
    ({ name }) =>
      plain(read(name));
  return [
    [
      'from',
      of((name) => {
        const origin = origins[name];
        return origin ? fromWords(origin, givens) : '';
      }),
    ],
    [
      'sources',
      of((name) => (origins[name]?.sources ?? []).map((source) => `${pageOf(source)}, ${source.grade}`).join('; ')),
    ],
  ];
}
