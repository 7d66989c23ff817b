/** What a store of reports is, and how a report is named and read in one. */
import type { RunReport } from '../model/run.ts';
import { parseResult } from '../record/result-schema.ts';

export interface ReportStore {
  /**
   * Keeps the report as its run's and, unless it is of some targets only, as the latest. Rejects with one sentence where it cannot be kept.
   * @param whole A run of some targets would make `health` and the next run forget the others.
   */
  put(report: RunReport, whole?: boolean): Promise<void>;
  /** The latest without an id; nothing where there is none. Rejects where it cannot be told. */
  get(runId?: string): Promise<RunReport | undefined>;
}

/** Runs kept; the oldest are deleted beyond it. */
export const DEFAULT_KEEP_RUNS = 50;

export const LATEST = 'latest.json';
export const RUNS = 'runs';

const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** Ids become file names and parts of URLs: what could lead elsewhere is no id. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

export function fileName(runId: string): string {
  if (!isRunId(runId)) throw new Error(`${JSON.stringify(runId)} is no run id: letters, digits, - and _, at most 100`);
  return `${runId}.json`;
}

export function reportText(report: RunReport): string {
  return `${JSON.stringify(report)}\n`;
}

/** @throws where the text is no report, with the first of the problems. */
export function readReport(text: string, place: string): RunReport {
  const stored = asObject(JSON.parse(text), place);
  const parsed = parseResult(stored['result']);
  if (!parsed.ok) throw new Error(`${place} is no report of a run: ${parsed.problems[0] ?? ''}`);
  // Written by `reportText` beside a result that has just been checked.
  const { delivery, spool }: Partial<Omit<RunReport, 'result'>> = stored;
  return { result: parsed.result, ...(delivery && { delivery }), ...(spool && { spool }) };
}

function asObject(value: unknown, place: string): Record<string, unknown> {
  if (value === null || typeof value !== 'object') throw new Error(`${place} is no report of a run`);
  return { ...value };
}
