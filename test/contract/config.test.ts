/** Bad configurations through the command line, with real files: exit 2, every problem, nothing done. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { agentpath } from '../../src/cli/agentpath.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { CONFIG_KEYS } from '../../src/config/config-file.ts';
import { SettingsError } from '../../src/config/problems.ts';
import { readSettings } from '../../src/config/settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agentpath-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal: Terminal = {
    environment,
    screen: { columns: 10_000, colour: false },
    errorScreen: { columns: 10_000, colour: false },
    print: (text) => void out.push(text),
    say: (text) => void err.push(text),
    progress: () => {},
    onInterrupt: () => () => {},
    flushed: async () => {},
  };
  const code = await agentpath(args, terminal);
  return { code, out: out.join('\n'), lines: err.join('\n').split('\n') };
}
function configFile(lines: readonly string[]): string {
  const file = path.join(folder, 'agentpath.yaml');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const BAD = [
  'regoin: westeurope',
  'region: [west europe, westeurop]',
  'cloud: public',
  'workspaceIds: [mine]',
  'concurrency: 0',
  'dceHosts: [dce-a1b2.westeurope-1.ingest.monitor.azure.us]',
  'targets:',
  '  - host: https://a.example/x',
  '  - { host: b.example, prot: 8443 }',
  'overrides:',
  '  - { name: pas.windows.net, tier: optional }',
];

describe('a configuration file with nine mistakes', () => {
  test.for([['check', '--out', 'result.json'], ['targets'], ['rules', '--source', '10.0.0.0/24']] as const)(
    '%j exits with 2, tells them all with place and way out, and does nothing',
    async (command) => {
      const file = configFile(BAD);
      const { code, out, lines } = await run([...command, '--config', file]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(lines).toEqual([
        '9 problems; nothing was done:',
        `  - ${file}:1:1: the file knows no key "regoin". Did you mean region?`,
        `  - ${file}:2:10: region: "west europe" is no region's short name. Write westeurope.`,
        `  - ${file}:2:23: region: "westeurop" is no region of the public cloud. Did you mean westeurope? Where it is newer than this list, write westeurop!`,
        `  - ${file}:4:16: workspaceIds: "mine" is no GUID. Write it as 8-4-4-4-12 hexadecimal digits.`,
        `  - ${file}:5:14: concurrency: "0" is out of range. Write a whole number from 1 to 1024.`,
        `  - ${file}:6:12: dceHosts: "dce-a1b2.westeurope-1.ingest.monitor.azure.us" ends in monitor.azure.us, and hosts of this cloud end in monitor.azure.com. Copy it from its overview page, without https://: NAME-a1b2.REGION-1.ingest.monitor.azure.com, or with handler.control or metrics.ingest in its place.`,
        `  - ${file}:8:11: host: "https://a.example/x" is a URL, not a host. Give its parts: host a.example, scheme https, path /x.`,
        `  - ${file}:9:24: a target knows no key "prot". Did you mean port? Known are name, host, port, scheme, path, expect, agents, feature, required, tier, effect, stops, proxy, inspection.`,
        `  - ${file}:11:36: tier: "optional" is not known here. Write one of required, recommended, feature, legacy.`,
      ]);
      expect(existsSync('result.json')).toBe(false);
    },
  );

  test('flags, environment and file are told together, each by its own name', async () => {
    const file = configFile(['region: [ukwset]', 'tiers: all']);
    const { code, lines } = await run(['targets', '--config', file, '--cloud', 'azure'], { AGENTPATH_AGENTS: 'oms' });
    expect(code).toBe(2);
    expect(lines.slice(1).map((line) => line.trim().replace(file, 'FILE').split('. ')[0])).toEqual([
      '- AGENTPATH_AGENTS: "oms" is not known here',
      '- --cloud: "azure" is not known here',
      '- FILE:1:10: region: "ukwset" is no region of any cloud',
      '- FILE:2:8: tiers: "all" is not known here',
    ]);
  });
});

test('an override of what the catalogue does not hold is a problem beside the others, in every command', async () => {
  const file = configFile([
    'overrides:',
    '  - { name: pas.windows.nte, enabled: false }',
    '  - { name: cma.entra.pas, tier: feature }',
    '  - { name: nothing.example, enabled: false }',
    'concurrency: 0',
  ]);
  for (const command of [['check'], ['targets'], ['rules', '--source', '10.0.0.0/24']]) {
    const { code, lines } = await run([...command, '--config', file]);
    expect(code).toBe(2);
    expect(lines.slice(1).map((line) => line.trim().replace(file, 'FILE'))).toEqual([
      '- FILE:2:13: name: "pas.windows.nte" is neither a target of the catalogue nor the id of one of its entries (cloud public). Did you mean pas.windows.net? agentpath targets --explain shows names and ids.',
      '- FILE:4:13: name: "nothing.example" is neither a target of the catalogue nor the id of one of its entries (cloud public). agentpath targets --explain shows names and ids.',
      '- FILE:5:14: concurrency: "0" is out of range. Write a whole number from 1 to 1024.',
    ]);
  }
  // Where the cloud itself cannot be read, nothing is known of its catalogue.
  const other = configFile(['overrides: [{ name: nothing.example, enabled: false }]']);
  expect((await run(['targets', '--config', other, '--cloud', 'azure'])).lines.slice(1)).toEqual([
    '  - --cloud: "azure" is not known here. Write one of public, usgov, china.',
  ]);
});

test('whatever a file holds, it is read or refused with place and way out', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('westeurope', 'none', 'ama', true, 64, '', ['a', 1, null], { host: 'x' }, [{ host: 'x' }]),
  );
  const document = fc.dictionary(fc.constantFrom(...CONFIG_KEYS, 'regoin', '__proto__', 'constructor'), value);
  fc.assert(
    fc.property(document, (given) => {
      try {
        readSettings({ AGENTPATH_CONFIG: JSON.stringify(given, null, 2) }, () => '');
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        expect(error.problems.filter(({ place, says, wayOut }) => !place || !says || !wayOut)).toEqual([]);
      }
    }),
    { numRuns: 400, seed: 6 },
  );
});
