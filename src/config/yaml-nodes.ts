/** A YAML document read node by node, so that every problem can name its line and column. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { SECRET_WAY_OUT, secretsIn } from './looks-secret.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problems.ts';
import { quoted, type Reader } from './read-value.ts';

const LARGEST_BYTES = 5 * 1024 * 1024;
/** Aliases are resolved by a search through the document each, so few are enough and many are an attack. */
const MOST_ALIASES = 100;
const DEEPEST = 32;
const MOST_KEYS = 100;
/** Ten thousand targets with every key need a million. */
const MOST_TOKENS = 2_000_000;
const WIDEST_INDENT = 200;
/** More of them help nobody, and a binary file has thousands. */
const MOST_SYNTAX_ERRORS = 20;

export interface Reading {
  readonly document: Document.Parsed;
  readonly problems: PositionedProblem[];
  readonly problem: (node: Node | undefined, says: string, wayOut: string) => void;
  readonly line: (node: Node | undefined) => number;
  /** `file:line:column`. */
  readonly place: (node: Node | undefined) => string;
}
export interface PositionedProblem extends Problem {
  readonly offset: number;
}

export type Opened =
  | { readonly ok: true; readonly reading: Reading }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** JSON is read too: it is YAML. */
export function openYaml(source: string, fileName: string): Opened {
  const text = source.replace(/^\uFEFF/, '');
  const whole = (says: string, wayOut: string): Opened => ({
    ok: false,
    problems: [{ place: fileName, says, wayOut }],
  });
  if (Buffer.byteLength(text) > LARGEST_BYTES) return whole('it is larger than 5 MB', 'Split it');
  const lines = new LineCounter();
  const much = tooMuch(text);
  if (much !== undefined) return whole(much, 'Write a list of at most 10,000 targets, as the README shows');
  // The parser's own search for doubled keys compares each with each.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  const secrets = secretsIn(text);
  if (secrets.length > 0) {
    const problems = secrets.slice(0, MOST_SYNTAX_ERRORS).map(({ what, at }) => ({
      place: place(at),
      says: `it holds what looks like ${what}`,
      wayOut: SECRET_WAY_OUT,
    }));
    return { ok: false, problems };
  }
  if (document.errors.length > 0) {
    const problems = document.errors.slice(0, MOST_SYNTAX_ERRORS).map(({ pos, message }) => ({
      place: place(pos[0]),
      says: `not valid YAML: ${firstLine(message)}`,
      wayOut: 'Correct the YAML, or write the file as JSON',
    }));
    return { ok: false, problems };
  }
  if (countAliases(document) > MOST_ALIASES)
    return whole(`it holds more than ${MOST_ALIASES} aliases`, 'Write the values out');
  const problems: PositionedProblem[] = [];
  const offsetOf = (node: Node | undefined): number => node?.range?.[0] ?? 0;
  const reading: Reading = {
    document,
    problems,
    problem: (node, says, wayOut) => {
      const offset = offsetOf(node);
      problems.push({ offset, place: place(offset), says, wayOut });
    },
    line: (node) => lines.linePos(offsetOf(node)).line,
    place: (node) => place(offsetOf(node)),
  };
  return { ok: true, reading };
}

/** What was found, in the order of the file. */
export function problemsInOrder({ problems }: Reading): readonly Problem[] {
  return problems.toSorted((a, b) => a.offset - b.offset).map(({ place, says, wayOut }) => ({ place, says, wayOut }));
}

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/[.:\s]+$/, '') ?? message;

/**
 * The parser goes down by recursion and keeps a frame a level: five megabytes of `[` use up its stack or all memory. The lexer does neither, so
 * it is asked first, unless the text is plainly harmless. Its tokens tell a bracket from one inside a text.
 */
function tooMuch(text: string): string | undefined {
  if (isPlainlyHarmless(text)) return undefined;
  let tokens = 0;
  let flow = 0;
  let indicators = 0;
  let lineStart = true;
  for (const token of new Lexer().lex(text)) {
    const newline = token === '\n' || token === '\r\n';
    tokens += 1;
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    else if (flow === 0 && (token === '-' || token === '?' || token === ':')) indicators += 1;
    else if (newline) indicators = 0;
    // Each level of a block takes a column at least.
    const indent = lineStart && flow === 0 && token.trim() === '' ? token.length : 0;
    if (flow > DEEPEST || indicators > DEEPEST || indent > WIDEST_INDENT) return 'it nests too deeply';
    if (tokens > MOST_TOKENS) return 'it holds too many values';
    lineStart = newline;
  }
  return undefined;
}

