/** What becomes of a caller's wish for a run: one at a time, and not one after the other without a pause. */
import type { Clock } from '../model/clock.ts';
import type { RunReport } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import type { Log, RunRequest, Service } from './service.ts';

/** From the beginning of one run that a caller asked for to that of the next: each is a burst of connections through somebody's firewall. */
export const SECONDS_BETWEEN_ASKED_RUNS = 30;

export type AskedRun =
  | { readonly kind: 'begun'; readonly id: string; readonly done: Promise<RunReport> }
  /** `covers`: it probes all that was asked for. */
  | { readonly kind: 'under_way'; readonly id: string; readonly covers: boolean }
  /** The last one that was asked for, and how long to wait. */
  | { readonly kind: 'too_soon'; readonly id: string; readonly waitSeconds: number };

export type AskRun = (settings: Settings, request: RunRequest, log: Log) => AskedRun;

/** Of one instance: another may be running another run (accepted, see the threat model). */
export function createRunAsker(
  service: Service,
  clock: Pick<Clock, 'monotonicMs'>,
  betweenSeconds = SECONDS_BETWEEN_ASKED_RUNS,
): AskRun {
  let last: { readonly id: string; readonly atMs: number } | undefined;
  return (settings, request, log) => {
    const running = service.underWay();
    if (running) return { kind: 'under_way', id: running.id, covers: covers(running.only, request.only) };
    const atMs = clock.monotonicMs();
    const waitMs = last ? last.atMs + betweenSeconds * 1000 - atMs : 0;
    if (last && waitMs > 0) return { kind: 'too_soon', id: last.id, waitSeconds: Math.ceil(waitMs / 1000) };
    const started = service.start(settings, request, log);
    if ('busy' in started) return { kind: 'under_way', id: started.busy, covers: false };
    last = { id: started.id, atMs };
    return { kind: 'begun', ...started };
  };
}

function covers(running: readonly string[] | undefined, asked: readonly string[] | undefined): boolean {
  if (!running) return true;
  return asked?.every((name) => running.includes(name)) ?? false;
}
