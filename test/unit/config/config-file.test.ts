/** The configuration file among flags and the environment: who wins, what it says about places, where its paths begin. */
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type CheckFlags, readFlags } from '../../../src/config/cli-settings.ts';
import { SettingsError } from '../../../src/config/problems.ts';
import { readSettings } from '../../../src/config/settings.ts';

type Files = Readonly<Record<string, string>>;

const [PEM = '', OTHER = ''] = rootCertificates;
const readerOf =
  (files: Files) =>
  (path: string): string => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
const both = (flags: CheckFlags, env: Record<string, string>, files: Files = {}) =>
  readFlags(flags, env, readerOf(files));
function problemsOf(flags: CheckFlags, env: Record<string, string>, files: Files = {}): readonly string[] {
  try {
    both(flags, env, files);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ place, says }) => `${place}: ${says}`);
  }
  return [];
}

describe('who wins', () => {
  const files = { 'a.yaml': 'region: [westeurope, uksouth]\nconcurrency: 7\nvantage: file\nproxy: http://file:1' };

  test('a flag beats the environment, that beats the file, that beats the default; each setting as a whole', () => {
    const { settings, given } = both(
      { config: 'a.yaml', region: ['ukwest'] },
      { AGENTPATH_CONCURRENCY: '9', AGENTPATH_REGION: 'northeurope' },
      files,
    );
    expect(settings.targets.regions).toEqual(['ukwest']);
    expect(settings.probe.concurrency).toBe(9);
    expect(settings.vantage.name).toBe('file');
    expect(settings.probe.mustBeDenied).toBe('example.com');
    expect({ regions: given.regions, concurrency: given.concurrency, vantage: given.vantage }).toEqual({
      regions: [{ place: '--region', text: 'ukwest' }],
      concurrency: [{ place: 'AGENTPATH_CONCURRENCY', text: '9' }],
      vantage: [{ place: 'a.yaml:3:10', key: 'vantage', text: 'file' }],
    });
  });

  test('a wrong value that is beaten is no problem, one of the wrong shape is', () => {
    const wrong = { 'a.yaml': 'region: [West Europe]\nconcurrency: many' };
    expect(problemsOf({ config: 'a.yaml', region: ['ukwest'], concurrency: '3' }, {}, wrong)).toEqual([
      'a.yaml:2:14: concurrency is no number',
    ]);
  });

  test('--config beats AGENTPATH_CONFIG', () => {
    const env = { AGENTPATH_CONFIG: 'none.yaml' };
    expect(both({ config: 'a.yaml' }, env, files).settings.vantage.name).toBe('file');
    expect(problemsOf({}, env, files)).toEqual(['AGENTPATH_CONFIG: "none.yaml": there is no such file']);
    expect(problemsOf({ config: 'none.yaml', region: ['x'] }, {}, files)).toEqual([
      '--config: "none.yaml": there is no such file',
      '--region: "x" is no region of the public cloud',
    ]);
  });

  test('the Function reads the same file', () => {
    const { targets, probe } = readSettings({ AGENTPATH_CONFIG: 'a.yaml' }, readerOf(files));
    expect(targets.regions).toEqual(['westeurope', 'uksouth']);
    expect(probe.expectFirewall).toBe(true);
  });
});

describe("one's own targets, agents and overrides", () => {
  const OWN = 'targets: [{ host: own.example }]';
  const OVERRIDES = 'overrides: [{ name: pas.windows.net, enabled: false }]';

  test.for([
    ['targets alone replace the catalogue', {}, {}, OWN, [], 1, 0],
    ['agents beside them add it', {}, {}, `${OWN}\nagents: [cma]`, ['cma'], 1, 0],
    ['agents of the environment add it', {}, { AGENTPATH_AGENTS: 'ama' }, OWN, ['ama'], 1, 0],
    ['agents of a flag add it', { agents: 'ama' }, {}, OWN, ['ama'], 1, 0],
    [
      'targets of the environment replace those of the file',
      {},
      { AGENTPATH_TARGETS: 'targets: [{ host: a }, { host: b }]' },
      OWN,
      [],
      2,
      0,
    ],
    [
      'agents of the file do not count beside targets from above',
      { targets: 'own.yaml' },
      {},
      'agents: [ama]',
      [],
      1,
      0,
    ],
    [
      'agents of the environment do not count beside typed targets',
      { targets: 'own.yaml' },
      { AGENTPATH_AGENTS: 'ama' },
      '',
      [],
      1,
      0,
    ],
    ['overrides stay where the catalogue does', {}, {}, `${OVERRIDES}\n${OWN}\nagents: ama`, ['ama'], 1, 1],
    [
      'overrides mean nothing where the catalogue is replaced from above',
      { targets: 'own.yaml' },
      {},
      OVERRIDES,
      [],
      1,
      0,
    ],
    [
      'overrides hold beside typed targets and agents',
      { targets: 'own.yaml', agents: 'ama' },
      {},
      OVERRIDES,
      ['ama'],
      1,
      1,
    ],
    ['a path of the file', {}, {}, 'targets: own.yaml', [], 1, 0],
  ] as const)('%s', ([, flags, env, text, agents, own, overrides]) => {
    const files = { 'own.yaml': 'targets: [{ host: typed.example }]', 'a.yaml': `vantage: v\n${text}` };
    const { targets } = both({ config: 'a.yaml', ...flags }, env, files).settings;
    expect(targets.agents).toEqual(agents);
    expect(targets.own).toHaveLength(own);
    expect(targets.overrides).toHaveLength(overrides);
  });

  test('every target and every override knows its place', () => {
    const text = [
      'targets:',
      '  - name: constructor',
      '    host: a',
      '  - host: b',
      'overrides:',
      '  - { enabled: true, name: c }',
    ];
    const { targets } = both({ config: 'a.yaml' }, {}, { 'a.yaml': text.join('\n') }).settings;
    expect(targets.places).toEqual({ constructor: 'a.yaml:2:11', 'b:443': 'a.yaml:4:5' });
    expect(targets.overrides).toEqual([{ name: 'c', enabled: true, change: {}, place: 'a.yaml:6:28' }]);
    const own = both({ targets: 'own.yaml' }, {}, { 'own.yaml': 'targets: [{ host: a }]' }).settings.targets;
    expect(own.places).toEqual({ 'a:443': 'own.yaml:1:11' });
  });

  test.for([
    ['tier: legacy', { tier: 'legacy', required: false }],
    ['tier: required', { tier: 'required', required: true }],
    ['required: true', { tier: 'required', required: true }],
    ['required: false', { tier: 'recommended', required: false }],
    ['required: false, tier: feature', { tier: 'feature', required: false }],
    [
      'path: /a, expect: { status: 200 }, feature: f, inspection: skip, proxy: "http://p:1"',
      { path: '/a', expect: { status: [200] }, feature: 'f', inspection: 'skip', proxy: 'http://p:1' },
    ],
  ] as const)('an override of %s', ([text, change]) => {
    const files = { 'a.yaml': `overrides: [{ name: n, ${text} }]` };
    expect(both({ config: 'a.yaml' }, {}, files).settings.targets.overrides[0]?.change).toEqual(change);
  });
});

