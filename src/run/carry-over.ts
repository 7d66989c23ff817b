/**
 * In the Function the follow-ups are asked on a change and then hourly (design: path controls). In between, the answers of the run before
 * are carried over, so that a verdict does not swing between runs that asked and runs that did not.
 */
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import { PHASES } from '../model/phase.ts';
import type { RunResult } from '../model/run.ts';
import type { Steps } from '../model/step.ts';

const HOUR_MS = 3_600_000;

export interface CarriedOver {
  readonly evidences: readonly Evidence[];
  /** Answers that were not asked anew. */
  readonly count: number;
}

export function carryOver(
  evidences: readonly Evidence[],
  path: Path,
  previous: RunResult | undefined,
  nowMs: number,
): CarriedOver {
  if (!previous || pathKey(previous.run.path) !== pathKey(path)) return { evidences, count: 0 };
  const before = new Map(previous.results.map(({ evidence }) => [evidence.target.name, evidence]));
  let count = 0;
  const carried = evidences.map((evidence) => {
    const earlier = before.get(evidence.target.name);
    if (!earlier || !unchanged(earlier, evidence)) return evidence;
    const fresh = earlier.questions.filter(({ askedAt }) => nowMs - Date.parse(askedAt) < HOUR_MS);
    // All or nothing: half a set of answers would be judged as if the other half had not been worth asking.
    if (fresh.length < earlier.questions.length) return evidence;
    count += fresh.length;
    return { ...evidence, questions: [...fresh, ...evidence.questions] };
  });
  return { evidences: carried, count };
}

function unchanged(earlier: Evidence, now: Evidence): boolean {
  return (
    outcome(earlier.steps) === outcome(now.steps) &&
    earlier.target.host === now.target.host &&
    earlier.target.port === now.target.port &&
    earlier.target.scheme === now.target.scheme
  );
}

/** How the flow went, without anything that differs between two runs in which nothing changed. */
function outcome(steps: Steps): string {
  return PHASES.map((phase) => {
    const step = steps[phase];
    return step.status === 'failed' ? step.failure.name : step.status;
  }).join(' ');
}

/** The path's own answers: where they change, every follow-up is asked anew. */
function pathKey({ reading }: Path): string {
  const { fingerprint } = reading;
  const ports = reading.ports.map(({ port, canary }) => `${port} ${canary}`).toSorted();
  return JSON.stringify([reading.filtered, fingerprint?.end, fingerprint?.alert, ports]);
}
