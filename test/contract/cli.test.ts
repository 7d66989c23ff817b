/** The command line as people run it: bundled, as a process of its own, against far ends on loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseResult } from '../../src/record/result-schema.ts';
import { type Peer, peer } from '../support/probing.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agentpath-cli-'));
const entry = path.join(root, 'cli', 'agentpath.mjs');
let folder = '';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  // Nothing of the environment of whoever runs the tests: its settings would be ours.
  const { PATH = '', SystemRoot = '' } = process.env;
  return spawn(process.execPath, [entry, ...args], { cwd: folder, env: { PATH, SystemRoot, ...env } });
}
function ended(child: ChildProcess): Promise<Ended> {
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.err += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text })));
}
const agentpath = (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> =>
  ended(start(args, env));

/** Nothing of these leaves the machine: no canaries, a resolver that refuses, a must-be-denied name that is never resolved. */
const ON_LOOPBACK = [
  '--canary',
  'none',
  '--resolver',
  '127.0.0.1:9',
  '--must-be-denied',
  'localhost',
  '--dns-timeout',
  '200',
];

beforeAll(async () => {
  await build({
    entryPoints: { agentpath: 'src/cli/main.ts' },
    outdir: path.join(root, 'cli'),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22.12',
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'run-'));
});

function targetsFile(lines: readonly string[]): string {
  writeFileSync(path.join(folder, 'targets.yaml'), `targets:\n${lines.map((line) => `  - ${line}`).join('\n')}\n`);
  return 'targets.yaml';
}

describe('usage', () => {
  test.for([
    [['--help'], 0],
    [['check', '--help'], 0],
    [['--version'], 0],
    [[], 2],
    [['chekc'], 2],
    [['check', '--format', 'xml'], 2],
    [['check', '--no-such-flag'], 2],
    [['check', '--concurrency', 'many'], 2],
    [['check', '--targets', 'missing.yaml'], 2],
    [['check', '--deliver'], 2],
    [['explain'], 2],
    [['explain', 'missing.json'], 2],
    [['targets', '--region', 'West Europe'], 2],
    [['rules', '--help'], 0],
    [['rules', '--agents', 'ama'], 2],
    [['rules', '--source', '10.0.0.0/24', '--from', 'missing.json'], 2],
    [['check', '--since', 'missing.csv'], 2],
    [['check', '--until', 'tomorrow'], 2],
  ] as const)('%j exits with %i', async ([args, code]) => {
    const { code: actual, out, err } = await agentpath(args);
    expect(actual).toBe(code);
    expect(code === 0 ? out : err).not.toBe('');
    expect(existsSync(path.join(folder, 'agentpath-last.json'))).toBe(false);
  });

  test('a mistyped command is answered with the one that was meant', async () => {
    expect((await agentpath(['chekc'])).err).toContain('Did you mean check?');
  });

  test('an old Node is refused before anything else is loaded', async () => {
    const main = readFileSync(entry, 'utf8');
    // Everything beyond the refusal comes by import() only: a static import would be loaded first.
    const imports = [...main.matchAll(/^import\s[^\n]*?from\s*["']([^"']+)["']/gm)].map(([, from]) => from);
    const loaded = imports
      .filter((from) => from?.startsWith('./'))
      .map((from) => readFileSync(path.join(root, 'cli', from ?? ''), 'utf8'));
    for (const text of [main, ...loaded]) expect(text.length).toBeLessThan(4000);
    const old = path.join(root, 'cli', 'old.mjs');
    writeFileSync(
      old,
      "Object.defineProperty(process, 'version', { value: 'v20.11.0' });\nawait import('./agentpath.mjs');\n",
    );
    const child = spawn(process.execPath, [old, 'targets'], { cwd: folder });
    const { code, out, err } = await ended(child);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('needs Node 22.12 or newer');
  });
});

describe('targets', () => {
  test('the catalogue filled in, as a table and as JSON; what lacks a value is named on standard error', async () => {
    const table = await agentpath(['targets', '--agents', 'ama', '--region', 'westeurope,northeurope']);
    expect(table.code).toBe(0);
    expect(table.out).toContain('northeurope.handler.control.monitor.azure.com');
    expect(table.err).toContain('{workspaceId}.ods.opinsights.azure.com');
    const json = await agentpath(['targets', '--agents', 'ama', '--format', 'json']);
    const { targets, leftOut } = JSON.parse(json.out);
    expect(targets.map(({ host }: { host: string }) => host)).toContain('global.handler.control.monitor.azure.com');
    expect(leftOut.map(({ lacks }: { lacks: string[] }) => lacks)).toContainEqual(['workspaceId']);
  });

  test('a reader that stops early is no crash', async () => {
    const child = start(['targets', '--format', 'json', '--region', 'westeurope']);
    child.stdout?.destroy();
    const { code, err } = await ended(child);
    expect(code).toBe(0);
    expect(err).not.toContain('EPIPE');
  });
});

