import { describe, expect, test } from 'vitest';
import type { Answer, Evidence } from '../../../src/model/evidence.ts';
import type { Path } from '../../../src/model/path.ts';
import type { RunResult } from '../../../src/model/run.ts';
import { carryOver } from '../../../src/run/carry-over.ts';
import { AT, answer, evidence, FIN, firewalled, open, RST } from '../../support/evidence.ts';
import { sample } from '../record/sample.ts';

const NOW = Date.parse(AT) + 10 * 60_000;
const ASKED: readonly Answer[] = [answer('repeat', FIN), answer('dead_address', FIN)];

const runBefore = (was: Evidence, path: Path = firewalled()): RunResult => {
  const [first] = sample.results;
  if (!first) throw new Error('the sample has no result');
  return { ...sample, run: { ...sample.run, path }, results: [{ ...first, evidence: was }] };
};

describe('answers of the run before', () => {
  test('are carried over while the flow ends alike on a path that reads alike', () => {
    const { evidences, count } = carryOver(
      [evidence(FIN)],
      firewalled(),
      runBefore(evidence({ ...FIN, questions: ASKED })),
      NOW,
    );
    expect(count).toBe(2);
    expect(evidences[0]?.questions).toEqual(ASKED);
  });

  test.for([
    ['the flow ends otherwise', evidence(RST), firewalled(), NOW],
    [
      'the target is another host by the same name',
      evidence({ ...FIN, target: { host: 'other.example' } }),
      firewalled(),
      NOW,
    ],
    ['the path reads otherwise', evidence(FIN), open(), NOW],
    ['they are an hour old', evidence(FIN), firewalled(), NOW + 3_600_000],
  ] as const)('are asked anew where %s', ([, now, path, at]) => {
    const was = evidence({ ...FIN, target: { name: now.target.name }, questions: ASKED });
    const { evidences, count } = carryOver([now], path, runBefore(was), at);
    expect(count).toBe(0);
    expect(evidences).toEqual([now]);
  });

  test('without a run before nothing changes', () => {
    expect(carryOver([evidence(FIN)], firewalled(), undefined, NOW)).toEqual({ evidences: [evidence(FIN)], count: 0 });
  });
});
