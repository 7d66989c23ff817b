import type { RunReport, SpoolReport, WriteReport } from '../model/run.ts';
import { runFailure } from './service.ts';
import { intervalOf } from './timing.ts';

/** A run older than this many ticks of the schedule says nothing about now. */
const STALE_AFTER_TICKS = 3;

export interface Health {
  readonly healthy: boolean;
  /** Why not; empty when healthy. Denied targets are no reason: they are what the app is there to find. */
  readonly reasons: readonly string[];
  readonly run?: {
    readonly id: string;
    readonly startedAt: string;
    readonly ageSeconds: number;
    readonly targets: number;
  };
  readonly delivery?: WriteReport;
  readonly spool?: SpoolReport;
}

/** @param schedule NCRONTAB, as `PROBE_SCHEDULE` has it. */
export function healthOf(report: RunReport | undefined, schedule: string, nowMs: number): Health {
  if (!report) return { healthy: false, reasons: ['no run is kept yet'] };
  const { run, summary } = report.result;
  const ageMs = nowMs - Date.parse(run.startedAt);
  const { delivery, spool } = report;
  const failure = runFailure(report);
  const reasons = [
    ...(ageMs > STALE_AFTER_TICKS * intervalOf(schedule, nowMs)
      ? [`the last run began ${Math.round(ageMs / 60_000)} minutes ago`]
      : []),
    ...(failure ? [failure] : []),
    ...(delivery && delivery.kept + delivery.refused > 0
      ? [`${delivery.kept} rows kept and ${delivery.refused} refused: ${delivery.reasons.join('; ')}`]
      : []),
    ...(spool ? spoolTroubles(spool) : []),
  ];
  return {
    healthy: reasons.length === 0,
    reasons,
    run: { id: run.id, startedAt: run.startedAt, ageSeconds: Math.round(ageMs / 1000), targets: summary.targets },
    ...(delivery && { delivery }),
    ...(spool && { spool }),
  };
}

function spoolTroubles({ waiting, oldest, inMemory, givenUp, pausedUntil, reasons }: SpoolReport): readonly string[] {
  const since = oldest === undefined ? '' : `, the oldest since ${oldest}`;
  return [
    ...(waiting > 0 ? [`${waiting} rows wait for their delivery${since}`] : []),
    ...(inMemory > 0 ? [`${inMemory} of them wait in memory alone, and are lost when the instance ends`] : []),
    ...(givenUp > 0 ? [`${givenUp} rows were given up`] : []),
    ...(pausedUntil === undefined ? [] : [`no delivery is tried before ${pausedUntil}`]),
    ...reasons,
  ];
}
