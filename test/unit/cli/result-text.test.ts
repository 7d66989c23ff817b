import { describe, expect, test } from 'vitest';
import { jsonBlocks, resultLines } from '../../../src/cli/result-text.ts';
import type { RunResult } from '../../../src/model/run.ts';
import { safeJson } from '../../../src/record/safe-json.ts';
import { ATTACK, cut, evidenceOf, mixedRun, resultOf, runOf, targetOf } from './built.ts';

const hostile = resultOf(evidenceOf(targetOf('a.example', { name: ATTACK }), cut()));
const runs: Readonly<Record<string, RunResult>> = {
  'several targets': mixedRun(),
  'one target': runOf([resultOf(evidenceOf(targetOf('a.example'), cut()))]),
  'texts with line breaks': runOf([hostile, hostile]),
  'no target': runOf([]),
};

describe('a result as text, target by target', () => {
  test.for(Object.entries(runs))('%s: the same bytes as in one piece', ([, run]) => {
    expect([...jsonBlocks(run)].join('\n')).toBe(safeJson(run, 2));
  });

  test.for(Object.entries(runs))('%s: a line for the run, for each target, for the summary', ([, run]) => {
    const lines = [...resultLines(run)];
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    const { schemaVersion, results, summary } = run;
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ schemaVersion, run: run.run }, ...results, { summary }]);
  });
});
