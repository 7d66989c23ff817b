/** The laboratory in tests: without what it needs they are skipped aloud; with CI=true they fail. */
import { test } from 'vitest';
import { missingForLab } from './readiness.ts';

/** Where something is missing: one test that says so, skipped, or failed where CI=true. Tells whether to go on. */
export function labIsReady(): boolean {
  const missing = missingForLab();
  if (missing === undefined) return true;
  const title = `the laboratory cannot run here: ${missing}`;
  if (process.env['CI'] === 'true') {
    test(title, () => {
      throw new Error(title);
    });
  } else {
    test.skip(title);
    console.warn(`skipped: ${title}`);
  }
  return false;
}
