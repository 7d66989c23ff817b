/** The schema of a configuration file, and the sample of one: both against the reader of such files. */
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CONFIG_KEYS } from '../../src/config/config-file.ts';
import { configSchema } from '../../src/config/config-schema.ts';
import { OVERRIDE_KEYS } from '../../src/config/overrides-file.ts';
import { SettingsError } from '../../src/config/problems.ts';
import { FUNCTION_DEFAULTS, readSettings } from '../../src/config/settings.ts';
import { TARGET_KEYS } from '../../src/config/targets-file.ts';
import type { CatalogueProblems } from '../../src/config/to-settings.ts';
import type { Settings } from '../../src/model/settings.ts';
import { catalogueProblems } from '../../src/run/catalogue-problems.ts';

const FILE = '../../src/config/config.schema.json';

function jsonSchema(): string {
  const { $schema, ...rest } = toJsonSchema(configSchema());
  return `${JSON.stringify({ $schema, ...rest }, null, 2)}\n`;
}
const written = () => JSON.parse(readFileSync(new URL(FILE, import.meta.url), 'utf8'));
const validate = (document: unknown): readonly string[] => {
  const check = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(written());
  check(document);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};
const [PEM = ''] = rootCertificates;
/** The real reader; every file that is named is a certificate. */
const settingsOf = (text: string, catalogue?: CatalogueProblems): Settings =>
  readSettings({ AGENTPATH_CONFIG: text }, () => PEM, FUNCTION_DEFAULTS, catalogue);
function accepts(document: unknown): boolean {
  try {
    settingsOf(JSON.stringify(document));
    return true;
  } catch (error) {
    if (error instanceof SettingsError) return false;
    throw error;
  }
}

test('config.schema.json is what the code says', async () => {
  await expect(jsonSchema()).toMatchFileSnapshot(FILE);
});

describe('the schema', () => {
  test('knows the keys that the reader knows, each with a description', () => {
    const { properties } = written();
    expect(Object.keys(properties).toSorted()).toEqual(CONFIG_KEYS.toSorted());
    const target = properties.targets.anyOf[1].items.properties;
    expect(Object.keys(target).toSorted()).toEqual(TARGET_KEYS.toSorted());
    expect(Object.keys(properties.overrides.items.properties).toSorted()).toEqual(OVERRIDE_KEYS.toSorted());
    const all = Object.entries<{ description?: string }>({ ...properties, ...target });
    expect(all.filter(([, { description = '' }]) => description === '').map(([key]) => key)).toEqual([]);
  });
  test('gives its defaults as the reader has them', () => {
    const { properties } = written();
    const { probe, targets } = settingsOf('vantage: here');
    expect({
      cloud: properties.cloud.default,
      tiers: properties.tiers.default,
      canaries: properties.canaries.default,
      concurrency: properties.concurrency.default,
      deadlines: ['dns', 'tcp', 'tls', 'http'].map((phase) => properties[`${phase}TimeoutMs`].default),
      discover: properties.discover.default,
    }).toEqual({
      cloud: targets.cloud,
      tiers: targets.tiers,
      canaries: probe.canaries,
      concurrency: probe.concurrency,
      deadlines: Object.values(probe.deadlines),
      discover: targets.discover,
    });
  });
  test('every example is one that the reader takes', () => {
    const { properties } = written();
    const examples = Object.entries<{ examples?: readonly string[] }>(properties).flatMap(([key, { examples = [] }]) =>
      examples.map((example) => ({ [key]: example })),
    );
    expect(examples.length).toBeGreaterThan(8);
    // Delivery needs two settings, and each of the two is an example of its own.
    const alone = examples.filter((one) => !('ingestionEndpoint' in one || 'dcrId' in one));
    expect(alone.filter((one) => !accepts(one) || validate(one).length > 0)).toEqual([]);
  });
});