describe('forms', () => {
  test.for([
    ['YAML', 'vantage: v\nconcurrency: 3\nregion: westeurope'],
    ['JSON', '{"$schema": "./config.schema.json", "vantage": "v", "concurrency": 3, "region": ["westeurope"]}'],
    ['YAML on one line', '{ vantage: v, concurrency: 3, region: westeurope }'],
  ] as const)('%s in the setting itself', ([, text]) => {
    const { settings } = both({}, { AGENTPATH_CONFIG: text });
    expect([settings.vantage.name, settings.probe.concurrency, settings.targets.regions]).toEqual([
      'v',
      3,
      ['westeurope'],
    ]);
  });

  test('a problem in the setting itself names the setting, line and column', () => {
    expect(problemsOf({}, { AGENTPATH_CONFIG: 'vantage: v\nregion: [x y]' })).toEqual([
      'AGENTPATH_CONFIG:2:10: region: "x y" is no region\'s short name',
    ]);
  });

  test('a single setting on one line is a document; a path with a colon is a path', () => {
    expect(both({}, { AGENTPATH_CONFIG: 'vantage: v' }).settings.vantage.name).toBe('v');
    expect(problemsOf({}, { AGENTPATH_CONFIG: 'C:\\agentpath.yaml' })).toEqual([
      'AGENTPATH_CONFIG: "C:\\\\agentpath.yaml": there is no such file',
    ]);
  });

  test('relative paths begin at the folder of the file; URLs, texts and absolute paths stay', () => {
    const files = {
      'conf/a.yaml': 'trust: [roots/one.pem, /abs/two.pem]\ninspectionCa: ca.pem\ntargets: own.yaml\nstore: reports',
      'conf/roots/one.pem': PEM,
      '/abs/two.pem': OTHER,
      'conf/ca.pem': OTHER,
      'conf/own.yaml': 'targets: [{ host: x }]',
    };
    const { probe, store, targets } = both({ config: 'conf/a.yaml' }, {}, files).settings;
    expect(probe.trust).toEqual([PEM, OTHER]);
    expect(probe.inspectionCas).toEqual([OTHER]);
    expect(targets.places).toEqual({ 'x:443': 'conf/own.yaml:1:11' });
    expect(store).toBe('conf/reports');
    const block = PEM.split('\n').map((line) => `  ${line}`);
    const inline = both(
      { config: 'conf/a.yaml' },
      {},
      { 'conf/a.yaml': `trust: |\n${block.join('\n')}\nstore: https://a.blob.core.windows.net/reports` },
    );
    expect(inline.settings.probe.trust).toEqual([PEM]);
    expect(inline.settings.store).toBe('https://a.blob.core.windows.net/reports');
  });

  test('an alias stands for what it names, and a targets file of today stays one', () => {
    const text = 'region: &here [westeurope]\ntargets:\n  - &t { host: a, path: /x }\n';
    expect(both({ config: 'a.yaml' }, {}, { 'a.yaml': text }).settings.targets.regions).toEqual(['westeurope']);
    const today = 'targets: [{ host: a }]';
    expect(both({ targets: 'a.yaml' }, {}, { 'a.yaml': today }).settings.targets.own).toHaveLength(1);
    expect(both({ config: 'a.yaml' }, {}, { 'a.yaml': today }).settings.targets.own).toHaveLength(1);
  });
});
