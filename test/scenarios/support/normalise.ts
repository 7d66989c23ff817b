/**
 * What differs between two runs in which nothing differed (times, ports, random names and keys, sizes that a signature's length moves) is
 * replaced, so that evidence can be compared to the letter, on every Node that is supported.
 */
import type { RunResult } from '../../../src/model/run.ts';

const AT = '2026-01-01T00:00:00.000Z';
const TIMES = new Set(['durationMs', 'endedAfterMs']);
const DATES = new Set(['probedAt', 'askedAt', 'startedAt']);
const HASHES = new Set(['fingerprint', 'ski', 'aki']);

export function normalise(result: RunResult): RunResult {
  const labels = new Map<string, string>();
  const label = (kind: string, text: string): string => {
    const known = labels.get(text) ?? `${kind}-${labels.size + 1}`;
    labels.set(text, known);
    return known;
  };
  const walk = (value: unknown, key: string, parent: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, key, parent));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, walk(inner, name, key)]),
      );
    }
    if (typeof value === 'number') {
      if (TIMES.has(key)) return 1;
      if (key === 'port' && parent === 'local') return 50_000;
      if (key === 'bytesReceived' || (key === 'bytes' && parent === 'hello')) return value === 0 ? 0 : 1;
      if (key === 'clockSkewS' && Math.abs(value) < 60) return 0;
    }
    if (typeof value === 'string') {
      if (DATES.has(key)) return AT;
      if (HASHES.has(key)) return label(key, value);
      return tidy(value);
    }
    return value;
  };
  return walk(result, '', '') as RunResult;
}

/** Random `.invalid` names, durations and our own version inside sentences and headers. */
function tidy(text: string): string {
  return text
    .replace(/\b[0-9a-f-]{8,}\.invalid\b/g, 'random.invalid')
    .replace(/\b\d+(\.\d+)? ms\b/g, '1 ms')
    .replace(/\b\d+(\.\d+)? (bytes back|bytes)\b/g, (all, _fraction, unit: string) =>
      all.startsWith('0 ') ? all : `1 ${unit}`,
    )
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} [\d:]{8} GMT/g, 'Thu, 01 Jan 2026 00:00:00 GMT');
}
