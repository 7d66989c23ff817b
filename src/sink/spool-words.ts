/** The state of a spool as figures and sentences, for the report, the run row and health. */
import type { SpoolReport } from '../model/run.ts';
import { withCounts } from './sink.ts';
import type { Loss, LossCode } from './spool-names.ts';
import type { Held, SpoolVisit } from './spool-visit.ts';

const LOST: Readonly<Record<LossCode, string>> = {
  too_old: 'given up: waited longer than AGENTPATH_SPOOL_MAX_AGE_HOURS',
  too_many: 'given up: more waits than AGENTPATH_SPOOL_MAX_MB or _MAX_ROWS allow',
  unreadable: 'given up: what was kept can no longer be read',
  refused: 'refused by the service when they were replayed',
  no_memory: 'given up: neither storage nor memory could keep them',
};

/** @param waiting What of it is to be told: a run row leaves out its own run's. */
export function spoolReport(
  visit: SpoolVisit,
  waiting: readonly Held[],
  losses: readonly Loss[],
  replayed: number,
  nowMs: number,
): SpoolReport {
  const sum = (held: readonly Held[], of: (one: Held) => number): number => held.reduce((all, one) => all + of(one), 0);
  const [oldest] = waiting;
  const { pause } = visit;
  return {
    replayed,
    waiting: sum(waiting, ({ entry }) => entry.rows),
    waitingBytes: sum(waiting, ({ object }) => object.bytes),
    inMemory: sum(
      waiting.filter(({ shelf }) => !shelf.lasting),
      ({ entry }) => entry.rows,
    ),
    ...(oldest && { oldest: new Date(oldest.entry.runMs).toISOString() }),
    givenUp: losses.reduce((all, { rows }) => all + rows, 0),
    ...(pause && pause.untilMs > nowMs && { pausedUntil: new Date(pause.untilMs).toISOString() }),
    reasons: [...visit.troubles, ...withCounts(losses.map(({ code, rows }) => [LOST[code], rows]))],
  };
}
