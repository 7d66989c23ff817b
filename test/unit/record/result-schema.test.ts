import * as fc from 'fast-check';
import type * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { RunResult } from '../../../src/model/run.ts';
import { parseResult, type RunResultSchema } from '../../../src/record/result-schema.ts';
import { sample } from './sample.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Read = v.InferOutput<typeof RunResultSchema>;

const stored = (): unknown => JSON.parse(JSON.stringify(sample));

/** A copy with one value replaced; `undefined` removes it. */
function edited(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(sample));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((inner, key) => inner[key], copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
function problemsOf(json: unknown): readonly string[] {
  const parsed = parseResult(json);
  return parsed.ok ? [] : parsed.problems;
}

test('the schema and the types say the same', () => {
  expectTypeOf<Mutable<Read>>().toEqualTypeOf<Mutable<RunResult>>();
  expect(parseResult(stored())).toEqual({ ok: true, result: sample });
});

describe('what is no result', () => {
  test.for([
    ['schemaVersion', 2],
    ['run.id', ''],
    ['run.startedAt', 'yesterday'],
    ['run.path.reading.filtered', true],
    ['run.path.controls.0.port', 65_536],
    ['summary.byState.down', undefined],
    ['summary.misleading', -1],
    ['results.0.state', 'fine'],
    ['results.0.target.scheme', 'ftp'],
    ['results.0.evidence.steps.dns', undefined],
    ['results.0.evidence.steps.dns.facts.addresses', []],
    ['results.0.evidence.steps.tls.facts.chain.0.scts', 'yes'],
    ['results.0.evidence.steps.tls.status', 'maybe'],
    ['results.1.evidence.steps.tls.failure.name', 'tls.odd'],
    ['results.1.evidence.steps.tls.failure.instrument', false],
    ['results.1.evidence.questions.0.kind', 'why'],
    ['results.1.evidence.target.effect', null],
  ] as const)('%s: %s is told with its place', ([path, value]) => {
    const problems = problemsOf(edited(path, value));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}: .+`));
  });

  test('all problems at once', () => {
    expect(problemsOf({ ...sample, schemaVersion: 7, summary: {}, results: [{}] }).length).toBeGreaterThan(10);
  });
  test('a wrong file does not fill the screen', () => {
    const problems = problemsOf({ ...sample, results: Array.from({ length: 1000 }, () => ({})) });
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toMatch(/^… and \d+ more$/);
  });
  test('two results of one name, and evidence about another target', () => {
    const [first, second] = sample.results;
    expect(problemsOf({ ...sample, results: [first, first] })[0]).toMatch(/^results\.1\.target\.name: /);
    expect(problemsOf({ ...sample, results: [{ ...first, evidence: second?.evidence }] })[0]).toMatch(
      /^results\.0\.evidence\.target\.name: /,
    );
  });
  test('anything at all', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => problemsOf(json).length > 0));
  });
});

describe('what is one', () => {
  test.for(['tls.alert.handshake_failure', 'http.alert.certificate_required', 'tls.reset_after_hello'])(
    'the failure %s',
    (name) => {
      expect(problemsOf(edited('results.1.evidence.steps.tls.failure.name', name))).toEqual([]);
    },
  );
  test('a field that this version does not know is left out', () => {
    const parsed = parseResult({ ...sample, later: true });
    expect(parsed).toEqual({ ok: true, result: sample });
  });
});