/** Within the bounds whatever its characters mean, as nearly every list of targets is. Asking costs a thirtieth of the lexer. */
function isPlainlyHarmless(text: string): boolean {
  // A text has at most two tokens a character; a level of nesting takes a bracket, or a sign or a column on its line.
  if (text.length * 2 > MOST_TOKENS || (text.match(/[[{]/g)?.length ?? 0) > DEEPEST) return false;
  return text.split('\n').every((line) => {
    const indent = line.length - line.trimStart().length;
    return indent <= WIDEST_INDENT && (line.match(/[-?:]/g)?.length ?? 0) <= DEEPEST;
  });
}

function countAliases(document: Document.Parsed): number {
  let count = 0;
  visit(document, {
    Alias() {
      count += 1;
      return count > MOST_ALIASES ? visit.BREAK : undefined;
    },
  });
  return count;
}

/** The node itself, or what its alias stands for. */
function resolved({ document }: Reading, node: unknown): Node | undefined {
  if (isAlias(node)) return (node as Alias).resolve(document);
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined;
}

export interface Pair {
  readonly key: Node;
  /** Where a problem with the value is: the value, or the key where there is none. */
  readonly at: Node;
  readonly value: Node | undefined;
}
/** A map's pairs by key. Keys that are not known are problems; `wayOutOf` says what to do about one where it knows better than a list of all keys. */
export function readMap<Key extends string>(
  reading: Reading,
  node: Node | undefined,
  known: readonly Key[],
  what: string,
  wayOutOf?: (name: string) => string,
): ReadonlyMap<Key, Pair> | undefined {
  const map = resolved(reading, node);
  if (!isMap(map)) {
    reading.problem(node, `${what} is no map`, `Write keys and values: ${known.slice(0, 3).join(', ')} …`);
    return undefined;
  }
  if (map.items.length > MOST_KEYS) {
    reading.problem(node, `${what} has ${map.items.length} keys`, `Known are ${known.join(', ')}`);
    return undefined;
  }
  const pairs = new Map<Key, Pair>();
  for (const { key, value } of map.items) {
    const keyNode = key as Node;
    const name = isScalar(key) ? String(key.value) : '';
    const found = known.find((one) => one === name);
    if (found === undefined) {
      reading.problem(
        keyNode,
        `${what} knows no key ${quoted(name)}`,
        wayOutOf?.(name) ?? `${didYouMean(name, known)}Known are ${known.join(', ')}`,
      );
      continue;
    }
    if (pairs.has(found)) {
      reading.problem(keyNode, `${what} has the key ${found} twice`, 'Keep one of them');
      continue;
    }
    const valueNode = (value ?? undefined) as Node | undefined;
    const empty = valueNode === undefined || (isScalar(valueNode) && valueNode.value === null);
    pairs.set(found, { key: keyNode, at: empty ? keyNode : valueNode, value: empty ? undefined : valueNode });
  }
  return pairs;
}

export function readSeq(reading: Reading, pair: Pair, what: string, most: number): readonly Node[] | undefined {
  const seq = pair.value && resolved(reading, pair.value);
  if (!isSeq(seq)) {
    reading.problem(pair.at, `${what} is no list`, 'Write a list: [a, b], or one item a line after a hyphen');
    return undefined;
  }
  if (seq.items.length > most) {
    reading.problem(pair.at, `${what} has ${seq.items.length} items`, `Write at most ${most}`);
    return undefined;
  }
  return seq.items as readonly Node[];
}

export function isList(reading: Reading, pair: Pair): boolean {
  return isSeq(pair.value && resolved(reading, pair.value));
}

/** A text, a number or a boolean, with a problem where it is another kind. */
export function readScalar<T>(
  reading: Reading,
  at: Node,
  value: Node | undefined,
  what: string,
  kind: 'text' | 'number' | 'boolean',
): T | undefined {
  const scalar = value && resolved(reading, value);
  const found = isScalar(scalar) ? scalar.value : undefined;
  if (typeof found === (kind === 'text' ? 'string' : kind)) return found as T;
  reading.problem(at, `${what} is no ${kind}`, WAY_OUT[kind]);
  return undefined;
}

const WAY_OUT = {
  text: 'Write a text, in quotes where it looks like a number or a list',
  number: 'Write a number, without quotes',
  boolean: 'Write true or false, without quotes',
} as const;

/** A text that a reader accepts. */
export function readAs<T>(
  reading: Reading,
  at: Node,
  value: Node | undefined,
  what: string,
  reader: Reader<T>,
): T | undefined {
  const text = readScalar<string>(reading, at, value, what, 'text');
  if (text === undefined) return undefined;
  const result = reader(text);
  if (result.ok) return result.value;
  reading.problem(at, `${what}: ${result.says}`, result.wayOut);
  return undefined;
}