describe('the schema and the reader agree', () => {
  test.for([
    { region: 'westeurope' },
    {
      $schema: 'config.schema.json',
      region: ['westeurope', 'atlantis!'],
      workspaceIds: '11111111-2222-3333-4444-555555555555@uksouth',
    },
    { canaries: 'none', concurrency: 1024, expectFirewall: false, resolvers: ['10.0.0.4'] },
    { targets: [{ host: 'x', expect: { status: [200, 404] }, agents: [] }] },
    {
      targets: [
        { host: 'x', port: 22, scheme: 'tcp', required: false, tier: 'legacy', effect: 'none', stops: 'nothing' },
      ],
    },
    { targets: 'own.yaml', agents: 'ama', trust: 'root.pem' },
    {
      overrides: [
        { name: 'a', enabled: false },
        { name: 'b', expect: { body: 'ok' }, inspection: 'skip' },
      ],
    },
  ] as const)('to take %j', (document) => {
    // A list of targets in a file of its own is another test's matter.
    const { targets, ...rest } = document as Readonly<Record<string, unknown>>;
    expect(accepts(typeof targets === 'string' ? rest : document)).toBe(true);
    expect(validate(document)).toEqual([]);
  });

  test.for([
    { regoin: 'westeurope' },
    { schedule: '0 */5 * * * *' },
    { AGENTPATH_REGION: 'westeurope' },
    { region: [] },
    { region: '' },
    { region: 'West Europe' },
    { region: 7 },
    { cloud: 'azure' },
    { cloud: ['public'] },
    { agents: ['ama', 'oms'] },
    { tiers: 'optional' },
    { workspaceIds: ['mine'] },
    { concurrency: '64' },
    { concurrency: 0 },
    { tlsTimeoutMs: 120_001 },
    { tlsTimeoutMs: 8000.5 },
    { expectFirewall: 'yes' },
    { discover: 'false' },
    { proxy: 'proxy:8080' },
    { privateLink: ['ampls'] },
    { arcGateway: 'hub' },
    { dceIds: ['dce-hub'] },
    { targets: [] },
    { targets: [{}] },
    { targets: [{ host: 'x', prot: 1 }] },
    { targets: [{ host: 'x', port: 0 }] },
    { targets: [{ host: 'x', expect: { status: 99 } }] },
    { targets: [{ host: 'x', path: 'ping' }] },
    { targets: [{ host: 'x', effect: 'bad' }] },
    { overrides: [] },
    { overrides: [{ enabled: false }] },
    { overrides: [{ name: 'a', enabled: 'no' }] },
    { overrides: [{ name: 'a', host: 'b' }] },
    { ingestionEndpoint: 'http://x.ingest.monitor.azure.com' },
  ] as const)('to refuse %j', (document) => {
    expect(accepts(document)).toBe(false);
    expect(validate(document)).not.toEqual([]);
  });
});

describe('agentpath.sample.yaml', () => {
  const sample = readFileSync('agentpath.sample.yaml', 'utf8');
  /** Every setting that is shown and switched off, switched on. */
  const everything = sample.replaceAll(/^#(?=[a-z])/gim, '');

  test.for([
    ['as it is', sample],
    ['with everything switched on', everything],
  ] as const)('%s, the reader and the schema take it', ([, text]) => {
    const { targets } = settingsOf(text, catalogueProblems);
    expect(targets).toMatchObject({
      regions: ['westeurope'],
      workspaces: [{}, { region: 'northeurope' }],
      agents: ['ama', 'cma'],
      own: [{ name: 'packages.contoso.com:443' }, { name: 'the monitoring gateway' }],
      overrides: [{ enabled: false }, { change: { tier: 'required' } }, { change: { required: false } }],
    });
    expect(validate(parse(text))).toEqual([]);
  });

  test('shows every key, and every key of a target and of an override', () => {
    const document = parse(everything) as Readonly<Record<string, readonly object[]>>;
    const keysOf = (name: string) => new Set((document[name] ?? []).flatMap((one) => Object.keys(one)));
    expect(Object.keys(document).toSorted()).toEqual(CONFIG_KEYS.filter((key) => key !== '$schema').toSorted());
    expect(keysOf('targets')).toEqual(new Set(TARGET_KEYS));
    expect(keysOf('overrides')).toEqual(new Set(OVERRIDE_KEYS));
  });

  test('shows the defaults where it says so', () => {
    const { probe, targets } = settingsOf(everything);
    const plain = settingsOf('vantage: here');
    expect(targets.tiers).toEqual(plain.targets.tiers);
    expect(probe.deadlines).toEqual(plain.probe.deadlines);
    expect(probe.canaries).toEqual(plain.probe.canaries);
    expect([probe.oddPort, probe.concurrency, probe.followUps, probe.mustBeDenied]).toEqual([
      plain.probe.oddPort,
      plain.probe.concurrency,
      plain.probe.followUps,
      plain.probe.mustBeDenied,
    ]);
  });
});
