import type { WriteReport } from '../model/run.ts';
import type { ProbeRecord } from '../record/columns.ts';

export interface Sink {
  /**
   * Never throws for what a service or a network does: the report says what became of every row
   * (`written + kept + refused` is the number of rows handed in).
   */
  write(records: readonly ProbeRecord[]): Promise<WriteReport>;
}

/** What became of rows that may be tried again: each is written, refused for good, or given back. */
export interface Sent {
  /** `kept` is the number of rows given back. */
  readonly report: WriteReport;
  readonly undelivered: readonly ProbeRecord[];
  /** Why the service takes none at the moment; absent where it does, even if some rows were given back. */
  readonly trouble?: Trouble;
}
export interface Trouble {
  readonly reason: string;
  /** Asked for by the service. */
  readonly retryAfterMs?: number;
}
export interface Sender {
  /** Never throws for what a service or a network does. Stops at the first trouble: what was not tried is given back too. */
  send(records: readonly ProbeRecord[], patienceMs: number): Promise<Sent>;
}

export const NOTHING_WRITTEN: WriteReport = { written: 0, kept: 0, refused: 0, calls: 0, bytes: 0, reasons: [] };

/** The reports of two deliveries as one. */
export function combineReports(first: WriteReport, second: WriteReport): WriteReport {
  return {
    written: first.written + second.written,
    kept: first.kept + second.kept,
    refused: first.refused + second.refused,
    calls: first.calls + second.calls,
    bytes: first.bytes + second.bytes,
    reasons: withCounts([...first.reasons, ...second.reasons].map(withoutCount)),
  };
}

export type CountedReason = readonly [reason: string, rows: number];

/** Each reason once, with the number of rows it is the reason for. */
export function withCounts(reasons: readonly CountedReason[]): readonly string[] {
  const rows = new Map<string, number>();
  for (const [reason, count] of reasons) rows.set(reason, (rows.get(reason) ?? 0) + count);
  return [...rows].map(([reason, count]) => `${reason} (${count} ${count === 1 ? 'row' : 'rows'})`);
}

function withoutCount(text: string): CountedReason {
  const match = /^(.*) \((\d+) rows?\)$/s.exec(text);
  return match ? [match[1] ?? '', Number(match[2])] : [text, 0];
}
