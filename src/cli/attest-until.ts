/** Runs again and again until what is waited for is reachable, or time is up. The clock is handed in, so that tests wait for nothing. */
import type { Clock } from '../model/clock.ts';
import type { RunReport, RunResult } from '../model/run.ts';
import type { Waiting } from './attest-given.ts';

/** When something that was not reachable at first was seen to be. */
export interface Seen {
  readonly name: string;
  /** Milliseconds since 1970: when the run began that saw it so. */
  readonly atMs: number;
  /** Since waiting began. */
  readonly afterMs: number;
}
export interface Waited {
  /** Of the last run. */
  readonly report: RunReport;
  readonly runs: number;
  readonly durationMs: number;
  /** What the last run still found not reachable. */
  readonly pending: readonly string[];
  /** In the order in which they came; one that was lost again is told anew when it comes back. */
  readonly seen: readonly Seen[];
  readonly interrupted: boolean;
}

export interface UntilParts {
  readonly run: (previous: RunResult | undefined) => Promise<RunReport>;
  /** Names of what is waited for and is not reachable in this result. */
  readonly pendingIn: (result: RunResult) => readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** After each run that is not the last. */
  readonly onRound: (pending: readonly string[], appeared: readonly Seen[], nextInMs: number) => void;
}

/** Every run is a whole one: half a firewall may have been updated, and what passed a minute ago may fail again. */
export async function untilReachable({ timeoutMs, everyMs }: Waiting, parts: UntilParts): Promise<Waited> {
  const { clock, signal } = parts;
  const began = clock.monotonicMs();
  const seen = new Map<string, Seen>();
  let before: readonly string[] = [];
  let previous: RunResult | undefined;
  for (let runs = 1; ; runs += 1) {
    const started = clock.monotonicMs();
    const startedAt = clock.wallMs();
    const report = await parts.run(previous);
    const pending = parts.pendingIn(report.result);
    const appeared = before
      .filter((name) => !pending.includes(name))
      .map((name): Seen => ({ name, atMs: startedAt, afterMs: started - began }));
    for (const one of appeared) seen.set(one.name, one);
    for (const name of pending) seen.delete(name);

    const now = clock.monotonicMs();
    const next = Math.max(now, started + everyMs);
    if (signal.aborted || pending.length === 0 || next > began + timeoutMs) {
      const interrupted = signal.aborted;
      return { report, runs, durationMs: now - began, pending, seen: [...seen.values()], interrupted };
    }
    parts.onRound(pending, appeared, next - now);
    before = pending;
    previous = report.result;
    await pause(next - now, clock, signal);
    if (signal.aborted) {
      const durationMs = clock.monotonicMs() - began;
      return { report, runs, durationMs, pending, seen: [...seen.values()], interrupted: true };
    }
  }
}

function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
