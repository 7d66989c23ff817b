/** `agentpath targets`: each format read back, and the explanation of where targets come from. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expandTargets } from '../../../src/catalog/expand-targets.ts';
import { agentpath } from '../../../src/cli/agentpath.ts';
import { formatTargetsCsv, formatTargetsMarkdown } from '../../../src/cli/format-targets-rows.ts';
import { formatTargetsYaml } from '../../../src/cli/format-targets-yaml.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { parseTargets } from '../../../src/config/targets-file.ts';
import { csvRows } from '../../../src/firewall-rules/read-csv-rules.ts';
import { CLOUDS, type Cloud, DEFAULT_TARGET_SETTINGS } from '../../../src/model/settings.ts';
import type { Target } from '../../../src/model/target.ts';
import { targetOf } from './built.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agentpath-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], columns = 120) {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal: Terminal = {
    environment: {},
    screen: { columns, colour: false },
    errorScreen: { columns, colour: false },
    print: (text) => void out.push(text),
    say: (text) => void err.push(text),
    progress: () => {},
    onInterrupt: () => () => {},
    flushed: async () => {},
  };
  const code = await agentpath(['targets', ...args], terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const GUID = '11111111-2222-3333-4444-555555555555';
const REGION: Readonly<Record<Cloud, string>> = { public: 'westeurope', usgov: 'usgovvirginia', china: 'chinanorth3' };
/** What a targets file can say: names to be told, private link and regions are no matter of a list. */
const sayable = ({ discovers: _, regional: __, privateLinkZone: ___, privateLinkExpected: ____, ...rest }: Target) =>
  rest;
const yamlOf = (targets: readonly Target[]) => formatTargetsYaml({ targets, preface: ['a'], notes: new Map() });

/** Every kind of target, and texts that mean something to YAML, spreadsheets and Markdown. */
const ODD: readonly Target[] = [
  targetOf('a.example', { name: '=HYPERLINK("http://x","y")', feature: '@a, "b" | c', stops: '-1+2' }),
  targetOf('b.example', { name: '| *b* <i>', port: 80, scheme: 'http', path: '/a?x=1&y=#'.replace('#', '') }),
  targetOf('c.example', { port: 80, scheme: 'https', expect: { status: [200], body: 'yes: [no' } }),
  targetOf('d.example', { port: 22, scheme: 'tcp', path: '/', agents: [], inspection: 'unknown' }),
  targetOf('e.example', { port: 443, scheme: 'http', required: false, tier: 'legacy', effect: 'unknown', stops: '' }),
  targetOf('::1', { name: '[::1]:8443', port: 8443, proxy: 'http://p:1' }),
  targetOf('f.example', { name: 'true', feature: '12', stops: '# no comment', path: '/ping' }),
];

describe('yaml', () => {
  test.for(CLOUDS)('the whole catalogue of %s is a targets file that says the same', (cloud) => {
    const { targets } = expandTargets({
      ...DEFAULT_TARGET_SETTINGS,
      cloud,
      regions: [REGION[cloud]],
      workspaces: [{ id: GUID }],
      keyVaults: ['kv-hub'],
    });
    expect(targets.length).toBeGreaterThan(15);
    expect(parseTargets(yamlOf(targets), 'f')).toEqual(targets.map(sayable));
  });
  test('odd targets too', () => {
    expect(parseTargets(yamlOf(ODD), 'f')).toEqual(ODD);
  });
  test('through the command line and back', async () => {
    const first = await run(['--region', 'westeurope', '--workspace', GUID, '--format', 'yaml', '--explain']);
    expect(first).toMatchObject({ code: 0, err: '' });
    const file = path.join(folder, 'targets.yaml');
    writeFileSync(file, first.out);
    const [again, straight] = await Promise.all([
      run(['--targets', file, '--format', 'json']),
      run(['--region', 'westeurope', '--workspace', GUID, '--format', 'json']),
    ]);
    expect(JSON.parse(again.out).targets).toEqual(JSON.parse(straight.out).targets.map(sayable));
    expect(first.out).toContain('# Left out: azgn*.servicebus.windows.net');
  });
});

