/** Names of settings, wherever a file of the project writes one, against the one list of them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { SETTINGS, settingsTable } from '../../src/config/settings-table.ts';

const NAMES = SETTINGS.map(({ name }) => name);
const ELSEWHERE = ['AGENTPATH_NETWORK', 'AGENTPATH_SIMULATION'];

function filesUnder(place: string): readonly string[] {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(place, name))
    .filter((name) => /\.(?:ts|mjs|json|md|bicep|bicepparam|yaml|yml|kql)$/.test(name) && statSync(name).isFile());
}

test('names are written as names are, and once', () => {
  expect(NAMES.filter((name) => !/^(?:PROBE|AGENTPATH)(?:_[A-Z]+)+$/.test(name))).toEqual([]);
  expect(new Set(NAMES).size).toBe(NAMES.length);
});

test('every name in code, templates and documents is one that is read', () => {
  const files = ['src', 'infra', 'scripts', 'README.md', 'local.settings.json', 'azure.yaml'].flatMap(filesUnder);
  const unknown = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bAGENTPATH_[A-Z_]*[A-Z]\b/g)]
      .map(([name]) => name)
      .filter((name) => !NAMES.includes(name) && !ELSEWHERE.includes(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(unknown).toEqual([]);
});

test('the local settings are accepted as they are', () => {
  const { Values } = JSON.parse(readFileSync('local.settings.json', 'utf8')) as { Values: Record<string, string> };
  expect(readSettings(Values).targets.agents).toEqual(['ama', 'cma']);
});

test('the table has a row for every setting, and no cell breaks it', () => {
  const rows = settingsTable().split('\n').slice(2);
  expect(rows.map((row) => /^\| `([A-Z_]+)` \|/.exec(row)?.[1])).toEqual(NAMES);
  expect(rows.filter((row) => row.split('|').length !== 5)).toEqual([]);
});
