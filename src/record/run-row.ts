import type { Discovery, RunResult, SpoolReport, TargetResult, WriteReport } from '../model/run.ts';
import type { RootCause } from '../model/verdict.ts';
import { fitting, fittingTexts, shortened } from './bounds.ts';
import type { ProbeRecord } from './columns.ts';
import { runColumns } from './run-columns.ts';
import { milliseconds } from './step-columns.ts';

/** Names beside a root cause; the others are in the target rows. */
const MAX_NAMES = 20;

/**
 * @param earlierDelivery What became of the target and control rows; absent where they have not been delivered before this row.
 * @param spool What became of the rows of earlier runs; absent where nothing is kept from run to run.
 */
export function toRunRecord(result: RunResult, earlierDelivery?: WriteReport, spool?: SpoolReport): ProbeRecord {
  const { run, summary, results } = result;
  const { path, followUps } = run;
  const { reading } = path;
  return {
    ...runColumns(run, 'run', 'run', run.startedAt),
    RunDurationMs: milliseconds(run.durationMs),
    TargetsExpected: results.length,
    ControlsExpected: path.controls.length,
    StateCounts: Object.fromEntries(Object.entries(summary.byState).filter(([, count]) => count > 0)),
    RequiredBroken: results.filter(isRequiredAndBroken).length,
    Misleading: summary.misleading,
    RootCauses: fitting(summary.rootCauses.map(rootCauseField), (leftOut) => ({ leftOut })),
    FirewallExpected: path.firewallExpected,
    Proxied: path.proxied,
    ...(reading.product && { PathProduct: reading.product }),
    PathSays: fittingTexts(reading.says),
    PathPorts: fitting<object>(reading.ports, (leftOut) => ({ leftOut })),
    ...(reading.fingerprint && { Fingerprint: reading.fingerprint }),
    Ill: fittingTexts([...new Set([...run.ill, ...reading.ill])]),
    FollowUpsAsked: followUps.asked,
    FollowUpsCarriedOver: followUps.carriedOver,
    FollowUpsMs: milliseconds(followUps.durationMs),
    ...(run.discoveries && {
      Discoveries: fitting<object>(run.discoveries.map(discoveryField), (leftOut) => ({ leftOut })),
    }),
    ...(earlierDelivery && deliveryColumns(earlierDelivery)),
    ...(spool && { RowsReplayed: spool.replayed, RowsWaiting: spool.waiting, RowsGivenUp: spool.givenUp }),
    ...reasonColumn([...(earlierDelivery?.reasons ?? []), ...(spool?.reasons ?? [])]),
  };
}

function isRequiredAndBroken({ target, effect }: TargetResult): boolean {
  return target.required && effect === 'broken';
}

function rootCauseField({ id, state, says, stops, remedy, targets }: RootCause): object {
  return {
    id,
    state,
    says: shortened(says, 1000),
    remedy: shortened(remedy, 2000),
    ...(stops.length > 0 && { stops: stops.slice(0, MAX_NAMES).map((text) => shortened(text, 300)) }),
    count: targets.length,
    targets: targets.slice(0, MAX_NAMES),
  };
}

function discoveryField({ kind, asked, outcome, hosts, toldAt, why }: Discovery): object {
  return {
    kind,
    asked: shortened(asked, 300),
    outcome,
    count: hosts.length,
    ...(toldAt !== undefined && { toldAt }),
    ...(why !== undefined && { why: shortened(why, 300) }),
  };
}

function deliveryColumns({ written, kept, refused, calls, bytes }: WriteReport): Partial<ProbeRecord> {
  return {
    RowsWritten: written,
    RowsKept: kept,
    RowsRefused: refused,
    DeliveryCalls: calls,
    DeliveryBytes: bytes,
  };
}

function reasonColumn(reasons: readonly string[]): Partial<ProbeRecord> {
  return reasons.length > 0 ? { DeliveryReasons: fittingTexts(reasons) } : {};
}
