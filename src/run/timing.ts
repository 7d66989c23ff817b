/** How long a run may take, so that it does not run into the next: the host would leave out a tick. */
import { Cron } from 'croner';
import type { Deadlines } from '../model/settings.ts';

export interface Timing {
  /** Milliseconds after which no further target is begun. */
  readonly cutAfterMs: number;
  /** For the delivery of old and new rows. */
  readonly deliveryMs: number;
}

/** For runs that nothing follows: the command line. */
export const UNHURRIED_DELIVERY_MS = 120_000;

const SHORTEST_PROBING_MS = 10_000;
const SHORTEST_DELIVERY_MS = 15_000;
/** For everything beside probing and delivering, such as the report. */
const MARGIN_MS = 5000;
/** host.json gives an invocation half an hour. */
const LONGEST_MS = 25 * 60_000;

/** @param schedule NCRONTAB, as `PROBE_SCHEDULE` has it. @returns Milliseconds between the next two ticks. */
export function intervalOf(schedule: string, nowMs: number): number {
  const [first, second] = new Cron(schedule, { timezone: 'UTC' }).nextRuns(2, new Date(nowMs));
  if (!first || !second) throw new Error(`PROBE_SCHEDULE=${schedule} has no next tick`);
  return second.getTime() - first.getTime();
}

/** What was begun before the cut still takes its deadlines. */
export function timingOf(intervalMs: number, { dnsMs, tcpMs, tlsMs, httpMs }: Deadlines): Timing {
  const wholeMs = Math.min(intervalMs, LONGEST_MS);
  const deliveryMs = Math.max(SHORTEST_DELIVERY_MS, Math.min(UNHURRIED_DELIVERY_MS, Math.floor(wholeMs * 0.3)));
  const underWayMs = dnsMs + tcpMs + tlsMs + httpMs;
  return { cutAfterMs: Math.max(SHORTEST_PROBING_MS, wholeMs - deliveryMs - underWayMs - MARGIN_MS), deliveryMs };
}
