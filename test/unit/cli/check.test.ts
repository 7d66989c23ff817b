/** What happens around a run: the plan before it, the file, the screen, the exit code. The engine is the real port with a run of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CheckOptions, check } from '../../../src/cli/check.ts';
import { SettingsError } from '../../../src/config/problems.ts';
import type { RunReport } from '../../../src/model/run.ts';
import type { Settings } from '../../../src/model/settings.ts';
import type { Engine, EngineOptions } from '../../../src/run/compose.ts';
import { cut, DENIED, evidenceOf, healthy, resultOf, runOf, targetOf } from './built.ts';
import { recorded } from './recorded.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agentpath-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const broken = runOf([
  resultOf(evidenceOf(targetOf('a.example'), healthy())),
  resultOf(evidenceOf(targetOf('b.example'), cut()), DENIED),
]);

function engineOf(
  run: (settings: Settings, options: EngineOptions) => Promise<RunReport>,
  targets = 2,
): () => Promise<Engine> {
  return async () => ({
    plan: () => ({
      targets,
      leftOut: [{ name: '{region}.x.example', host: '{region}.x.example', lacks: ['region'], entry: 'x' }],
      discovers: false,
      controls: 13,
      followUpConnections: 200,
      worstCaseSeconds: 85,
    }),
    run,
    store: async () => undefined,
    newRunId: () => 'an id',
  });
}
const reporting = (report: RunReport) => engineOf(async () => report);
const options = (given: Partial<CheckOptions> = {}): CheckOptions => ({
  format: 'table',
  out: path.join(folder, 'last.json'),
  ...given,
});

describe('check', () => {
  test('says the plan before probing and what is left out, prints the screen, keeps the whole result', async () => {
    const { terminal, said, printed } = recorded();
    const saidBefore: string[] = [];
    const engine = engineOf(async () => {
      saidBefore.push(...said);
      return { result: broken };
    });
    expect(await check(options(), terminal, engine)).toBe(1);
    expect(saidBefore).toEqual([
      'Left out (no --region given): {region}.x.example',
      'Probing 2 targets, up to 13 path controls, at most 200 follow-up connections: 85 s at worst.',
    ]);
    expect(printed.join('\n')).toContain('✗ denied');
    expect(JSON.parse(readFileSync(path.join(folder, 'last.json'), 'utf8'))).toEqual(broken);
    expect(readdirSync(folder)).toEqual(['last.json']);
  });

  test('json is the whole result and nothing else', async () => {
    const { terminal, printed } = recorded();
    await check(options({ format: 'json' }), terminal, reporting({ result: broken }));
    expect(JSON.parse(printed.join('\n'))).toEqual(broken);
  });

  test('ndjson: the run, a line for each target, the summary', async () => {
    const { terminal, printed } = recorded();
    await check(options({ format: 'ndjson' }), terminal, reporting({ result: broken }));
    const lines: unknown[] = printed
      .join('\n')
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([{ schemaVersion: 1, run: broken.run }, ...broken.results, { summary: broken.summary }]);
  });

  test('a file that cannot be written is said; the exit code tells only where nothing holds the whole result', async () => {
    const out = path.join(folder, 'missing', 'last.json');
    const table = recorded();
    expect(await check(options({ out }), table.terminal, reporting({ result: broken }))).toBe(3);
    expect(table.said.at(-1)).toContain('The result could not be written to');
    expect(table.printed).toHaveLength(1);
    const json = recorded();
    expect(await check(options({ out, format: 'json' }), json.terminal, reporting({ result: broken }))).toBe(1);
    expect(json.said.at(-1)).toContain('could not be written');
  });

  test('nothing to probe is a matter of usage', async () => {
    const { terminal } = recorded();
    const engine = engineOf(async () => ({ result: broken }), 0);
    await expect(check(options(), terminal, engine)).rejects.toThrow(SettingsError);
  });

  test('an interrupt stops the run, shows and keeps what was probed, and exits as shells expect', async () => {
    const one = recorded();
    const half = runOf(broken.results.slice(0, 1));
    const engine = engineOf(async (_, { signal }) => {
      one.interrupt();
      return { result: signal?.aborted ? half : broken };
    });
    expect(await check(options(), one.terminal, engine)).toBe(130);
    expect(one.said.at(-1)).toBe('Interrupted: 1 of 2 targets were probed.');
    expect(JSON.parse(readFileSync(path.join(folder, 'last.json'), 'utf8'))).toEqual(half);
  });

  test('delivery is asked for only by --deliver, and is told beside json on standard error', async () => {
    const asked: boolean[] = [];
    const delivery = { written: 0, kept: 0, refused: 3, calls: 1, bytes: 900, reasons: ['403: no access (3 rows)'] };
    const engine = engineOf(async (_, { deliver }) => {
      asked.push(deliver);
      return { result: broken, ...(deliver && { delivery }) };
    });
    const environment = {
      AGENTPATH_INGESTION_ENDPOINT: 'https://dce-x.westeurope-1.ingest.monitor.azure.com',
      AGENTPATH_DCR_ID: 'dcr-00000000000000000000000000000000',
    };
    const { terminal, said, printed } = recorded(environment);
    await check(options(), terminal, engine);
    await check(options({ deliver: true, format: 'json' }), terminal, engine);
    expect(asked).toEqual([false, true]);
    expect(said.at(-1)).toContain('3 refused.\n  - 403: no access (3 rows)');
    // The table of the first, then the second's JSON.
    expect(JSON.parse(printed.slice(1).join('\n'))).toEqual(broken);
  });

  test('a run that throws is not a result', async () => {
    const engine = engineOf(async () => {
      throw new Error('no sockets here');
    });
    await expect(check(options(), recorded().terminal, engine)).rejects.toThrow('no sockets here');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('progress is told by phase', async () => {
    const { terminal, shown } = recorded();
    const engine = engineOf(async (_, { onProgress }) => {
      onProgress?.({ phase: 'targets', done: 1, of: 2 });
      return { result: broken };
    });
    await check(options(), terminal, engine);
    expect(shown).toEqual(['targets: 1 of 2']);
  });

  test('flags reach the settings, and a problem names the flag that was typed, all at once', async () => {
    const seen: Settings[] = [];
    const engine = engineOf(async (settings) => {
      seen.push(settings);
      return { result: broken };
    });
    const typed = {
      region: ['westeurope,northeurope', 'eastus'],
      dnsTimeout: '500',
      followUps: '0',
      vantage: 'hub',
      agents: ['ama', 'cma'],
    };
    await check(options(typed), recorded({ AGENTPATH_VANTAGE: 'other' }).terminal, engine);
    expect(seen[0]).toMatchObject({
      vantage: { name: 'hub' },
      targets: { regions: ['westeurope', 'northeurope', 'eastus'], agents: ['ama', 'cma'] },
      probe: { deadlines: { dnsMs: 500 }, followUps: { connections: 0 } },
    });
    const wrong = options({ dnsTimeout: 'soon', oddPort: '443', concurrency: '0', vantage: ' ' });
    const error: unknown = await check(wrong, recorded().terminal, engine).catch((thrown: unknown) => thrown);
    expect(error instanceof SettingsError ? error.problems.map(({ place }) => place).toSorted() : error).toEqual([
      '--concurrency',
      '--dns-timeout',
      '--odd-port',
      '--vantage',
    ]);
  });
});
