import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/classify/classify.ts';
import { SITUATIONS } from './situations.ts';

describe('a verdict', () => {
  test.for(SITUATIONS)('$name', ({ evidence, path, right, twins = [] }) => {
    const verdict = classify(evidence, path);
    expect(verdict).toMatchObject(right);
    expect(verdict.alternatives).toEqual(expect.arrayContaining([...twins]));
    expect(verdict.alternatives).not.toContain(`${verdict.state}/${verdict.cause}`);
  });

  test('no situation is told twice', () => {
    const names = SITUATIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
