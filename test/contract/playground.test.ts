/** `npm start`, as people see it: the built app, its functions, the simulated network and the local endpoint. */
import { describe, expect, test } from 'vitest';
import { type Ended, runProgram } from '../support/run-program.ts';

const DENIED = 'global.handler.control.monitor.azure.com';
const play = (...options: readonly string[]): Promise<Ended> =>
  runProgram(['dist/playground/main.mjs', '--once', ...options]);

/** `Delivered 50 of 50 rows`, `50 rows (36 target` … as numbers. */
function figures({ stdout }: Ended): {
  readonly delivered: number;
  readonly readBack: number;
  readonly denied: number;
} {
  const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? Number.NaN);
  return {
    delivered: number(/^Delivered (\d+) of/m),
    readBack: number(/^Read back .*?: (\d+) rows/m),
    denied: number(/^\d+ targets:.*?(\d+) denied/m),
  };
}

describe.concurrent('npm start -- --once', () => {
  test('shows TCP saying True beside the truth, root causes, one target explained, and the rows that arrived', async () => {
    const ended = await play();
    const { stdout } = ended;
    expect(ended.code).toBe(1);
    expect(stdout).toContain('SIMULATED NETWORK');
    expect(stdout).toMatch(/handler\.control.* +True +✗ denied/);
    expect(stdout).toMatch(new RegExp(`^${DENIED}:443 +denied, likely`, 'm'));
    expect(stdout).toMatch(/^tcp +ok .*→ 20\.43\.70\.102:443/m);
    expect(stdout).toMatch(/^Why$/m);
    const { delivered, readBack } = figures(ended);
    expect(delivered).toBeGreaterThan(40);
    expect(readBack).toBe(delivered);
  });

  test('--allow changes that line, the counts and what is explained', async () => {
    const [before, after] = [await play(), await play('--allow', DENIED)];
    expect(after.stdout).toMatch(new RegExp(`^${DENIED}:443 +reachable, certain`, 'm'));
    expect(figures(after).denied).toBe(figures(before).denied - 1);
    expect(figures(after).readBack).toBe(figures(before).readBack);
  });

  test('where the endpoint refuses, the last line says so, and no row is claimed', async () => {
    const ended = await play('--ingestion', 'forbidden');
    expect(ended.stdout.trimEnd().split('\n').at(-1)).toMatch(/: 0 rows after \d+ requests?; it refused with 403/);
    expect(ended.stdout).toMatch(/^Delivered none of \d+ rows .*: \d+ kept for later/m);
    expect(ended.stdout).toMatch(/^Kept from run to run: \d+ rows wait for later/m);
  });

  test.for([
    [['--nonsense'], /unknown option/],
    [['--ingestion', 'maybe'], /expected one of accept/],
    [['--schedule', 'now'], /now/],
  ] as const)('%j is refused with exit code 2', async ([options, says]) => {
    const ended = await play(...options);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(says);
  });
});
