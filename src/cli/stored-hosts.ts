/** A result may come from elsewhere, and its hosts become rules of a firewall and words of a script: only what can be a host is taken. */
import type { Problem } from '../config/problems.ts';
import { readHost } from '../config/read-host.ts';
import type { RunResult } from '../model/run.ts';

const MOST_PROBLEMS = 20;

export function hostProblems(file: string, { results }: RunResult): readonly Problem[] {
  return results
    .flatMap(({ target, evidence }, index): readonly Problem[] => {
      const host = [target.host, evidence.target.host].map(readHost).find((one) => !one.ok);
      if (!host || host.ok) return [];
      const wayOut = 'Give a result that agentpath check wrote, as it wrote it';
      return [{ place: `${file}: results.${index}.target.host`, says: host.says, wayOut }];
    })
    .slice(0, MOST_PROBLEMS);
}
