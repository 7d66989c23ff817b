import { Cron } from 'croner';
import type { RunReport, WriteReport } from '../model/run.ts';
import { runFailure } from './service.ts';

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
}

/** @param schedule NCRONTAB, as `PROBE_SCHEDULE` has it. */
export function healthOf(report: RunReport | undefined, schedule: string, nowMs: number): Health {
  if (!report) return { healthy: false, reasons: ['no run is kept yet'] };
  const { run, summary } = report.result;
  const ageMs = nowMs - Date.parse(run.startedAt);
  const { delivery } = report;
  const failure = runFailure(report);
  const reasons = [
    ...(ageMs > staleAfterMs(schedule, nowMs) ? [`the last run began ${Math.round(ageMs / 60_000)} minutes ago`] : []),
    ...(failure ? [failure] : []),
    ...(delivery && delivery.kept + delivery.refused > 0
      ? [`${delivery.kept} rows kept and ${delivery.refused} refused: ${delivery.reasons.join('; ')}`]
      : []),
  ];
  return {
    healthy: reasons.length === 0,
    reasons,
    run: { id: run.id, startedAt: run.startedAt, ageSeconds: Math.round(ageMs / 1000), targets: summary.targets },
    ...(delivery && { delivery }),
  };
}

function staleAfterMs(schedule: string, nowMs: number): number {
  const [first, second] = new Cron(schedule, { timezone: 'UTC' }).nextRuns(2, new Date(nowMs));
  if (!first || !second) throw new Error(`PROBE_SCHEDULE=${schedule} has no next tick`);
  return STALE_AFTER_TICKS * (second.getTime() - first.getTime());
}
