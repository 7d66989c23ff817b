/** A case: small tables made by hand and the rows that a query must give for them. Read by any KQL engine by way of `datatable.ts`. */
import { existsSync } from 'node:fs';
import {
  array,
  boolean,
  looseObject,
  null_,
  number,
  optional,
  parse,
  record,
  strictObject,
  string,
  union,
  unknown,
} from 'valibot';
import { infraPath, infraText, type KqlFile } from './files.ts';

const CELL = union([string(), number(), boolean(), null_(), array(unknown()), looseObject({})]);
const TABLE = strictObject({ columns: array(string()), rows: array(array(CELL)) });
const CASE = strictObject({
  /** The awkward rows, and what they must lead to. */
  about: string(),
  /** The time that now() stands for. */
  now: string(),
  /** KQL in the place of the query's own `let` values. */
  parameters: optional(record(string(), string())),
  /** Values for `{{name}}`; the samples where none is given. */
  placeholders: optional(record(string(), string())),
  /** Tables that do not exist in the workspace of this case. */
  missing: optional(array(string())),
  tables: record(string(), TABLE),
  expected: TABLE,
});

export type Cell = string | number | boolean | null | readonly unknown[] | object;
export interface CaseTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
export interface Case {
  readonly about: string;
  readonly now: string;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly placeholders?: Readonly<Record<string, string>> | undefined;
  readonly missing?: readonly string[] | undefined;
  readonly tables: Readonly<Record<string, CaseTable>>;
  readonly expected: CaseTable;
}

function casePath({ path }: KqlFile): string {
  return path.replace(/^infra\//, '').replace(/\.kql$/, '.case.json');
}
export function hasCase(file: KqlFile): boolean {
  return existsSync(infraPath(casePath(file)));
}
export function readCase(file: KqlFile): Case {
  return parse(CASE, JSON.parse(infraText(casePath(file))));
}
