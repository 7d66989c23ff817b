/** The fuzzer's short form. For minutes and hours: `npm run fuzz -- --minutes 60`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FUZZ_KINDS } from '../../hostile/fuzz-kinds.ts';
import { createFuzzer, type Fuzzer, fuzz } from '../../hostile/fuzzing.ts';
import { mutate } from '../../hostile/mutate.ts';
import { seeded } from '../../hostile/seeded.ts';

const SEED = 20_261_124;
const CASES = 70 * FUZZ_KINDS.length;
const LANES = 8;

let fuzzers: readonly Fuzzer[] = [];
beforeAll(async () => {
  fuzzers = await Promise.all(Array.from({ length: LANES }, createFuzzer));
});
afterAll(async () => {
  await Promise.all(fuzzers.map((fuzzer) => fuzzer.close()));
});

test('mutated exchanges of every kind: no crash, no hang, bounded, read again, harmless', {
  timeout: 120_000,
}, async () => {
  const { cases, ends, finds } = await fuzz(fuzzers, { seed: SEED, more: (begun) => begun < CASES });
  // To make one again: npm run fuzz -- --kind KIND --case SEED
  expect(finds).toEqual([]);
  // Mutations that all ended alike would prove little.
  expect(ends.size).toBeGreaterThan(25);
  expect(Object.values(cases)).toEqual(FUZZ_KINDS.map(() => CASES / FUZZ_KINDS.length));
});

test('the same seed makes the same mutations', () => {
  const all = (seed: number): string => {
    const random = seeded(seed);
    return Array.from({ length: 50 }, () => mutate(Buffer.from('HTTP/1.1 200 OK'), random).toString('hex')).join();
  };
  expect(all(7)).toBe(all(7));
  expect(all(7)).not.toBe(all(8));
});
