/** What a run means for whoever started it. */
import type { RunResult, TargetResult } from '../model/run.ts';
import { runFailure } from '../run/service.ts';

export const EXIT = {
  /** No required target is broken. */
  well: 0,
  broken: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** The run itself could not be carried out, or says nothing about what was asked. */
  notCarriedOut: 3,
  /** 128 + SIGINT, as shells have it: somebody ended it on purpose. */
  interrupted: 130,
} as const;

export function exitCodeOf(result: RunResult): number {
  if (runFailure({ result }) !== undefined) return EXIT.notCarriedOut;
  return brokenRequired(result.results).length > 0 ? EXIT.broken : EXIT.well;
}

/** Required targets without which an agent does not work. */
export function brokenRequired(results: readonly TargetResult[]): readonly TargetResult[] {
  return results.filter(({ target, effect }) => target.required && effect === 'broken');
}
