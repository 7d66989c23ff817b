/** The deployable folder: self-contained, loads without settings, registers its functions, and fails loudly where it cannot load. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runProgram } from '../support/run-program.ts';

/** Outside the repository, so that nothing is found in its node_modules. */
const elsewhere = mkdtempSync(path.join(tmpdir(), 'agentpath-app-'));
cpSync('dist', elsewhere, { recursive: true });
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** Loads the app as a worker does, and prints what it registered or how it failed. */
const LOADER = `
const functions = globalThis[Symbol.for('agentpath.playground.functions')] = new Map();
let failure;
await import('./app/main.mjs').catch((error) => { failure = error.message; });
console.log(JSON.stringify({ failure, functions: [...functions].map(([name, { metadata }]) => [name, Object.values(metadata.bindings)[0]]) }));
`;
async function load(
  prologue = '',
): Promise<{ readonly failure?: string; readonly functions: readonly (readonly [string, Record<string, unknown>])[] }> {
  const file = path.join(elsewhere, `load-${prologue.length}.mjs`);
  writeFileSync(file, `${prologue}${LOADER}`);
  const { stdout, stderr } = await runProgram([file], {}, elsewhere);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('dist/app', () => {
  test('is one bundle, host.json without an extension bundle, and a package.json without dependencies', () => {
    expect(readdirSync('dist/app').toSorted()).toEqual(['host.json', 'main.mjs', 'package.json']);
    expect(JSON.parse(readFileSync('dist/app/host.json', 'utf8'))).not.toHaveProperty('extensionBundle');
    const { dependencies, main, type } = JSON.parse(readFileSync('dist/app/package.json', 'utf8'));
    expect({ dependencies, main, type }).toEqual({ dependencies: undefined, main: 'main.mjs', type: 'module' });
  });

  test('knows no simulator', () => {
    const bundle = readFileSync('dist/app/main.mjs', 'utf8');
    // As booleans: a difference would print the whole bundle.
    expect(['Contoso Inspection CA', '@peculiar/x509'].filter((text) => bundle.includes(text))).toEqual([]);
  });

  test('loads without any setting, outside the repository, and registers four functions', async () => {
    const { failure, functions } = await load();
    expect(failure).toBeUndefined();
    expect(
      Object.fromEntries(
        functions.map(([name, { type, schedule, authLevel, methods }]) => [
          name,
          { type, schedule, authLevel, methods },
        ]),
      ),
    ).toEqual({
      health: { type: 'httpTrigger', authLevel: 'function', methods: ['GET'] },
      report: { type: 'httpTrigger', authLevel: 'function', methods: ['GET'] },
      'run-now': { type: 'httpTrigger', authLevel: 'function', methods: ['POST'] },
      probe: { type: 'timerTrigger', schedule: '%PROBE_SCHEDULE%' },
    });
  });

  test('a load that fails has registered a function before, so that the host reports it', async () => {
    const { failure, functions } = await load("Object.defineProperty(process, 'version', { value: 'v20.20.2' });");
    expect(failure).toContain('agentpath needs Node 22.12 or newer');
    expect(functions.map(([name]) => name)).toEqual(['health']);
  });
});
