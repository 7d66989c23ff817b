/**
 * Rows to the Logs Ingestion API. Own chunks, own retries, own clock: the whole of a write ends within its patience, and every row is
 * accounted for. Delivery is at least once (an answer may be lost), so queries keep one row per ProbeId.
 */
import pLimit from 'p-limit';
import type { Chance } from '../model/clock.ts';
import type { WriteReport } from '../model/run.ts';
import type { ProbeRecord } from '../record/columns.ts';
import { bodyBytes, type Chunk, chunksOf, halves, MAX_BODY_BYTES, measured, withoutEvidence } from './chunks.ts';
import { type CountedReason, type Sender, type Sent, type Sink, type Trouble, withCounts } from './sink.ts';
import type { UploadOutcome } from './upload-outcome.ts';
import { type Upload, type UploaderOptions, uploader } from './uploader.ts';

export interface LogIngestionOptions extends UploaderOptions {
  readonly chance: Pick<Chance, 'integer'>;
  /** Milliseconds for one call. */
  readonly deadlineMs?: number;
  readonly retry?: Partial<RetryOptions>;
  /** Calls at once. */
  readonly concurrency?: number;
  readonly maxBodyBytes?: number;
  /** Calls spent a write on finding the rows that the service does not like. */
  readonly isolationCalls?: number;
}
export interface RetryOptions {
  /** Beside the first call. */
  readonly retries: number;
  /** Before the first retry; doubles each time, and up to as much again is added by chance. */
  readonly delayMs: number;
  /** A service that asks for more is not waited for. */
  readonly longestWaitMs: number;
  /** For a whole write: no call begins after it, and none that runs outlives it. */
  readonly patienceMs: number;
}
export const DEFAULT_DEADLINE_MS = 15_000;
export const DEFAULT_RETRY: RetryOptions = { retries: 3, delayMs: 500, longestWaitMs: 20_000, patienceMs: 60_000 };
export const DEFAULT_ISOLATION_CALLS = 40;

/** @throws where the endpoint is no `https` URL. */
export function logIngestionSink(options: LogIngestionOptions): Sink & Sender {
  const upload = uploader(options);
  const patienceMs = options.retry?.patienceMs ?? DEFAULT_RETRY.patienceMs;
  const deliver = async (records: readonly ProbeRecord[], ends: Ends): Promise<Delivery> => {
    const delivery = new Delivery(upload, options, ends);
    const limit = pLimit(options.concurrency ?? 3);
    const chunks = chunksOf(records.map(measured), options.maxBodyBytes ?? MAX_BODY_BYTES);
    await Promise.all(chunks.map((chunk) => limit(() => delivery.send(chunk))));
    return delivery;
  };
  return {
    write: async (records) => (await deliver(records, { patienceMs, atFirstTrouble: false })).asWritten(),
    send: async (records, atMostMs) =>
      (await deliver(records, { patienceMs: Math.min(patienceMs, atMostMs), atFirstTrouble: true })).asSent(records),
  };
}

interface Ends {
  readonly patienceMs: number;
  /** Where rows can wait, no further call is made once one was in vain. */
  readonly atFirstTrouble: boolean;
}

/** One write: its counts, and what is known about the service meanwhile. */
class Delivery {
  private readonly upload: Upload;
  private readonly options: LogIngestionOptions;
  private readonly retry: RetryOptions;
  private readonly ends: Ends;
  private readonly endsAtMs: number;
  private readonly refusals: CountedReason[] = [];
  private readonly returns: CountedReason[] = [];
  private readonly returned = new Set<string>();
  private written = 0;
  private calls = 0;
  private bytes = 0;
  private isolationLeft: number;
  /** Once a reason holds for every call, no more are made. */
  private trouble: Trouble | undefined;

  constructor(upload: Upload, options: LogIngestionOptions, ends: Ends) {
    this.upload = upload;
    this.options = options;
    this.ends = ends;
    this.retry = { ...DEFAULT_RETRY, ...options.retry, patienceMs: ends.patienceMs };
    this.endsAtMs = options.clock.monotonicMs() + this.retry.patienceMs;
    this.isolationLeft = options.isolationCalls ?? DEFAULT_ISOLATION_CALLS;
  }

  /** Nothing can wait: what was not delivered counts as refused. */
  asWritten(): WriteReport {
    return this.report(0, [...this.refusals, ...this.returns]);
  }

  asSent(records: readonly ProbeRecord[]): Sent {
    const undelivered = records.filter(({ ProbeId }) => this.returned.has(ProbeId));
    return {
      report: {
        ...this.report(undelivered.length, this.refusals),
        reasons: withCounts([...this.refusals, ...this.returns]),
      },
      undelivered,
      ...(this.trouble && { trouble: this.trouble }),
    };
  }

