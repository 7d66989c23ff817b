import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/model/evidence.ts';
import type { Steps } from '../../../src/model/step.ts';
import { boundedEvidence } from '../../../src/record/bounded-evidence.ts';
import { fittingTexts, jsonBytes, MAX_FIELD_BYTES, shortened } from '../../../src/record/bounds.ts';
import { certificate, deniedSteps, healthySteps } from './sample.ts';

const AT = '2026-11-24T10:00:00.000Z';
const repeats = (count: number, steps: Steps): Answer[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'repeat', round: index + 1, askedAt: AT, steps }));

function withChain(length: number, urls: number): Steps {
  const { tls } = healthySteps;
  if (tls.status !== 'ok') throw new Error('the sample is healthy');
  const names = Array.from({ length: urls }, (_, index) => `http://crl.example/${'x'.repeat(80)}/${index}`);
  const chain = Array.from({ length }, (_, index) => certificate(`CA ${index}`, `CA ${index + 1}`, names));
  return { ...healthySteps, tls: { ...tls, facts: { ...tls.facts, chain } } };
}
function withBody(body: string): Steps {
  const { http } = healthySteps;
  if (http.status !== 'ok') throw new Error('the sample is healthy');
  return { ...healthySteps, http: { ...http, facts: { ...http.facts, body } } };
}

describe('evidence as a field', () => {
  test('in full where it fits', () => {
    const questions = repeats(3, deniedSteps);
    expect(boundedEvidence(deniedSteps, questions)).toEqual({
      evidence: { steps: deniedSteps, questions },
      dropped: [],
    });
  });

  test('nothing of the first flow is lost while the follow-ups have something to lose', () => {
    const { evidence, dropped } = boundedEvidence(healthySteps, repeats(20, withChain(10, 0)));
    expect(dropped).toEqual(["certificates after the leaf, in follow-ups' answers"]);
    expect(evidence.steps).toEqual(healthySteps);
    expect(evidence.questions).toHaveLength(20);
  });

  test.for([
    ['hundreds of follow-ups', deniedSteps, repeats(300, withChain(10, 4))],
    ['follow-ups that all went like the target', deniedSteps, repeats(300, deniedSteps)],
    ['a chain with thousands of addresses', withChain(10, 1000), []],
    ['texts of a megabyte', withBody('ü"\\'.repeat(300_000)), repeats(5, withBody('x'.repeat(100_000)))],
    ['thousands of certificates', withChain(5000, 0), []],
  ] as const)('%s stay within the bound', ([, steps, questions]) => {
    const { evidence, dropped } = boundedEvidence(steps, questions);
    expect(jsonBytes(evidence)).toBeLessThanOrEqual(MAX_FIELD_BYTES);
    expect(dropped.length).toBeGreaterThan(0);
    expect(evidence.steps).toHaveProperty('tls.status');
  });

  test('in the last resort the outcome of each phase is left', () => {
    const { evidence, dropped } = boundedEvidence(deniedSteps, [], 200);
    expect(evidence).toEqual({
      steps: { dns: 'ok', tcp: 'ok', proxy: 'skipped', tls: 'tls.closed_after_hello', http: 'skipped' },
      questions: [],
    });
    expect(dropped).toContain('everything but the outcome of each phase');
  });
});

describe('texts and lists', () => {
  test('a text says how much of it is missing, and never ends in half a character', () => {
    expect(shortened('abc', 3)).toBe('abc');
    expect(shortened('abcdef', 3)).toBe('abc… (3 more characters)');
    expect(shortened('ab😀def', 3)).toBe('ab… (5 more characters)');
  });
  test('a list says how many items are missing', () => {
    const kept = fittingTexts(Array.from({ length: 1000 }, () => 'x'.repeat(500)));
    expect(jsonBytes(kept)).toBeLessThanOrEqual(MAX_FIELD_BYTES);
    expect(kept.at(-1)).toBe(`… and ${1000 - (kept.length - 1)} more`);
  });
});
