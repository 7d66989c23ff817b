import { getHeapSpaceStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { stopYoungGenerationGrowth } from '../../../src/cli/young-generation.ts';

/** Bytes that V8 holds for new objects. */
const youngGeneration = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? Number.NaN;

test('the young generation stays as large as it is, whatever is allocated and kept', () => {
  stopYoungGenerationGrowth();
  const before = youngGeneration();
  const kept = Array.from({ length: 400_000 }, (_, index) => ({ index, text: [index, `${index}`] }));
  expect(kept).toHaveLength(400_000);
  expect(youngGeneration()).toBeLessThanOrEqual(before);
});
