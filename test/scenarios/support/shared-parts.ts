/**
 * Goldens are read by people: what occurs again and again in one (a certificate, the same step on each fresh source port) is written once,
 * under `shared`, and named where it occurs.
 */
const STEPS = new Set(['dns', 'tcp', 'proxy', 'tls', 'http']);
/** Shorter parts are as easily read as a name. */
const WORTH_A_NAME = 100;

export type Shared<Whole> = Whole & { readonly shared?: Readonly<Record<string, unknown>> };

export function shareParts<Whole extends object>(whole: Whole): Shared<Whole> {
  const seen = new Map<string, number>();
  // First how often each part occurs, then the names in the order in which they occur.
  visit(whole, '', (part) => {
    const text = JSON.stringify(part);
    seen.set(text, (seen.get(text) ?? 0) + 1);
    return part;
  });
  const names = new Map<string, string>();
  const shared: Record<string, unknown> = {};
  const short = visit(whole, '', (part, kind, inner) => {
    const text = JSON.stringify(part);
    if (text.length < WORTH_A_NAME || (seen.get(text) ?? 0) < 2) return inner;
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = `@${kind}-${names.size + 1}`;
    names.set(text, name);
    shared[name] = inner;
    return name;
  }) as Whole;
  return names.size > 0 ? { ...short, shared } : short;
}

export function restoreParts<Whole extends object>({ shared = {}, ...whole }: Shared<Whole>): Whole {
  const restore = (value: unknown): unknown => {
    if (typeof value === 'string') return value in shared ? restore(shared[value]) : value;
    if (Array.isArray(value)) return value.map(restore);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]));
  };
  return restore(whole) as Whole;
}

/** From the inside out; `part` is a step or a certificate as it was, `inner` the same with its own parts replaced. */
function visit(value: unknown, key: string, replace: (part: object, kind: string, inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => visit(item, key === 'chain' ? 'certificate' : key, replace));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, name, replace)]));
  const isPart = key === 'certificate' || (STEPS.has(key) && 'status' in value);
  return isPart ? replace(value, key, inner) : inner;
}

/** Rows of one run have most of their columns in common. */
export function shareColumns(rows: readonly object[]): { readonly everyRow: object; readonly rows: readonly object[] } {
  const tables = rows.map((row) => new Map(Object.entries(row).map(([name, value]) => [name, JSON.stringify(value)])));
  const [first = new Map<string, string>()] = tables;
  const common = new Set(
    [...first].filter(([name, text]) => tables.every((row) => row.get(name) === text)).map(([name]) => name),
  );
  const only = (row: object, wanted: boolean): object =>
    Object.fromEntries(Object.entries(row).filter(([name]) => common.has(name) === wanted));
  return { everyRow: only(rows[0] ?? {}, true), rows: rows.map((row) => only(row, false)) };
}
