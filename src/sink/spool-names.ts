/** The names of what lies in a spool. They sort by the time of the run, and hold what must be known without reading. */

/** Rows of one run that wait. A run of many rows has several parts; what is left of a part after a delivery is its next revision. */
export interface EntryName {
  /** Milliseconds since 1970: when the run began. */
  readonly runMs: number;
  readonly runId: string;
  readonly part: number;
  readonly revision: number;
  readonly rows: number;
  /** Rows given up that the entry's run row tells of: given up again with it. */
  readonly tellsOf: number;
}

export const LOSS_CODES = ['too_old', 'too_many', 'unreadable', 'refused', 'no_memory'] as const;
export type LossCode = (typeof LOSS_CODES)[number];

/** Rows of an entry that will never arrive. Stays until a run row has told of it. */
export interface Loss {
  readonly entry: string;
  readonly rows: number;
  readonly code: LossCode;
}

/** No delivery is tried before. */
export interface Pause {
  readonly untilMs: number;
  /** Deliveries that failed one after another. */
  readonly failures: number;
}

const TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/;
const ENTRY = /^(\d{8}T\d{9}Z)\.([A-Za-z0-9][A-Za-z0-9_-]{0,99})\.p(\d{4})\.v(\d{3})\.r(\d+)\.t(\d+)\.rows$/;
const LOSS = /^(.+)\.l(\d+)\.([a-z_]+)\.lost$/;
const PAUSE = /^(\d{1,15})\.f(\d{1,6})\.pause$/;

export function entryName({ runMs, runId, part, revision, rows, tellsOf }: EntryName): string {
  const time = new Date(runMs).toISOString().replaceAll(/[-:.]/g, '');
  const number = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return `${time}.${runId}.p${number(part, 4)}.v${number(revision, 3)}.r${rows}.t${tellsOf}.rows`;
}

export function readEntryName(name: string): EntryName | undefined {
  const [, time = '', runId = '', part, revision, rows, tellsOf] = ENTRY.exec(name) ?? [];
  const runMs = Date.parse(time.replace(TIME, '$1-$2-$3T$4:$5:$6.$7Z'));
  if (Number.isNaN(runMs)) return undefined;
  return {
    runMs,
    runId,
    part: Number(part),
    revision: Number(revision),
    rows: Number(rows),
    tellsOf: Number(tellsOf),
  };
}

/** The same loss has the same name, however often it is recorded. */
export function lossName({ entry, rows, code }: Loss): string {
  return `${entry}.l${rows}.${code}.lost`;
}

export function readLossName(name: string): Loss | undefined {
  const [, entry, rows, said] = LOSS.exec(name) ?? [];
  const code = LOSS_CODES.find((one) => one === said);
  return entry === undefined || code === undefined ? undefined : { entry, rows: Number(rows), code };
}

export function pauseName({ untilMs, failures }: Pause): string {
  return `${Math.ceil(untilMs)}.f${failures}.pause`;
}

export function readPauseName(name: string): Pause | undefined {
  const [, untilMs, failures] = PAUSE.exec(name) ?? [];
  return untilMs === undefined ? undefined : { untilMs: Number(untilMs), failures: Number(failures) };
}
