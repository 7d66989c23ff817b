/** The comment on top of a KQL file: `// key: value`, going on in lines that begin with `//   `. */
import type { KqlFile } from './files.ts';

export interface Parts {
  readonly header: ReadonlyMap<string, string>;
  /** `let` statements that a reader, a workbook or a case may change. */
  readonly parameters: readonly Parameter[];
  /** Everything after the header. */
  readonly body: string;
}
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly line: string;
}

const KEY = /^\/\/ ([a-z][a-z -]*): (.*)$/;
const CONTINUED = /^\/\/ {3}(\S.*)$/;
const LET = /^let (\w+) = ([^|]+);$/;

export function partsOf({ path, text }: Pick<KqlFile, 'path' | 'text'>): Parts {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const header = new Map<string, string>();
  let key = '';
  for (const line of lines.slice(0, end)) {
    const [, named, value] = KEY.exec(line) ?? [];
    const [, more] = CONTINUED.exec(line) ?? [];
    if (named !== undefined && value !== undefined) {
      if (header.has(named)) throw new Error(`${path}: ${named} stands twice in the header`);
      key = named;
      header.set(key, value);
    } else if (more !== undefined && key !== '') {
      header.set(key, `${header.get(key)} ${more}`);
    } else throw new Error(`${path}: cannot read the header line: ${line}`);
  }
  const rest = lines.slice(end);
  const firstOther = rest.findIndex((line) => !LET.test(line));
  const parameters = rest.slice(0, firstOther).flatMap((line): Parameter[] => {
    const [, name, value] = LET.exec(line) ?? [];
    return name !== undefined && value !== undefined ? [{ name, value, line }] : [];
  });
  return { header, parameters, body: rest.join('\n') };
}

/** `since, until (the window), vantages (empty: all)` → the names. */
export function namesOf(list: string): readonly string[] {
  return list
    .replace(/\([^()]*\)/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
