/** What was handed over, what arrived, and what must hold between the two. */
import { isDeepStrictEqual } from 'node:util';
import type { RunResult } from '../../src/model/run.ts';
import { toProbeRecords, toRunRecord } from '../../src/record/to-record.ts';
import type { LogsIngestion } from '../../src/simulator/logs-ingestion.ts';
import type { Forwarded } from '../../src/sink/forward.ts';
import type { SpoolLimits } from '../../src/sink/spool.ts';
import type { SpoolObject } from '../../src/sink/spool-store.ts';
import type { Figures } from './figures.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a run row tells about deliveries depends on how these went. */
const OF_DELIVERY = /^(Rows(Written|Kept|Refused|Replayed|Waiting|GivenUp)|Delivery\w+)$/;

export class Ledger {
  private readonly endpoint: LogsIngestion;
  private readonly limits: SpoolLimits;
  private readonly mayGiveUp: boolean;
  private readonly expected = new Map<string, Row>();
  /** What the clock of each run was off by: only times of one clock can be compared. */
  private readonly clocks = new Map<unknown, number>();
  private readonly optional = new Set<string>();
  private readonly refused = new Set<string>();
  private readonly arrived = new Set<string>();
  /** What did not hold, in words. */
  readonly problems: string[] = [];
  private altered = 0;
  private invented = 0;
  private outOfOrder = 0;
  private seen = 0;
  private duplicates = 0;
  private withoutEvidence = 0;
  private worstDelayMs = 0;
  private mostWaiting = 0;
  private mostBytes = 0;
  private mostInMemory = 0;
  private runs = 0;

  constructor(endpoint: LogsIngestion, limits: SpoolLimits, mayGiveUp: boolean) {
    this.mayGiveUp = mayGiveUp;
    this.endpoint = endpoint;
    this.limits = limits;
  }

  delivered(result: RunResult, skewMs: number, { delivery, spool }: Forwarded): void {
    const rows = this.expect(result, skewMs);
    const told = delivery.written + delivery.kept + delivery.refused;
    if (told !== rows) this.problems.push(`run ${result.run.id}: ${rows} rows handed over and ${told} told of`);
    if (spool.waitingBytes > this.limits.maxBytes + this.limits.memoryBytes)
      this.problems.push(`${spool.waitingBytes} bytes wait`);
    if (spool.waiting > this.limits.maxRows * 2) this.problems.push(`${spool.waiting} rows wait`);
    this.mostWaiting = Math.max(this.mostWaiting, spool.waiting);
    this.mostBytes = Math.max(this.mostBytes, spool.waitingBytes);
    this.mostInMemory = Math.max(this.mostInMemory, spool.inMemory);
  }

  /** The process died before it said anything. What it had recorded by then must arrive, the rest may. */
  crashed(result: RunResult, skewMs: number, recorded: boolean): void {
    this.expect(result, skewMs);
    if (!recorded) for (const { ProbeId } of rowsOf(result)) this.optional.add(String(ProbeId));
  }

  /** Reads what has arrived since the last look. @param alone One instance delivered meanwhile: then its order can be told. */
  look(nowMs: number, alone: boolean): void {
    const fresh = this.endpoint.rows().slice(this.seen);
    this.seen += fresh.length;
    const latest = new Map<string, string>();
    for (const row of fresh) {
      const id = String(row['ProbeId']);
      this.compare(id, row);
      if (this.arrived.has(id)) {
        this.duplicates += 1;
        continue;
      }
      this.arrived.add(id);
      const probedAt = String(row['ProbedAt']);
      this.worstDelayMs = Math.max(this.worstDelayMs, nowMs - Date.parse(probedAt));
      if (!alone || row['Kind'] !== 'target') continue;
      const target = `${this.clocks.get(row['RunId'])} ${row['TargetName']}`;
      const before = latest.get(target) ?? '';
      if (probedAt < before) {
        this.outOfOrder += 1;
        this.problems.push(`${id} of ${probedAt} arrived after ${before}`);
      }
      latest.set(target, probedAt);
    }
  }

  close(left: readonly SpoolObject[]): Omit<Figures, 'schedules' | 'crashes' | 'spared' | 'faults'> {
    const missing = [...this.expected.keys()].filter(
      (id) => !this.arrived.has(id) && !this.optional.has(id) && !this.refused.has(id),
    );
    const runRows = [
      ...new Map(
        this.endpoint
          .rows()
          .filter(isRunRow)
          .map((row) => [row['RunId'], row]),
      ).values(),
    ];
    const told = runRows.reduce(
      (sum, row) => sum + Number(row['RowsGivenUp'] ?? 0) + Number(row['RowsRefused'] ?? 0),
      0,
    );
    const untold = Math.max(0, missing.length + this.refused.size - told);
    const lost = this.mayGiveUp ? untold : Math.max(untold, missing.length);
    if (lost > 0) {
      this.problems.push(
        `${missing.length} rows are missing and ${this.refused.size} were refused, and ${told} are told of`,
      );
    }
    for (const id of this.refused) if (this.arrived.has(id)) this.problems.push(`${id} was to be refused, and arrived`);
    if (left.length > 0) this.problems.push(`the spool still holds ${left.map(({ name }) => name).join(', ')}`);
    return {
      runs: this.runs,
      rows: this.expected.size,
      arrived: this.arrived.size,
      lost,
      givenUp: missing.length,
      altered: this.altered,
      invented: this.invented,
      outOfOrder: this.outOfOrder,
      refused: this.refused.size,
      unrecorded: [...this.optional].filter((id) => !this.arrived.has(id)).length,
      duplicates: this.duplicates,
      withoutEvidence: this.withoutEvidence,
      worstDelayMs: this.worstDelayMs,
      mostWaiting: this.mostWaiting,
      mostBytes: this.mostBytes,
      mostInMemory: this.mostInMemory,
    };
  }

  private expect(result: RunResult, skewMs: number): number {
    const rows = rowsOf(result);
    this.clocks.set(result.run.id, skewMs);
    this.runs += 1;
    for (const row of rows) {
      const id = String(row['ProbeId']);
      this.expected.set(id, row);
      if (!Number.isInteger(row['Port'] ?? 0)) this.refused.add(id);
    }
    return rows.length;
  }

  private compare(id: string, row: Row): void {
    const sent = this.expected.get(id);
    if (!sent) {
      this.invented += 1;
      this.problems.push(`${id} was never handed over`);
      return;
    }
    if (isDeepStrictEqual(comparable(row), comparable(sent))) return;
    const { EvidenceDropped: _, ...bare } = row;
    const { Evidence: __, EvidenceDropped: ___, ...sentBare } = sent;
    if ('EvidenceDropped' in row && isDeepStrictEqual(comparable(bare), comparable(sentBare))) {
      this.withoutEvidence += 1;
      return;
    }
    this.altered += 1;
    this.problems.push(`${id} arrived altered`);
  }
}

function rowsOf(result: RunResult): readonly Row[] {
  return [...toProbeRecords(result), toRunRecord(result)].map((record): Row => ({ ...record }));
}
const isRunRow = (row: Row): boolean => row['Kind'] === 'run';
/** As JSON has it, and without what a delivery adds. */
function comparable(row: Row): unknown {
  const kept = isRunRow(row) ? Object.entries(row).filter(([name]) => !OF_DELIVERY.test(name)) : Object.entries(row);
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)));
}
