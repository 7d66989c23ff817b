import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * A shared runner may stall for longer than a test's deadlines. Where CI=true a failed test is run again, twice at most, and the reporter says so:
 * what is wrong stays red, a stall does not hold back a change.
 */
const inCi = process.env['CI'] === 'true';
const retry = inCi ? 2 : 0;

/** Short forms of campaigns that have commands of their own (`npm run chaos`, `npm run fuzz`, test/load). They run where CI=true: npm test stays under two minutes. */
const CAMPAIGNS = [
  'test/unit/sink/chaos.test.ts',
  'test/unit/hostile/fuzz.test.ts',
  'test/unit/hostile/memory.test.ts',
  'test/unit/run/leak.test.ts',
];
// This file is read once for each project.
const SAID = Symbol.for('agentpath.campaigns-left-out');
if (!inCi && !Reflect.has(globalThis, SAID)) {
  Reflect.set(globalThis, SAID, true);
  console.warn(`Left out, as CI is not true: ${CAMPAIGNS.join(', ')}`);
}

/** One project a tier, by folder. `lab` needs root and network namespaces: it runs where CI=true, and fails there where it cannot. */
const project = (name: string, include: string[], timeout = 20_000, maxConcurrency = 5) => ({
  test: {
    name,
    include,
    exclude: [...configDefaults.exclude, ...(inCi ? [] : CAMPAIGNS)],
    root: '.',
    environment: 'node',
    testTimeout: timeout,
    hookTimeout: 60_000,
    maxConcurrency,
    retry,
  },
});

export default defineConfig({
  test: {
    // Most tests wait for sockets, not for a core: on two cores four files at once take half the time of one.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      project('architecture', ['test/architecture.test.ts']),
      project('unit', ['test/unit/**/*.test.ts']),
      project('scenarios', ['test/scenarios/*.test.ts'], 60_000),
      project('contract', ['test/contract/**/*.test.ts'], 60_000),
      project('infra', ['test/infra/**/*.test.ts'], 120_000),
      project('lab', ['test/lab/**/*.test.ts'], 300_000, 12),
    ],
  },
});
