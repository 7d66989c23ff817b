/**
 * Store and forward. A run's rows are recorded before their delivery is tried (a crash at any later point loses nothing), then everything that
 * waits is delivered, oldest first, the run's own rows last; what is left waits for the next run.
 */
import type { Clock } from '../model/clock.ts';
import type { RunResult, SpoolReport, WriteReport } from '../model/run.ts';
import type { ProbeRecord } from '../record/columns.ts';
import { toProbeRecords, toRunRecord } from '../record/to-record.ts';
import { type Replayed, replay, SHORTEST_CALL_MS, type Stopped, TIME_IS_OVER } from './replay.ts';
import { combineReports, NOTHING_WRITTEN, type Sender, type Sent, type Trouble, withCounts } from './sink.ts';
import type { Spool } from './spool.ts';
import type { EntryName, Loss, Pause } from './spool-names.ts';
import { partsOf } from './spool-rows.ts';
import { type Held, MAX_PAUSE_MS, type SpoolVisit } from './spool-visit.ts';
import { spoolReport } from './spool-words.ts';

export interface ForwardParts {
  readonly spool: Spool;
  readonly sender: Sender;
  readonly clock: Clock;
  /** Milliseconds for the delivery of old and new rows together. No call begins after them. */
  readonly budgetMs: number;
}
export interface Forwarded {
  /** Of this run's rows. */
  readonly delivery: WriteReport;
  /** Of everything that waits or waited. */
  readonly spool: SpoolReport;
}

const FIRST_PAUSE_MS = 60_000;
const LONGEST_BACKOFF_MS = 900_000;

export async function forward(result: RunResult, parts: ForwardParts): Promise<Forwarded> {
  return new Forwarding(result, parts, await parts.spool.visit()).deliver();
}

class Forwarding {
  private readonly result: RunResult;
  private readonly sender: Sender;
  private readonly clock: Clock;
  private readonly visit: SpoolVisit;
  private readonly endsAtMs: number;
  /** This run's rows as they were recorded before anything was sent. */
  private own: readonly Held[] = [];
  private replayed: Replayed = { rows: 0, stopped: undefined };

  constructor(result: RunResult, { sender, clock, budgetMs }: ForwardParts, visit: SpoolVisit) {
    this.result = result;
    this.sender = sender;
    this.clock = clock;
    this.visit = visit;
    this.endsAtMs = clock.monotonicMs() + budgetMs;
  }

  async deliver(): Promise<Forwarded> {
    const rows = toProbeRecords(this.result);
    const recorded = await this.recordAhead(rows);
    this.replayed = await this.replayOlder();
    const stopped = this.replayed.stopped ?? (await this.holdOn());
    const sent = stopped ? keptAll(rows, stopped.reason) : await this.sender.send(rows, this.leftMs());
    if (!stopped) await this.visit.step('own rows sent');

    // From here on nothing about the rows changes, so the run's own row can tell it.
    const losses = this.visit.losses;
    const row = toRunRecord(this.result, sent.report, this.report(losses, false));
    const behind = stopped?.reason ?? sent.trouble?.reason;
    const sentRow = behind === undefined ? await this.sender.send([row], this.leftMs()) : keptAll([row], behind);
    if (behind === undefined) await this.visit.step('run row sent');

    const unkept = await this.settleOwn(sent, sentRow, losses, recorded);
    await this.pauseAfter(stopped?.trouble ?? sent.trouble ?? sentRow.trouble, sent, stopped !== undefined);
    return {
      delivery: withUnkept(combineReports(sent.report, sentRow.report), unkept),
      spool: this.report([...new Set([...losses, ...this.visit.losses])], true),
    };
  }

  /** @returns Whether all of the rows are recorded. */
  private async recordAhead(rows: readonly ProbeRecord[]): Promise<boolean> {
    const notTried = keptAll(rows, 'recorded, and not yet delivered when this was written').report;
    const { held, unkept } = await this.record([...rows, toRunRecord(this.result, notTried)], 0, 0, true);
    this.own = held;
    if (held.length > 0) await this.visit.step('recorded');
    return unkept === 0;
  }

  private async replayOlder(): Promise<Replayed> {
    const { visit, sender, result } = this;
    const untilMs = visit.pause?.untilMs ?? 0;
    if (this.clock.wallMs() < untilMs) {
      return { rows: 0, stopped: { reason: `not tried before ${new Date(untilMs).toISOString()}` } };
    }
    return replay({
      visit,
      sender,
      leftMs: () => this.leftMs(),
      beforeEach: async () => void (await this.holdOn()),
      exceptRun: result.run.id,
    });
  }