  private report(kept: number, refusals: readonly CountedReason[]): WriteReport {
    return {
      written: this.written,
      kept,
      refused: refusals.reduce((sum, [, rows]) => sum + rows, 0),
      calls: this.calls,
      bytes: this.bytes,
      reasons: withCounts(refusals),
    };
  }

  async send(chunk: Chunk): Promise<void> {
    const outcome = await this.persistently(chunk);
    switch (outcome.kind) {
      case 'accepted':
        this.written += chunk.length;
        this.bytes += bodyBytes(chunk);
        return;
      case 'too_large':
        return this.smaller(chunk, outcome.reason);
      case 'bad_rows':
        return this.isolated(chunk, outcome.reason);
      case 'hopeless':
        this.trouble ??= { reason: outcome.reason };
        return this.giveBack(chunk, outcome.reason);
      case 'passing':
        if (this.ends.atFirstTrouble) this.trouble ??= outcome;
        return this.giveBack(chunk, outcome.reason);
    }
  }

  /** Calls until the answer is no passing one, the retries are used up, or the time is. */
  private async persistently(chunk: Chunk): Promise<UploadOutcome> {
    for (let retry = 0; ; retry += 1) {
      if (this.trouble !== undefined) return { kind: 'hopeless', reason: this.trouble.reason };
      const leftMs = this.leftMs();
      if (leftMs <= 0) return { kind: 'passing', reason: `not sent within ${this.retry.patienceMs} ms` };
      this.calls += 1;
      const deadlineMs = Math.min(this.options.deadlineMs ?? DEFAULT_DEADLINE_MS, leftMs);
      const outcome = await this.upload(
        chunk.map(({ record }) => record),
        deadlineMs,
      );
      if (outcome.kind !== 'passing') return outcome;
      if (retry >= this.retry.retries) return { ...outcome, reason: `${outcome.reason}; ${tried(retry + 1)}` };
      const waitMs = outcome.retryAfterMs ?? this.backoffMs(retry);
      if (waitMs > this.retry.longestWaitMs || waitMs >= this.leftMs()) return givenUp(outcome, waitMs, retry + 1);
      await new Promise<void>((resolve) => this.options.clock.after(waitMs, resolve));
    }
  }

  private leftMs(): number {
    return Math.floor(this.endsAtMs - this.options.clock.monotonicMs());
  }

  private backoffMs(retry: number): number {
    const base = this.retry.delayMs * 2 ** retry;
    return base + this.options.chance.integer(base + 1);
  }

  /**
   * A body that is too large goes in halves; a row that is too large by itself loses its evidence, and is refused only then. Who finds even a
   * small row too large is not the service, which takes a megabyte: that row waits, and so does everything after it.
   */
  private async smaller(chunk: Chunk, reason: string): Promise<void> {
    const [row] = chunk;
    if (chunk.length > 1) {
      for (const half of halves(chunk)) await this.send(half);
      return;
    }
    const lighter = row && withoutEvidence(row);
    if (lighter) return this.send([lighter]);
    if (bodyBytes(chunk) > MAX_BODY_BYTES) return this.refuse(chunk, reason);
    this.trouble ??= { reason };
    return this.giveBack(chunk, reason);
  }

  /** Halves until the rows that the service does not like stand alone, as long as there are calls for it. */
  private async isolated(chunk: Chunk, reason: string): Promise<void> {
    if (chunk.length === 1) return this.refuse(chunk, reason);
    if (this.isolationLeft < 2) return this.giveBack(chunk, `${reason}; which of the rows is not known yet`);
    this.isolationLeft -= 2;
    for (const half of halves(chunk)) await this.send(half);
  }

  private refuse(chunk: Chunk, reason: string): void {
    this.refusals.push([reason, chunk.length]);
  }

  /** By their ids: a row may have lost its evidence on the way, and waits with it. */
  private giveBack(chunk: Chunk, reason: string): void {
    this.returns.push([reason, chunk.length]);
    for (const { record } of chunk) this.returned.add(record.ProbeId);
  }
}

function givenUp(outcome: UploadOutcome & { readonly kind: 'passing' }, waitMs: number, calls: number): UploadOutcome {
  const seconds = Math.ceil(waitMs / 1000);
  return {
    ...outcome,
    reason: `${outcome.reason}; to be tried again in ${seconds} s, which is not waited for; ${tried(calls)}`,
  };
}

function tried(calls: number): string {
  return calls === 1 ? 'tried once' : `tried ${calls} times`;
}