describe('check and explain', () => {
  let web: Peer;
  let closing: Peer;
  let silent: Peer;
  beforeAll(async () => {
    web = await peer((socket) => {
      socket.once('data', () => {
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
      });
    });
    closing = await peer((socket) => {
      socket.once('data', () => socket.end());
    });
    silent = await peer(() => {});
  });
  afterAll(async () => {
    await Promise.all([web, closing, silent].map((one) => one.close()));
  });

  test('well: exit 0; the screen on standard output, the plan on standard error, the whole result in the file', async () => {
    const file = targetsFile([`{name: web, host: 127.0.0.1, port: ${web.port}, scheme: http}`]);
    const { code, out, err } = await agentpath(['check', '--targets', file, ...ON_LOOPBACK]);
    expect(code).toBe(0);
    expect(out).toContain('✓ reachable');
    expect(out).not.toContain('\u001b');
    expect(err).toContain('Probing 1 target, up to 2 path controls');
    const stored = parseResult(JSON.parse(readFileSync(path.join(folder, 'agentpath-last.json'), 'utf8')));
    expect(stored.ok && stored.result.results.map(({ target, state }) => [target.name, state])).toEqual([
      ['web', 'reachable'],
    ]);
  });

  test('a required target that is cut: exit 1; explain gives the same verdict offline, what-if another', async () => {
    const file = targetsFile([
      `{name: web, host: 127.0.0.1, port: ${web.port}, scheme: http}`,
      `{name: cut, host: 127.0.0.1, port: ${closing.port}, scheme: https}`,
    ]);
    const checked = await agentpath([
      'check',
      '--targets',
      file,
      '--format',
      'json',
      '--out',
      'r.json',
      ...ON_LOOPBACK,
    ]);
    expect(checked.code).toBe(1);
    const result = JSON.parse(checked.out);
    expect(JSON.parse(readFileSync(path.join(folder, 'r.json'), 'utf8'))).toEqual(result);
    expect(existsSync(path.join(folder, 'agentpath-last.json'))).toBe(false);

    const explained = await agentpath(['explain', 'r.json', '--format', 'json']);
    expect(explained.code).toBe(0);
    // Without a target: those that are not reachable.
    expect(JSON.parse(explained.out).results).toEqual([result.results[1]]);

    const screen = await agentpath(['explain', 'r.json', 'cut']);
    expect(screen.out).toContain('closed (FIN)');
    expect(screen.out).toContain('a TCP test stops here and says True');

    const edited = await agentpath(['explain', 'r.json', 'cut', '--what-if', 'alert=40']);
    expect(edited.out).toContain('incompatible');
    expect(edited.out).toContain('Edited evidence, not what was seen');
    const unknown = await agentpath(['explain', 'r.json', 'cut', '--what-if', 'colour=red']);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('end=fin|rst|silence');

    // What was not reachable then is asked for again, though the targets of now do not name it.
    const only = targetsFile([`{name: web, host: 127.0.0.1, port: ${web.port}, scheme: http}`]);
    const since = await agentpath(['check', '--targets', only, '--since', 'r.json', ...ON_LOOPBACK]);
    expect(since.code).toBe(1);
    expect(since.out).toContain(`0 of 1 name of r.json pass\n  `);
    expect(since.out).toContain(`127.0.0.1:${closing.port}: `);

    const missing = await agentpath(['explain', 'r.json', 'cutt']);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('Did you mean cut?');
  });

  test('explain says when nothing is wrong, when other rules judged, and what is wrong with a file', async () => {
    const file = targetsFile([`{name: web, host: 127.0.0.1, port: ${web.port}, scheme: http}`]);
    await agentpath(['check', '--targets', file, ...ON_LOOPBACK]);
    expect((await agentpath(['explain', 'agentpath-last.json'])).out).toContain('nothing to explain');
    const stored = JSON.parse(readFileSync(path.join(folder, 'agentpath-last.json'), 'utf8'));
    stored.run.rulesVersion = 0;
    writeFileSync(path.join(folder, 'old.json'), JSON.stringify({ result: stored }));
    expect((await agentpath(['explain', 'old.json', 'web'])).out).toContain('Stored by rules 0');
    writeFileSync(path.join(folder, 'bad.json'), JSON.stringify({ ...stored, schemaVersion: 9, results: 'none' }));
    const bad = await agentpath(['explain', 'bad.json']);
    expect(bad.code).toBe(2);
    expect(bad.err).toContain('schemaVersion');
    expect(bad.err).toContain('results');
  });

  test('a run that cannot be carried out: exit 3', async () => {
    const network = path.join(folder, 'network.mjs');
    writeFileSync(network, 'export async function openNetwork() { throw new Error("no network here"); }\n');
    const file = targetsFile([`{name: web, host: 127.0.0.1, port: ${web.port}, scheme: http}`]);
    const { code, err } = await agentpath(['check', '--targets', file], { AGENTPATH_NETWORK: network });
    expect(code).toBe(3);
    expect(err).toContain('no network here');
  });

  test.skipIf(process.platform === 'win32')(
    'an interrupt: no further target is begun, what was probed is kept, exit 130',
    async () => {
      const file = targetsFile([
        `{name: first, host: 127.0.0.1, port: ${silent.port}, scheme: https}`,
        `{name: second, host: 127.0.0.1, port: ${silent.port}, scheme: https}`,
      ]);
      const args = [
        'check',
        '--targets',
        file,
        '--concurrency',
        '1',
        '--tls-timeout',
        '700',
        '--follow-ups',
        '0',
        ...ON_LOOPBACK,
      ];
      const child = start(args);
      // The first connection is the first target's: the run is under way.
      const connected = setInterval(() => {
        if (silent.open() === 0) return;
        clearInterval(connected);
        child.kill('SIGINT');
      }, 5);
      const { code, err } = await ended(child);
      clearInterval(connected);
      expect(code).toBe(130);
      expect(err).toContain('Interrupted: 1 of 2 targets were probed.');
      expect(existsSync(path.join(folder, 'agentpath-last.json'))).toBe(true);
    },
  );
});