  /**
   * Delivered rows need not be kept any longer; the others are kept as they are now, before the earlier record goes.
   * @returns How many rows nothing could keep.
   */
  private async settleOwn(sent: Sent, sentRow: Sent, losses: readonly Loss[], recorded: boolean): Promise<number> {
    const remainder = [...sent.undelivered, ...sentRow.undelivered];
    const rowWaits = sentRow.undelivered.length > 0;
    const tellsOf = rowWaits ? losses.reduce((sum, { rows }) => sum + rows, sent.report.refused) : 0;
    const { held, unkept } = await this.record(remainder, 1, tellsOf, false);
    if (unkept > 0 && recorded) {
      // The record from before the delivery is still there, with more rows than need be.
      for (const one of held) await this.visit.settle(one);
      for (const one of this.own) await this.visit.release(one);
      return 0;
    }
    if (remainder.length > 0) await this.visit.step('remainder recorded');
    for (const one of this.own) await this.visit.settle(one);
    if (unkept > 0) await this.visit.recordUnkept({ ...this.name(0, 1, tellsOf), rows: unkept });
    else if (rowWaits || sentRow.report.written === 1) await this.visit.forget(losses);
    return unkept;
  }

  private async record(
    rows: readonly ProbeRecord[],
    revision: number,
    tellsOf: number,
    claimed: boolean,
  ): Promise<{ readonly held: readonly Held[]; readonly unkept: number }> {
    const held: Held[] = [];
    const parts = partsOf(rows);
    for (const [part, some] of parts.entries()) {
      // The run's own row is the last of the rows.
      const name = this.name(part, revision, part === parts.length - 1 ? tellsOf : 0);
      const one = await this.visit.record(name, some, claimed);
      if (!one) return { held, unkept: parts.slice(part).reduce((sum, { length }) => sum + length, 0) };
      held.push(one);
    }
    return { held, unkept: 0 };
  }

  private name(part: number, revision: number, tellsOf: number): Omit<EntryName, 'rows'> {
    const { id, startedAt } = this.result.run;
    return { runMs: Date.parse(startedAt), runId: id, part, revision, tellsOf };
  }

  /** Claims run out. Whoever has taken the rows over meanwhile delivers them. */
  private async holdOn(): Promise<Stopped | undefined> {
    if (this.leftMs() < SHORTEST_CALL_MS) return { reason: TIME_IS_OVER };
    const own: Held[] = [];
    for (const held of this.own) {
      const taken = await this.visit.renew(held);
      if (!taken && held.shelf.usable) return { reason: 'taken over by another instance' };
      own.push(taken ?? held);
    }
    this.own = own;
    return undefined;
  }

  private async pauseAfter(trouble: Trouble | undefined, { report }: Sent, stopped: boolean): Promise<void> {
    const { pause } = this.visit;
    if (trouble) {
      const failures = report.written + this.replayed.rows > 0 ? 0 : (pause?.failures ?? 0);
      await this.visit.pauseUntil(nextPause(failures, trouble.retryAfterMs ?? 0, this.clock.wallMs()));
    } else if (!stopped) {
      await this.visit.pauseUntil(undefined);
    }
  }

  private leftMs(): number {
    return this.endsAtMs - this.clock.monotonicMs();
  }
  private report(losses: readonly Loss[], withOwn: boolean): SpoolReport {
    const { id } = this.result.run;
    const waiting = this.visit.waiting.filter(({ entry }) => withOwn || entry.runId !== id);
    return spoolReport(this.visit, waiting, losses, this.replayed.rows, this.clock.wallMs());
  }
}

/** From run to run: a minute, two, four … a quarter of an hour; what the service asks for is heeded up to an hour. */
export function nextPause(failuresBefore: number, retryAfterMs: number, nowMs: number): Pause {
  const backoffMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failuresBefore, 10), LONGEST_BACKOFF_MS);
  return {
    untilMs: nowMs + Math.min(Math.max(backoffMs, retryAfterMs), MAX_PAUSE_MS),
    failures: failuresBefore + 1,
  };
}

function keptAll(rows: readonly ProbeRecord[], reason: string): Sent {
  const report = { ...NOTHING_WRITTEN, kept: rows.length, reasons: withCounts([[reason, rows.length]]) };
  return { report, undelivered: rows };
}

function withUnkept(report: WriteReport, unkept: number): WriteReport {
  if (unkept === 0) return report;
  return {
    ...report,
    kept: report.kept - unkept,
    refused: report.refused + unkept,
    reasons: [...report.reasons, ...withCounts([['lost: neither storage nor memory could keep them', unkept]])],
  };
}
