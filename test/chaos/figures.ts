/** What a campaign came to, and how it is shown. */
export interface Figures {
  readonly schedules: number;
  readonly runs: number;
  readonly crashes: number;
  /** Processes that were left alive because rows waited in their memory alone. */
  readonly spared: number;
  readonly rows: number;
  readonly arrived: number;
  /** Recorded, never arrived, and nobody was told. */
  readonly lost: number;
  /** For want of room, in schedules that have little; all told of. */
  readonly givenUp: number;
  readonly altered: number;
  readonly invented: number;
  /** Within one delivery: a target's row after one of a later probe. */
  readonly outOfOrder: number;
  /** Refused by the service for good, each told of. */
  readonly refused: number;
  /** Of processes that died before they had recorded them. */
  readonly unrecorded: number;
  readonly duplicates: number;
  readonly withoutEvidence: number;
  readonly worstDelayMs: number;
  readonly mostWaiting: number;
  readonly mostBytes: number;
  readonly mostInMemory: number;
  /** Runs under each fault. */
  readonly faults: Readonly<Record<string, number>>;
}

export function faultsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const MOST = ['worstDelayMs', 'mostWaiting', 'mostBytes', 'mostInMemory'] as const;

export function combined(all: readonly Figures[]): Figures | undefined {
  const [first, ...others] = all;
  if (!first) return undefined;
  return others.reduce((sum, one) => {
    const entries = Object.entries(sum).map(([name, value]) => {
      const key = name as keyof Figures;
      if (key === 'faults') return [key, added(sum.faults, one.faults)];
      const more = one[key];
      const isMost = MOST.some((most) => most === key);
      return [key, isMost ? Math.max(Number(value), more) : Number(value) + more];
    });
    return Object.fromEntries(entries) as Figures;
  }, first);
}

function added(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

export function campaignTable(columns: readonly { readonly title: string; readonly figures: Figures }[]): string {
  const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} h`;
  const rows: readonly (readonly [string, (figures: Figures) => string | number])[] = [
    ['schedules', (f) => f.schedules],
    ['runs', (f) => f.runs],
    ['faults, as runs under one', (f) => Object.values(f.faults).reduce((sum, count) => sum + count, 0)],
    ['processes that died during a delivery', (f) => f.crashes],
    ['rows recorded', (f) => f.rows - f.unrecorded],
    ['**rows lost without a word**', (f) => `**${f.lost}**`],
    ['rows given up for want of room, all told of', (f) => f.givenUp],
    ['rows altered, invented, out of order', (f) => `${f.altered}, ${f.invented}, ${f.outOfOrder}`],
    ['rows that lost their evidence to a 413, never their verdict', (f) => f.withoutEvidence],
    ['rows refused by the service for good, all told of', (f) => f.refused],
    ['duplicates', (f) => `${f.duplicates} (${((100 * f.duplicates) / f.arrived).toFixed(1)} %)`],
    ['worst delay', (f) => hours(f.worstDelayMs)],
    ['most rows waiting', (f) => f.mostWaiting],
    ['most bytes waiting', (f) => f.mostBytes],
    ['most rows in memory alone', (f) => f.mostInMemory],
  ];
  return [
    `| | ${columns.map(({ title }) => title).join(' | ')} |`,
    `|---|${columns.map(() => '--:|').join('')}`,
    ...rows.map(([label, of]) => `| ${label} | ${columns.map(({ figures }) => of(figures)).join(' | ')} |`),
  ].join('\n');
}

export function faultTable({ faults }: Figures): string {
  const names = Object.keys(faults).toSorted();
  return ['| fault | runs |', '|---|--:|', ...names.map((name) => `| ${name} | ${faults[name]} |`)].join('\n');
}
