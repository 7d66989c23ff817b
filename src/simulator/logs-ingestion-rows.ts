/** Rows against the columns of a stream, as the service takes them: unknown columns vanish without a word, wrong types are refused. */

export interface StreamColumn {
  readonly name: string;
  /** `string`, `int`, `long`, `real`, `boolean`, `datetime` or `dynamic`. */
  readonly type: string;
}
export type Row = Readonly<Record<string, unknown>>;

export interface RowsRead {
  readonly rows: readonly Row[];
  /** What was changed without the sender being told. */
  readonly warnings: readonly string[];
  /** The reason for refusing all of them. */
  readonly refusal?: string;
}

const MAX_FIELD_BYTES = 65_536;
const DAY_MS = 86_400_000;
const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 2_147_483_647,
  long: (value) => Number.isSafeInteger(value),
  real: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && ISO.test(value) && !Number.isNaN(Date.parse(value)),
  dynamic: () => true,
};

export function checkColumns(columns: readonly StreamColumn[]): void {
  const odd = columns.filter(({ type }) => !(type in FITS)).map(({ name, type }) => `${name}: ${type}`);
  if (odd.length > 0) throw new Error(`columns of a type that no stream has: ${odd.join(', ')}`);
}

export function readRows(body: unknown, columns: readonly StreamColumn[], nowMs: number): RowsRead {
  if (!Array.isArray(body)) return refused('The request body must be a JSON array of objects.');
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const warnings: string[] = [];
  const rows: Row[] = [];
  for (const [index, row] of body.entries()) {
    if (row === null || typeof row !== 'object' || Array.isArray(row))
      return refused(`Row ${index} is no JSON object.`);
    const kept: [string, unknown][] = [];
    for (const [name, value] of Object.entries(row)) {
      const type = types.get(name);
      if (type === undefined) warnings.push(`column ${name} is not declared: dropped`);
      else if (value !== null && !FITS[type]?.(value)) return refused(`Row ${index}: ${name} is no ${type}.`);
      else kept.push([name, stored(name, value, warnings, nowMs)]);
    }
    rows.push(Object.fromEntries(kept));
  }
  return { rows, warnings };
}

function refused(refusal: string): RowsRead {
  return { rows: [], warnings: [], refusal };
}

function stored(name: string, value: unknown, warnings: string[], nowMs: number): unknown {
  if (name === 'TimeGenerated' && typeof value === 'string') {
    const age = nowMs - Date.parse(value);
    if (age <= 2 * DAY_MS && age >= -DAY_MS) return value;
    warnings.push('TimeGenerated is out of bounds: replaced by the time of arrival');
    return new Date(nowMs).toISOString();
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_FIELD_BYTES) return value;
  warnings.push(`column ${name} is larger than 64 KB: cut`);
  return bytes.subarray(0, MAX_FIELD_BYTES).toString('utf8');
}
