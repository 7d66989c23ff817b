/**
 * The laboratory in tests: with CI=true, as .ci/run sets it, it runs, and fails where something that it needs is missing. Elsewhere it is skipped aloud,
 * so that the everyday `npm test` stays short; `npm run lab` runs it by hand.
 */
import { test } from 'vitest';
import { missingForLab } from './readiness.ts';

/** Tells whether to go on; where not, one test says why. */
export function labIsReady(): boolean {
  if (process.env['CI'] !== 'true') {
    const title = 'skipped: the laboratory runs where CI=true, and by npm run lab (root, Linux)';
    test.skipIf(true)(title);
    console.warn(title);
    return false;
  }
  const missing = missingForLab();
  if (missing === undefined) return true;
  const title = `the laboratory cannot run here: ${missing}`;
  test(title, () => {
    throw new Error(title);
  });
  return false;
}
