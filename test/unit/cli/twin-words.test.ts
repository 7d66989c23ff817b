import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { twinWords, wordsOf } from '../../../src/cli/twin-words.ts';
import { STATES } from '../../../src/model/verdict.ts';

describe('twins in words', () => {
  test('every twin that a rule can name has words of its own', () => {
    const twin = new RegExp(`'(?:${STATES.join('|')})/([a-z_.]+)'`, 'g');
    const causes = readdirSync('src/classify').flatMap((file) =>
      [...readFileSync(`src/classify/${file}`, 'utf8').matchAll(twin)].map(([, cause = '']) => cause),
    );
    expect(causes.length).toBeGreaterThan(30);
    expect([...new Set(causes)].filter((cause) => wordsOf(cause) === undefined)).toEqual([]);
  });

  test('a twin of another version is said as it is written', () => {
    expect(twinWords('down/tls.new_kind')).toBe('down: tls new kind');
    expect(twinWords('down/constructor')).toBe('down: constructor');
  });
});
