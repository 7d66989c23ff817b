/** Turns a case into one text of KQL: its tables as `datatable`, the query over them, and what differs from the expected rows. */
import type { Case, CaseTable, Cell } from './case.ts';
import type { KqlFile } from './files.ts';
import { partsOf } from './header.ts';
import type { NamedType } from './kusto.ts';
import { filled } from './placeholders.ts';
import { codeOf, tablesRead } from './rules.ts';
import { tableNamed } from './tables.ts';

const OFFSET = /^([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** `-1h30m` is counted from the case's now; anything else is a time itself. */
export function timeOf(text: string, now: string): string {
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = OFFSET.exec(text) ?? [];
  const offset = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const at = sign === undefined ? new Date(text) : new Date(Date.parse(now) + (sign === '-' ? -offset : offset) * 1000);
  return at.toISOString();
}

/** What is wrong with a cell for its column; undefined where it fits. */
export function misfit(cell: Cell, type: string): string | undefined {
  const fits =
    cell === null ||
    (type === 'string' && typeof cell === 'string') ||
    (type === 'datetime' && typeof cell === 'string' && (OFFSET.test(cell) || !Number.isNaN(Date.parse(cell)))) ||
    (type === 'bool' && typeof cell === 'boolean') ||
    (type === 'dynamic' && typeof cell === 'object') ||
    ((type === 'int' || type === 'long') && Number.isInteger(cell)) ||
    (type === 'real' && typeof cell === 'number');
  return fits ? undefined : `${JSON.stringify(cell)} is no ${type}`;
}

function literal(cell: Cell, type: string, now: string): string {
  if (type === 'string') return cell === null ? "''" : `'${String(cell).replace(/[\\']/g, '\\$&')}'`;
  if (cell === null) return type === 'dynamic' ? 'dynamic(null)' : `${type}(null)`;
  if (type === 'datetime') return `datetime(${timeOf(String(cell), now)})`;
  if (type === 'dynamic') return `dynamic(${JSON.stringify(cell)})`;
  return `${type}(${String(cell)})`;
}

export function datatable(table: CaseTable, schema: readonly NamedType[], now: string): string {
  const columns = schema.map(({ name, type }) => `${name}:${type}`).join(', ');
  const rows = table.rows.map((row) => {
    const cells = schema.map(({ name, type }) => {
      const place = table.columns.indexOf(name);
      return literal(place < 0 ? null : (row[place] ?? null), type, now);
    });
    return `    ${cells.join(', ')},`;
  });
  return [`datatable(${columns})`, '[', ...rows, ']'].join('\n');
}

/** Those columns of a table that the case fills or the query names: the others would only be noise. */
function columnsNeeded(name: string, table: CaseTable, query: string): readonly NamedType[] {
  const words = new Set(query.match(/\w+/g));
  return tableNamed(name).columns.filter((column) => table.columns.includes(column.name) || words.has(column.name));
}

/** The query's `let` statements, and the expression behind the last of them. */
function split(query: string): { readonly lets: string; readonly expression: string } {
  const last = codeOf(query).lastIndexOf(';');
  return { lets: query.slice(0, last + 1).trim(), expression: query.slice(last + 1).trim() };
}

/**
 * Run in any workspace, the text returns no row where the case holds; otherwise each row that differs, and how often it was to come and came.
 * @param result The query's result columns, as the language service says them.
 */
export function caseText(file: KqlFile, given: Case, result: readonly NamedType[]): string {
  const { now } = given;
  const { parameters, body } = partsOf(file);
  const withValues = parameters.reduce(
    (text, { name, value, line }) => text.replace(line, `let ${name} = ${given.parameters?.[name] ?? value};`),
    body,
  );
  const query = filled(withValues, given.placeholders)
    .replace(/\bnow\(\)/g, `datetime(${now})`)
    .replace(/\bago\((\w+)\)/g, `(datetime(${now}) - $1)`);
  const missing = given.missing ?? [];
  const absent = missing.reduce(
    (text, name) => text.replace(new RegExp(`\\b${name}\\b(?! *')`, 'g'), `Missing_${name}`),
    query,
  );
  const { lets, expression } = split(absent);
  const tables = Object.entries(given.tables).map(
    ([name, table]) => `let ${name} = ${datatable(table, columnsNeeded(name, table, query), now)};`,
  );
  const row = `tostring(pack_array(${result.map(({ name }) => name).join(', ')}))`;
  return [
    `// ${file.path}: no row is returned where the case holds.`,
    ...tables,
    lets,
    `let CaseActual =\n${expression};`,
    `let CaseExpected = ${datatable(given.expected, result, now)};`,
    `(CaseActual | summarize Came = count() by Row = ${row})`,
    `| join kind=fullouter (CaseExpected | summarize Due = count() by Row = ${row}) on Row`,
    '| extend Came = coalesce(Came, 0), Due = coalesce(Due, 0), Row = iff(isempty(Row), Row1, Row)',
    '| where Came != Due',
    '| project Row, Due, Came',
    '',
  ].join('\n');
}

/** Tables that the query reads and the case says nothing about. */
export function tablesForgotten({ text }: KqlFile, { tables, missing = [] }: Case): readonly string[] {
  const read = new Set(tablesRead(filled(text)).map(({ name }) => name));
  return [...read].filter((name) => tables[name] === undefined && !missing.includes(name));
}
