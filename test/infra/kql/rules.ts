/** What the language service does not see: rules of our own, each a function from a query's text to what is wrong with it. */
import { CONTROL_KINDS } from '../../../src/model/path.ts';
import { EFFECTS } from '../../../src/model/target.ts';
import { STATES } from '../../../src/model/verdict.ts';
import { ROW_KINDS } from '../../../src/record/columns.ts';
import { COLUMNS_OF_KIND, isKind } from './kinds.ts';
import { MAY_BE_MISSING, OWN_TABLE, TABLES } from './tables.ts';

/** Comments gone, what stands in quotes made of dots: names in texts are no names, and positions stay. */
export function codeOf(text: string): string {
  return text
    .replace(/@?'(?:[^'\\\n]|\\.)*'|@?"(?:[^"\\\n]|\\.)*"/g, (quoted) => {
      const open = quoted.startsWith('@') ? 2 : 1;
      return `${quoted.slice(0, open)}${'.'.repeat(quoted.length - open - 1)}${quoted.slice(-1)}`;
    })
    .replace(/\/\/.*$/gm, (comment) => ' '.repeat(comment.length));
}

/** The tables that a query reads, by each place where it does. */
export function tablesRead(text: string): readonly { readonly name: string; readonly at: number }[] {
  const code = codeOf(text);
  return TABLES.flatMap(({ name }) =>
    [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].map(({ index }) => ({ name, at: index })),
  );
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The operators that follow a table, each with the lines it goes on in, up to the end of its parenthesis or statement. */
function operatorsAfter(code: string, at: number): readonly string[] {
  let depth = 0;
  let end = at;
  while (end < code.length && code[end] !== ';' && depth >= 0) {
    if (code[end] === '(' || code[end] === '[') depth += 1;
    if (code[end] === ')' || code[end] === ']') depth -= 1;
    end += 1;
  }
  return code
    .slice(at, end)
    .split(/\n\s*(?=\|)/)
    .slice(1)
    .map((operator) => operator.replace(/\s+/g, ' ').trim());
}

export type Rule = (text: string) => readonly string[];

const timeFirst: Rule = (text) =>
  tablesRead(text).flatMap(({ name, at }) =>
    /^\| where TimeGenerated (>|between) /.test(operatorsAfter(codeOf(text), at)[0] ?? '')
      ? []
      : [`line ${lineOf(text, at)}: ${name} is read without a filter on TimeGenerated as the first operator`],
  );

const kindNext: Rule = (text) =>
  tablesRead(text)
    .filter(({ name }) => name === OWN_TABLE.name)
    .flatMap(({ at }) =>
      /^\| where Kind (==|in) /.test(operatorsAfter(codeOf(text), at)[1] ?? '')
        ? []
        : [`line ${lineOf(text, at)}: rows of three kinds are mixed; filter on Kind right after the time`],
    );

/** What stands in the table up to the first summarize are columns; later words may be a query's own. */
const filledOnItsKind: Rule = (text) =>
  tablesRead(text)
    .filter(({ name }) => name === OWN_TABLE.name)
    .flatMap(({ at }) => {
      const operators = operatorsAfter(text, at);
      const [, said = ''] = /Kind (?:==|in) ([^|]*?)(?: and |$)/.exec(operators[1] ?? '') ?? [];
      const named: readonly string[] = said.match(/\w+/g) ?? [];
      const kinds = named.filter(isKind);
      const until = operators.findIndex((line) => line.startsWith('| summarize'));
      const words = new Set(codeOf(operators.slice(0, until + 1).join('\n')).match(/\b[A-Z]\w+/g));
      const columns = OWN_TABLE.columns.map(({ name }) => name);
      return [...words]
        .filter((word) => columns.includes(word) && !kinds.some((kind) => COLUMNS_OF_KIND[kind].includes(word)))
        .map((word) => `line ${lineOf(text, at)}: ${word} is never filled on rows of kind ${kinds.join(', ')}`);
    });

/** Vocabularies that the code closes: a misspelt word would only ever find nothing. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  Kind: ROW_KINDS,
  State: STATES,
  Effect: EFFECTS,
  Control: CONTROL_KINDS,
  PathFiltered: ['yes', 'no', 'unknown'],
  PathIntercepted: ['yes', 'no', 'unknown'],
};
const COMPARED = new RegExp(
  `\\b(${[...Object.keys(WORDS), 'Cause'].join('|')}) (?:==|!=|in|!in) (\\([^()]*\\)|'[^']*')`,
  'g',
);

/** Each word that a query compares a column of a closed vocabulary with. */
export function wordsCompared(text: string): readonly { readonly column: string; readonly word: string }[] {
  return [...text.replace(/^\/\/.*$/gm, '').matchAll(COMPARED)].flatMap(([, column = '', words = '']) =>
    [...words.matchAll(/'([^']*)'/g)].map(([, word = '']) => ({ column, word })),
  );
}

const wordsKnown: Rule = (text) =>
  wordsCompared(text)
    .filter(({ column, word }) => WORDS[column] && !WORDS[column].includes(word))
    .map(({ column, word }) => `${column} is never '${word}'`);

const notSimulated: Rule = (text) =>
  tablesRead(text)
    .filter(({ name }) => name === OWN_TABLE.name)
    .flatMap(({ at }) =>
      /\bSimulated == false\b/.test(operatorsAfter(codeOf(text), at)[1] ?? '')
        ? []
        : [`line ${lineOf(text, at)}: simulated runs are not left out`],
    );

/** Aggregates that a row which came twice does not change. */
const STEADY = /^(?:arg_max|arg_min|max|min|dcount|make_set|take_any)\(/;

/** Delivery is at least once: what counts or sums must first keep one row per ProbeId (or per the key that it takes the latest of). */
const onceEach: Rule = (text) =>
  tablesRead(text)
    .filter(({ name }) => name === OWN_TABLE.name)
    .flatMap(({ at }) => {
      const first = operatorsAfter(codeOf(text), at).find((line) => line.startsWith('| summarize'));
      const [aggregated = '', by = ''] = first?.slice('| summarize '.length).split(' by ') ?? [];
      if (first === undefined || /\bProbeId\b/.test(by)) return [];
      const aggregates = aggregated
        .replace(/\([^()]*\)/g, '()')
        .split(', ')
        .map((one) => one.replace(/^\w+ = /, ''));
      return aggregates.every((one) => STEADY.test(one))
        ? []
        : [`line ${lineOf(text, at)}: counts rows that may have come twice: ${first}`];
    });

const missingTables: Rule = (text) => {
  const code = codeOf(text);
  return tablesRead(text)
    .filter(({ name }) => MAY_BE_MISSING.includes(name))
    .flatMap(({ name, at }) =>
      /\($/.test(code.slice(0, at).replace(/\{\{\w+\}\}$/, '')) &&
      /union isfuzzy=true\s+\(datatable\(/.test(code.slice(0, at))
        ? []
        : [`line ${lineOf(text, at)}: ${name} may not exist; put it into a union isfuzzy=true with a typed datatable`],
    );
};

const JOIN = /\| join kind=\w+ (\([^()]*(?:\([^()]*\)[^()]*)*\)|\w+) on ([\w, ]+)/g;

/** Names of `let` statements that read another table than ours. */
function readingOthers(code: string): readonly string[] {
  const others = TABLES.map(({ name }) => name).filter((name) => name !== OWN_TABLE.name);
  return code.split(';').flatMap((statement) => {
    const [, name] = /\blet (\w+) =/.exec(statement) ?? [];
    return name !== undefined && others.some((other) => statement.includes(other)) ? [name] : [];
  });
}

/** Another table's rows are many: a join with ours must be narrowed by time. */
const joinsBounded: Rule = (text) => {
  const code = codeOf(text);
  const joins = [...code.matchAll(JOIN)].map(([, right = '', keys = '']) => ({ right, keys }));
  const all = [...code.matchAll(/\| join\b/g)].length;
  const read = new Set(tablesRead(text).map(({ name }) => name));
  const mixed = read.has(OWN_TABLE.name) && read.size > 1;
  const inTime = (keys: string): boolean => /\b(Slot|Minute)\b/.test(keys);
  const unbounded = joins.filter(
    ({ right, keys }) => !inTime(keys) && readingOthers(code).some((name) => new RegExp(`\\b${name}\\b`).test(right)),
  );
  return [
    ...(joins.length < all ? ['a join has no kind or no keys'] : []),
    ...(mixed && !joins.some(({ keys }) => inTime(keys)) ? ['no join has a slot of time among its keys'] : []),
    ...(mixed ? unbounded.map(({ right }) => `joins ${right} of another table without a slot of time`) : []),
  ];
};

const oneOperatorALine: Rule = (text) =>
  codeOf(text)
    .split('\n')
    .flatMap((line, index) => {
      let outside = line.trim();
      for (let before = ''; before !== outside; ) {
        before = outside;
        outside = outside.replace(/\([^()]*\)/g, '');
      }
      return /\S.* \| /.test(outside) ? [`line ${index + 1}: more than one operator on a line`] : [];
    });

const projectLast: Rule = (text) => {
  const last = codeOf(text)
    .split('\n')
    .findLast((line) => line.startsWith('|'));
  return last?.startsWith('| project ') ? [] : ['the last operator is no project'];
};

const LITERAL = String.raw`(?:true|false|-?\d[\w.]*)`;

/** The service compares strings with booleans and numbers without a word; the result is never true. */
const typesCompared: Rule = (text) => {
  const types = new Map(TABLES.flatMap(({ columns }) => columns.map(({ name, type }) => [name, type] as const)));
  return [...codeOf(text).matchAll(new RegExp(`\\b(\\w+) *(==|!=|=~) *(${LITERAL}\\b|['"])`, 'g'))].flatMap(
    ([found, name = '', , value = '']) => {
      const type = types.get(name);
      const text = /['"]/.test(value);
      if (type === undefined || type === 'dynamic') return [];
      const fits =
        type === 'string'
          ? text
          : type === 'bool'
            ? value === 'true' || value === 'false'
            : !text && !['true', 'false'].includes(value);
      return fits ? [] : [`${name} is a ${type}: ${found}`];
    },
  );
};

const noOpenReads: Rule = (text) =>
  [...codeOf(text).matchAll(/(?:^|\|)\s*(take|limit|search|find)\b|\bunion \*/gm)].map(
    ([found]) => `${found.trim()}: rows by chance, or all tables`,
  );

export const EVERY_QUERY: Readonly<Record<string, Rule>> = {
  'the time filter comes first': timeFirst,
  'kinds are not mixed': kindNext,
  'columns are filled on that kind of row': filledOnItsKind,
  'words of closed vocabularies are known': wordsKnown,
  'simulated runs are left out': notSimulated,
  'rows are counted once': onceEach,
  'no string is compared with a boolean': typesCompared,
  'one operator stands on a line': oneOperatorALine,
  'joins are bounded': joinsBounded,
  'no open read': noOpenReads,
};
export const MISSING_TABLES = missingTables;
export const PROJECT_LAST = projectLast;
