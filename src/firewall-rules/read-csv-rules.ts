/** The names in a CSV that `rules` wrote; also after a spreadsheet has saved it with semicolons. */
import type { RuleProtocol } from './allowance.ts';
import type { ReadRules } from './read-rules.ts';
import { eachOnce, type RuleName } from './rule-name.ts';

const NEEDED = ['host', 'protocol', 'port'] as const;
const PROTOCOLS: readonly RuleProtocol[] = ['Http', 'Https', 'Tcp'];
const HOST = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/i;

export function readCsvRules(text: string): ReadRules {
  const [head = ''] = text.split('\n', 1);
  const separator = head.includes(';') && !head.includes(',') ? ';' : ',';
  const [columns = [], ...rows] = csvRows(text, separator);
  const index = Object.fromEntries(NEEDED.map((name) => [name, columns.indexOf(name)]));
  const missing = NEEDED.filter((name) => index[name] === -1);
  if (missing.length > 0) {
    return {
      ok: false,
      problems: missing.map((name) => `line 1: there is no column ${name}, so it is no CSV of rules`),
    };
  }
  const read = rows.map((row, at) => nameOf(row, index, at + 2));
  const problems = read.flatMap((one) => (typeof one === 'string' ? [one] : []));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, names: eachOnce(read.flatMap((one) => (typeof one === 'string' ? [] : [one]))) };
}

function nameOf(row: readonly string[], index: Readonly<Record<string, number>>, number: number): RuleName | string {
  const field = (name: (typeof NEEDED)[number]): string => row[index[name] ?? -1] ?? '';
  const protocol = PROTOCOLS.find((one) => one === field('protocol'));
  const port = Number(field('port'));
  if (!HOST.test(field('host'))) return `row ${number}: "${field('host')}" is no name of a host`;
  if (protocol === undefined) return `row ${number}: "${field('protocol')}" is none of ${PROTOCOLS.join(', ')}`;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return `row ${number}: "${field('port')}" is no port`;
  return { destination: field('host').toLowerCase(), protocol, port };
}

/** RFC 4180: fields in quotes may hold separators, line breaks and doubled quotes. */
export function csvRows(text: string, separator = ','): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endField = (): void => {
    row.push(field);
    field = '';
  };
  const endRow = (): void => {
    endField();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted && character === '"' && text.charAt(at + 1) === '"') {
      field += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (quoted) field += character;
    else if (character === separator) endField();
    else if (character === '\n') endRow();
    else if (character !== '\r') field += character;
  }
  endRow();
  return rows;
}
