/** `agentpath catalog diff` as it is called. The old lists are today's with one thing changed, so that they age with the catalogue. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOG_VERSION, expandTargets } from '../../src/catalog/expand-targets.ts';
import { settingsInTargets } from '../../src/catalog/settings-in-targets.ts';
import { agentpath } from '../../src/cli/agentpath.ts';
import { CLOUDS, DEFAULT_TARGET_SETTINGS, type TargetSettings } from '../../src/model/settings.ts';
import { AGENTS, type Target } from '../../src/model/target.ts';
import { cut, DENIED, evidenceOf, healthy, resultOf, runOf } from '../unit/cli/built.ts';
import { recorded } from '../unit/cli/recorded.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agentpath-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WORKSPACE = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
const GIVEN: TargetSettings = {
  ...DEFAULT_TARGET_SETTINGS,
  regions: ['westeurope'],
  workspaces: [{ id: WORKSPACE }],
  keyVaults: ['kv-hub'],
};
const TODAY = expandTargets(GIVEN).targets;

function written(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const list = (name: string, targets: readonly Target[], more: object = {}) =>
  written(name, { catalogVersion: '2026-01-31', targets, ...more });
async function diff(...argv: readonly string[]) {
  const { terminal, printed, said } = recorded();
  const code = await agentpath(['catalog', 'diff', ...argv], terminal);
  return { code, out: printed.join('\n'), err: said.join('\n') };
}
const named = (name: string): Target => {
  const found = TODAY.find((target) => target.name === name);
  if (!found) throw new Error(`the catalogue has no target ${name}`);
  return found;
};
const without = (...names: readonly string[]) => TODAY.filter(({ name }) => !names.includes(name));

describe('against a list of targets', () => {
  test('that today would be the same, nothing is new', async () => {
    const { code, out } = await diff(list('same.json', TODAY));
    expect(code).toBe(0);
    expect(out).toContain(`Catalogue ${CATALOG_VERSION} (public cloud) against 2026-01-31`);
    expect(out).toContain('The targets are the same.');
    // Said by their pages all the same.
    expect(out).toContain('2026-02-13  *.blob.core.windows.net left the public list of Azure Arc');
  });
  test('what was not in it is new, with what stops without it', async () => {
    const { out } = await diff(list('new.json', without('dls.microsoft.com')));
    expect(out).toContain('New (1)\n  + dls.microsoft.com  CMA, feature\n      Without it: Hotpatching,');
    expect(out).not.toMatch(/Changed|Gone/);
  });
  test('what changed is told field by field, a new name among it', async () => {
    const before = TODAY.map((target): Target => {
      if (target.name === 'pas.windows.net') return { ...target, tier: 'recommended', required: false };
      if (target.host !== 'guestnotificationservice.azure.com') return target;
      const { discovers: _, expect: _2, ...old } = target;
      return { ...old, name: target.host, path: '/' };
    });
    const { out } = await diff(list('changed.json', before));
    expect(out).toContain('Changed (2)');
    expect(out).toContain('~ pas.windows.net\n      tier: recommended → required');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'name: guestnotificationservice.azure.com → guestnotificationservice.azure.com/urls/allowlist',
    );
    expect(out).toMatch(/ {6}discovers: none → notifications/);
    expect(out).not.toMatch(/New|Gone/);
  });
  test('what is no longer needed is gone', async () => {
    const old = { ...named('pas.windows.net'), name: 'old.windows.net', host: 'old.windows.net' };
    const { out } = await diff(list('gone.json', [...TODAY, old]));
    expect(out).toContain('Gone (1)\n  - old.windows.net  CMA, required');
  });
  test("one's own, and hosts that a service told, are not compared", async () => {
    const own = { ...named('pas.windows.net'), name: 'mine', host: 'mine.example', agents: [...AGENTS] };
    const told = { ...named('gbl.his.arc.azure.com'), name: 'weu.his.arc.azure.com', host: 'weu.his.arc.azure.com' };
    const origins = { mine: { kind: 'own' } };
    const { out } = await diff(list('own.json', [...TODAY, own, told], { origins }), '--format', 'json');
    const { comparison, notCompared } = JSON.parse(out);
    expect(comparison).toEqual({ added: [], changed: [], gone: [] });
    expect(notCompared).toEqual(['weu.his.arc.azure.com']);
  });
});

describe('with a result', () => {
  const judged = (name: string, passes: boolean) =>
    passes ? resultOf(evidenceOf(named(name), healthy())) : resultOf(evidenceOf(named(name), cut()), DENIED);
  test('it says of what is new whether it passes, and exits with 1 where something does not', async () => {
    const stored = written('now.json', runOf([judged('dls.microsoft.com', false)]));
    const old = list('old.json', without('dls.microsoft.com', 'graph.microsoft.com'));
    const { code, out } = await diff(old, '--result', stored);
    expect(code).toBe(1);
    expect(out).toContain('+ dls.microsoft.com  CMA, feature  ✗ denied (likely)');
    expect(out).toContain('+ graph.microsoft.com  CMA, feature  not probed in that run');
    const passes = await diff(old, '--result', written('passes.json', runOf([judged('dls.microsoft.com', true)])));
    expect(passes.code).toBe(0);
    expect(passes.out).toContain('✓ reachable');
    const same = await diff(list('same.json', TODAY), '--result', stored);
    expect(same.code).toBe(0);
  });
  test('a result is an old list too: its regions and workspaces are read out of it', async () => {
    const stored = written('run.json', runOf([judged('pas.windows.net', true)]));
    const { code, out } = await diff(stored, '--format', 'json');
    expect(code).toBe(0);
    const { cloud, comparison } = JSON.parse(out);
    expect(cloud).toBe('public');
    expect(comparison.gone).toEqual([]);
    expect(comparison.added.map(({ name }: Target) => name)).toContain('login.windows.net');
    // The old run asked for CMA alone.
    expect(comparison.added.filter(({ agents }: Target) => agents.join() !== 'cma')).toEqual([]);
  });
});

describe('since a day', () => {
  test('what the lists name and dropped since, and what their pages say', async () => {
    const { code, out } = await diff('2025-09-30');
    expect(code).toBe(0);
    expect(out).toContain('Listed since');
    expect(out).toContain(
      '+ {region}-gas.guestconfiguration.azure.com  2025-10, public (cma.guestconfiguration.region)',
    );
    expect(out).toContain('- *.blob.core.windows.net  2026-02-13, public (cma.extensions.blob)');
    expect(out).toMatch(/2025-10-28 {2}Azure Government and China must allow/);
    expect(out).not.toContain('2025-04-10');
  });
  test('of today: only what is planned', async () => {
    const { out } = await diff(CATALOG_VERSION);
    expect(out).not.toMatch(/Listed|Dropped/);
    expect(out).toContain('2027-02');
  });
});

test.for([
  ['a file that is not there', ['missing.json'], 'cannot be read'],
  ['no JSON', [() => written('bad.json', 'targets: []')], 'it is no JSON'],
  [
    'JSON of something else',
    [() => written('else.json', { targets: [{ name: 1 }], catalogVersion: 'x' })],
    'targets.0.name',
  ],
  [
    'a list without the catalogue',
    [() => list('alien.json', [{ ...named('pas.windows.net'), host: 'x.example' }])],
    'names no host of the catalogue',
  ],
  ['no date', ['2026-02-30'], '"2026-02-30" is no date'],
  ['a day and a result', ['2026-01-31', '--result', 'x.json'], 'a day names no targets'],
  ['nothing', [], "missing required argument 'old'"],
] as const)('%s is refused with the way out', async ([, argv, says]) => {
  const { code, out, err } = await diff(...argv.map((one) => (typeof one === 'string' ? one : one())));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.replaceAll(/\s+/g, ' ')).toContain(says);
});

describe('the settings that a list was made with are read out of it again', () => {
  const REGIONS = { public: 'westeurope', usgov: 'usgovvirginia', china: 'chinanorth3' } as const;
  const SUFFIX = { public: 'com', usgov: 'us', china: 'cn' } as const;
  test.for(CLOUDS)('in the cloud %s', (cloud) => {
    const given: TargetSettings = {
      ...GIVEN,
      cloud,
      regions: [REGIONS[cloud]],
      dceHosts: [`dce-hub-a1b2.${REGIONS[cloud]}-1.ingest.monitor.azure.${SUFFIX[cloud]}`],
      privateLink: ['monitor'],
    };
    expect(settingsInTargets(expandTargets(given).targets)).toEqual(given);
  });
  test('with an Arc gateway, and for one agent', () => {
    const given: TargetSettings = {
      ...GIVEN,
      gateway: 'hub.gw.arc.azure.com',
      privateLink: ['arc'],
      agents: ['cma'],
      workspaces: [],
    };
    expect(settingsInTargets(expandTargets(given).targets)).toEqual(given);
  });
});