describe('csv', () => {
  test('every target is a row, and reads back', () => {
    const rows = csvRows(formatTargetsCsv({ expansion: { targets: ODD, leftOut: [], origins: {} } }));
    const [head = [], ...others] = rows;
    expect(head.slice(0, 5)).toEqual(['name', 'host', 'port', 'scheme', 'path']);
    expect(others).toHaveLength(ODD.length);
    expect(others.map((row) => row[head.indexOf('host')])).toEqual(ODD.map(({ host }) => host));
    expect(others.every((row) => row.length === head.length)).toBe(true);
  });
  test('no field begins a formula', () => {
    const fields = csvRows(formatTargetsCsv({ expansion: { targets: ODD, leftOut: [], origins: {} } })).flat();
    expect(fields.filter((field) => /^\s*[=+\-@]/.test(field))).toEqual([]);
    expect(fields).toContain('\'=HYPERLINK("http://x","y")');
  });
});

test('markdown: every row has the cells of the head, whatever the texts hold', () => {
  const odd = [...ODD, targetOf('g.example', { feature: 'a|b\\|c `x` <script>', stops: '[l](http://x)' })];
  const lines = formatTargetsMarkdown({ expansion: { targets: odd, leftOut: [], origins: {} } }).split('\n');
  const cells = (line: string) => line.replaceAll(/\\./g, '').split('|').length;
  expect(lines).toHaveLength(odd.length + 2);
  expect(new Set(lines.map(cells)).size).toBe(1);
  expect(lines.join('\n')).not.toMatch(/<script|(?<!\\)\[l/);
});

describe('--explain', () => {
  const CONFIG = [
    'region: westeurope',
    'agents: [ama]',
    'targets:',
    '  - host: own.example',
    '    required: false',
  ].join('\n');

  test('says where each comes from, in the file where it was typed, and why others are left out', async () => {
    const file = path.join(folder, 'agentpath.yaml');
    writeFileSync(file, CONFIG);
    const { code, out, err } = await run(['--config', file, '--explain', '--tier', 'required'], 400);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Given\n/);
    expect(out).toContain(`AGENTPATH_REGION    westeurope (${file}:1:9)`);
    expect(out).toContain('AGENTPATH_TIERS     required (--tier)');
    const block = (start: string) => out.split('\n\n').find((one) => one.startsWith(start)) ?? '';
    expect(block('westeurope.handler.control.monitor.azure.com')).toMatch(/catalogue entry ama\.handler\.region/);
    expect(block('westeurope.handler.control.monitor.azure.com')).toMatch(/documented +MicrosoftDocs\S* .*\(20\d\d/);
    expect(block('own.example')).toContain(`one's own, ${file}:4:5`);
    expect(block('{workspaceId}.ods.opinsights.azure.com')).toMatch(
      /left out\n {2}from .*ama\.ods\n {2}because .*no --workspace/,
    );
  });

  test('says what an override changed, and what it switched off', async () => {
    const file = path.join(folder, 'agentpath.yaml');
    const lines = [
      'agents: cma',
      'overrides:',
      '  - { name: pas.windows.net, enabled: false }',
      '  - { name: download.microsoft.com, tier: required, path: /a }',
    ];
    writeFileSync(file, lines.join('\n'));
    const { out } = await run(['--config', file, '--explain'], 400);
    const block = (start: string) => out.split('\n\n').find((one) => one.startsWith(start)) ?? '';
    expect(block('pas.windows.net')).toMatch(/^pas\.windows\.net {2}left out\n/);
    expect(block('pas.windows.net')).toContain(`switched off in ${file}:3:13`);
    expect(block('download.microsoft.com')).toMatch(/^download\.microsoft\.com {2}CMA, required\n/);
    expect(block('download.microsoft.com')).toContain(`${file}:4:13: path, tier, required`);
  });

  test('in a table for programs: columns more', async () => {
    const plain = await run(['--agents', 'ama', '--format', 'csv']);
    const explained = await run(['--agents', 'ama', '--format', 'csv', '--explain']);
    const [head = [], first = []] = csvRows(explained.out);
    expect(csvRows(plain.out)[0]).toEqual(head.slice(0, -2));
    expect(head.slice(-2)).toEqual(['from', 'sources']);
    expect(first.at(-2)).toBe('catalogue entry ama.handler.global');
    expect(first.at(-1)).toMatch(/\(2026-08\), DOC/);
    expect(plain.err).toContain('Left out (no --region given)');
  });

  test('in JSON: what was given', async () => {
    const { out } = await run(['--agents', 'ama', '--format', 'json', '--explain']);
    expect(JSON.parse(out).given).toEqual({ agents: [{ place: '--agents', text: 'ama' }] });
  });
});
