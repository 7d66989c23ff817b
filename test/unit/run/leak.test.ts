/** Many runs in one process leave nothing behind (`node test/load/main.ts` carries out a thousand). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { manyRuns } from '../../load/many-runs.ts';

/** What a run of 50 targets would leave if it left one connection each: far above what collections vary by. */
const SLACK_MB = 6;
/** A kept connection to the endpoint may be there or not; one left behind a run would be more than ten. */
const SLACK_HANDLES = 3;

test('sockets, timers and handles come back to the start, and the heap stays flat', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leak-'));
  try {
    const { looks, rows } = await manyRuns(30, 50, folder, 3);
    const [first, middle, last] = looks;
    if (!first || !middle || !last) throw new Error('it was not looked at three times');
    expect(rows).toBeGreaterThan(30 * 50);
    for (const { handles } of [middle, last]) {
      const grown = Object.entries(handles).filter(
        ([kind, count]) => count > (first.handles[kind] ?? 0) + SLACK_HANDLES,
      );
      expect(grown).toEqual([]);
    }
    expect(last.heapMb - first.heapMb).toBeLessThan(SLACK_MB);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
