/** The second line of defence: what is dirty already (a stored file from elsewhere, a service's error text) is shown clean all the same. */
import { describe, expect, test } from 'vitest';
import type { RunReport, RunResult } from '../../../src/model/run.ts';
import { safeJson } from '../../../src/record/safe-json.ts';
import { outcomeOfError } from '../../../src/sink/upload-outcome.ts';
import { ALL_TRICKS, TRICKS } from '../../hostile/far-end.ts';
import { outputsOf, unsafeIn } from '../../hostile/outputs.ts';
import { sample } from '../record/sample.ts';

/** Words that the types close stay; every other text gets every trick at its end. */
const CLOSED = new Set([
  'status',
  'phase',
  'kind',
  'state',
  'scheme',
  'end',
  'outcome',
  'name',
  'canary',
  'id',
  'startedAt',
  'probedAt',
  'askedAt',
  'family',
  'tier',
  'effect',
  'level',
  'source',
]);
function dirtied(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return CLOSED.has(key) ? value : `${value}${ALL_TRICKS}`;
  if (Array.isArray(value)) return value.map((inner) => dirtied(inner, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, dirtied(inner, name)]));
}

const result = dirtied(sample) as RunResult;
const report: RunReport = {
  result,
  delivery: { written: 0, kept: 1, refused: 1, calls: 1, bytes: 1, reasons: [`HTTP 403: ${ALL_TRICKS} (2 rows)`] },
};

describe('a result that is dirty throughout', () => {
  test('is dirty, or this file proves nothing', () => {
    expect(JSON.stringify(result).split('\u202e').length).toBeGreaterThan(50);
    expect(unsafeIn({ where: 'raw', text: JSON.stringify(report) })).toBeDefined();
  });

  test.for(['table, 80 columns', 'table, 140 columns', 'explain', 'json', 'ndjson', 'report', 'health', 'log'])(
    '%s is clean',
    async (where) => {
      // Rows are made of evidence, which is cleaned where it enters: the tests of far ends hold them.
      const outputs = (await outputsOf(report)).filter((output) => output.where === where);
      expect(outputs.length).toBeGreaterThan(0);
      expect(outputs.flatMap((output) => unsafeIn(output) ?? [])).toEqual([]);
    },
  );
});

describe('JSON that is safe to show', () => {
  test.for(Object.entries({ ...TRICKS, pair: '😀 \u{1d173} \ud800' }))('%s is the same value', ([, text]) => {
    const json = safeJson({ [text]: [text] }, 2);
    expect(JSON.parse(json)).toEqual({ [text]: [text] });
    expect(unsafeIn({ where: 'json', text: json })).toBeUndefined();
  });
});

test('what a service, or somebody in its place, says of rows is one harmless line', () => {
  const error = Object.assign(new Error(ALL_TRICKS.repeat(10)), { statusCode: 403, code: ALL_TRICKS });
  const outcome = outcomeOfError(error, 0);
  if (outcome.kind === 'accepted') throw new Error('an error is no acceptance');
  expect(outcome.reason.length).toBeLessThan(1_000);
  expect(outcome.reason).not.toContain('\n');
  expect(unsafeIn({ where: 'reason', text: outcome.reason })).toBeUndefined();
});
