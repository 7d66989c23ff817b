import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { environment, insideAzure, networkModule } from '../../../src/config/environment.ts';
import { SettingsError } from '../../../src/config/problems.ts';
import { readSettings } from '../../../src/config/settings.ts';
import {
  DEFAULT_DEADLINES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_ODD_PORT,
  DEFAULT_SPOOL,
  DEFAULT_TARGET_SETTINGS,
} from '../../../src/model/settings.ts';

type Env = Record<string, string | undefined>;
type Files = Readonly<Record<string, string>>;

function fileReader(files: Files): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
}
const settings = (env: Env, files: Files = {}) => readSettings(env, fileReader(files));
function problemsOf(env: Env, files: Files = {}): readonly string[] {
  try {
    settings(env, files);
  } catch (error) {
    if (error instanceof SettingsError)
      return error.problems.map(({ place, says, wayOut }) => `${place}: ${says}. ${wayOut}`);
    throw error;
  }
  return [];
}

const [ROOT = '', OTHER = ''] = rootCertificates;
const WORKSPACE = '11111111-2222-3333-4444-555555555555';
const DCE_ID = `/subscriptions/${WORKSPACE}/resourceGroups/rg/providers/Microsoft.Insights/dataCollectionRules/dcr-hub`;
const RULE = 'dcr-00000000000000000000000000000000';

test('nothing configured: both agents, a firewall expected, nothing delivered', () => {
  const { vantage, ...rest } = settings({});
  expect(vantage.name).not.toBe('');
  expect(vantage.subnet).toBe('');
  expect(rest).toEqual({
    targets: DEFAULT_TARGET_SETTINGS,
    probe: {
      deadlines: DEFAULT_DEADLINES,
      concurrency: 64,
      allAddresses: false,
      resolvers: [],
      canaries: ['192.0.2.1', '198.51.100.1', '203.0.113.1'],
      oddPort: DEFAULT_ODD_PORT,
      mustBeDenied: 'example.com',
      expectFirewall: true,
      trust: [],
      inspectionCas: [],
      followUps: DEFAULT_FOLLOW_UPS,
    },
    spool: DEFAULT_SPOOL,
  });
});

test('every setting is taken over', () => {
  const env = {
    PROBE_SCHEDULE: '0 */5 * * * *',
    AGENTPATH_VANTAGE: 'hub-we',
    AGENTPATH_VANTAGE_SUBNET: '10.10.94.0/24',
    AGENTPATH_CLOUD: 'UsGov',
    AGENTPATH_REGION: 'usgovvirginia, usgovtexas,usgovvirginia,',
    AGENTPATH_WORKSPACE_IDS: `${WORKSPACE.toUpperCase()}@usgovarizona`,
    AGENTPATH_TIERS: 'required, feature',
    AGENTPATH_DCE_HOSTS: 'dce-a1b2.usgovvirginia-1.ingest.monitor.azure.us',
    AGENTPATH_DCE_IDS: DCE_ID,
    AGENTPATH_KEY_VAULTS: 'KV-Hub',
    AGENTPATH_PRIVATE_LINK: 'arc',
    AGENTPATH_DISCOVER: 'False',
    AGENTPATH_DERIVE_REVOCATION: '0',
    AGENTPATH_AGENTS: 'cma',
    AGENTPATH_TARGETS: 'own.yaml',
    AGENTPATH_CANARIES: '192.0.2.9',
    AGENTPATH_ODD_PORT: '50001',
    AGENTPATH_MUST_BE_DENIED: 'denied.contoso.com',
    AGENTPATH_EXPECT_FIREWALL: 'False',
    AGENTPATH_BEACON_DOMAIN: 'beacon.contoso.com',
    AGENTPATH_PROXY: 'http://proxy:8080',
    AGENTPATH_RESOLVERS: '10.0.0.4, 10.0.0.5:5353',
    AGENTPATH_ALL_ADDRESSES: 'true',
    AGENTPATH_TRUST: 'root.pem',
    AGENTPATH_INSPECTION_CA: OTHER,
    AGENTPATH_CONCURRENCY: '8',
    AGENTPATH_DNS_TIMEOUT_MS: '1000',
    AGENTPATH_TCP_TIMEOUT_MS: '2000',
    AGENTPATH_TLS_TIMEOUT_MS: '3000',
    AGENTPATH_HTTP_TIMEOUT_MS: '4000',
    AGENTPATH_FOLLOW_UPS: '0',
    AGENTPATH_INGESTION_ENDPOINT: 'https://dce-a1b2.usgovvirginia-1.ingest.monitor.azure.us',
    AGENTPATH_DCR_ID: RULE,
    AGENTPATH_STREAM: 'Custom-Other_CL',
    AGENTPATH_STORE: 'https://a.blob.core.usgovcloudapi.net/reports',
    AGENTPATH_CLIENT_ID: WORKSPACE,
  };
  const { targets, ...rest } = settings(env, { 'own.yaml': 'targets: [{ host: own.example }]', 'root.pem': ROOT });
  expect(targets).toMatchObject({
    cloud: 'usgov',
    regions: ['usgovvirginia', 'usgovtexas'],
    workspaces: [{ id: WORKSPACE, region: 'usgovarizona' }],
    agents: ['cma'],
    tiers: ['required', 'feature'],
    dceHosts: ['dce-a1b2.usgovvirginia-1.ingest.monitor.azure.us'],
    dceIds: [DCE_ID],
    keyVaults: ['kv-hub'],
    privateLink: ['arc'],
    discover: false,
    deriveRevocation: false,
    places: { 'own.example:443': 'own.yaml:1:11' },
    own: [{ name: 'own.example:443' }],
  });
  expect(rest).toEqual({
    vantage: { name: 'hub-we', subnet: '10.10.94.0/24' },
    probe: {
      deadlines: { dnsMs: 1000, tcpMs: 2000, tlsMs: 3000, httpMs: 4000 },
      concurrency: 8,
      allAddresses: true,
      resolvers: ['10.0.0.4', '10.0.0.5:5353'],
      proxy: 'http://proxy:8080',
      canaries: ['192.0.2.9'],
      oddPort: 50_001,
      mustBeDenied: 'denied.contoso.com',
      beaconDomain: 'beacon.contoso.com',
      expectFirewall: false,
      trust: [ROOT],
      inspectionCas: [OTHER],
      followUps: { ...DEFAULT_FOLLOW_UPS, connections: 0 },
    },
    ingestion: {
      endpoint: 'https://dce-a1b2.usgovvirginia-1.ingest.monitor.azure.us',
      ruleId: RULE,
      stream: 'Custom-Other_CL',
    },
    store: 'https://a.blob.core.usgovcloudapi.net/reports',
    spool: { ...DEFAULT_SPOOL, place: 'https://a.blob.core.usgovcloudapi.net/spool' },
    clientId: WORKSPACE,
  });
});

test('blank values are none: templates leave such behind', () => {
  const blank = settings({
    AGENTPATH_PROXY: '',
    AGENTPATH_AGENTS: ' ',
    AGENTPATH_REGION: ' , ',
    AGENTPATH_DCR_ID: '',
    AGENTPATH_CONCURRENCY: '',
  });
  expect(blank).toEqual(settings({}));
});

test('all problems are told at once, each with its place and a way out', () => {
  const problems = problemsOf({
    PROBE_SCHEDULE: '* * * * * *',
    AGENTPATH_REGON: 'westeurope',
    AGENTPATH_CLOUD: 'pubic',
    AGENTPATH_REGION: 'West Europe, uksouth',
    AGENTPATH_AGENTS: 'ama,cme',
    AGENTPATH_CONCURRENCY: '0',
    AGENTPATH_TLS_TIMEOUT_MS: '8s',
    AGENTPATH_EXPECT_FIREWALL: 'maybe',
    AGENTPATH_CLIENT_ID: 'me',
    AGENTPATH_TARGETS: 'targets:\n  - hst: x\n',
  });
  expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
    'AGENTPATH_REGON',
    'PROBE_SCHEDULE',
    'AGENTPATH_AGENTS',
    'AGENTPATH_CLOUD',
    'AGENTPATH_REGION',
    'AGENTPATH_TARGETS:2:5',
    'AGENTPATH_TARGETS:2:5',
    'AGENTPATH_TLS_TIMEOUT_MS',
    'AGENTPATH_CONCURRENCY',
    'AGENTPATH_EXPECT_FIREWALL',
    'AGENTPATH_CLIENT_ID',
  ]);
  expect(problems.every((problem) => problem.split('. ').length > 1)).toBe(true);
});

test('the message lists every problem on a line of its own', () => {
  const error = new SettingsError([
    { place: 'A', says: 'one', wayOut: 'Do this' },
    { place: 'B', says: 'two', wayOut: 'Did you mean C?' },
  ]);
  expect(error.message).toBe('2 problems with the settings:\n  A: one. Do this.\n  B: two. Did you mean C?');
});

describe('a name that is none', () => {
  test.for([
    ['AGENTPATH_REGON', 'Did you mean AGENTPATH_REGION?'],
    ['AGENTPATH_WORKSPACE_ID', 'Did you mean AGENTPATH_WORKSPACE_IDS?'],
    ['AGENTPATH_RESOLVER', 'Did you mean AGENTPATH_RESOLVERS?'],
    ['agentpath_region', 'Did you mean AGENTPATH_REGION?'],
    ['AGENTPATH_', 'Remove it'],
    ['AGENTPATH_SOMETHING_ELSE', 'Remove it'],
  ] as const)('%s', ([name, expected]) => {
    expect(problemsOf({ [name]: 'x' })).toEqual([
      expect.stringContaining(`${name}: there is no such setting. ${expected}`),
    ]);
  });

  test('names that are read elsewhere, and names of others, are left alone', () => {
    expect(
      problemsOf({ AGENTPATH_NETWORK: 'x', AGENTPATH_SIMULATION: 'x', AGENTPATH_SIMULATION_SEED: '1', PATH: '/bin' }),
    ).toEqual([]);
  });
});

describe("one's own targets", () => {
  test.for([
    ['targets: [{ host: x }]'],
    ['targets:\n  - host: x'],
    ['{"targets": [{"host": "x"}]}'],
    ['# mine\ntargets: [{ host: x }]'],
  ] as const)('%j is the document itself, and replaces the catalogue', ([text]) => {
    expect(settings({ AGENTPATH_TARGETS: text }).targets).toMatchObject({ agents: [], own: [{ host: 'x' }] });
  });

  test.for([['own.yaml'], ['C:\\own.yaml'], ['/etc/targets: mine.yaml']] as const)('%j is a file', ([path]) => {
    const { targets } = settings({ AGENTPATH_TARGETS: path }, { [path]: 'targets: [{ host: x }]' });
    expect(targets.own).toMatchObject([{ host: 'x' }]);
  });

  test('a file that is not there, and one that is wrong', () => {
    expect(problemsOf({ AGENTPATH_TARGETS: 'own.yaml' })).toEqual([
      'AGENTPATH_TARGETS: "own.yaml": there is no such file. Give the path of a file that this process may read',
    ]);
    expect(problemsOf({ AGENTPATH_TARGETS: 'own.yaml' }, { 'own.yaml': 'targets: [{ port: 1 }]' })).toEqual([
      expect.stringContaining('own.yaml:1:11: a target without a host'),
    ]);
  });
});

describe('controls', () => {
  test('no canaries on request', () => {
    expect(settings({ AGENTPATH_CANARIES: 'none' }).probe.canaries).toEqual([]);
    expect(problemsOf({ AGENTPATH_CANARIES: 'none,192.0.2.1' })).toEqual([
      expect.stringContaining('"none" is no IP address'),
    ]);
  });

  test('the must-be-denied name may be a target too: its row then shows what a denial looks like', () => {
    const targets = 'targets: [{ host: example.com }, { host: denied.example }]';
    expect(settings({ AGENTPATH_TARGETS: targets }).probe.mustBeDenied).toBe('example.com');
    const chosen = settings({ AGENTPATH_TARGETS: targets, AGENTPATH_MUST_BE_DENIED: 'Denied.example' });
    expect(chosen.probe.mustBeDenied).toBe('denied.example');
  });

  test('the odd port is never one of the targets', () => {
    const targets = `targets: [{ host: x, port: ${DEFAULT_ODD_PORT} }]`;
    expect(settings({ AGENTPATH_TARGETS: targets }).probe.oddPort).toBe(DEFAULT_ODD_PORT + 1);
    expect(problemsOf({ AGENTPATH_TARGETS: targets, AGENTPATH_ODD_PORT: String(DEFAULT_ODD_PORT) })).toEqual([
      expect.stringContaining(`uses port ${DEFAULT_ODD_PORT}`),
    ]);
    expect(problemsOf({ AGENTPATH_ODD_PORT: '443' })).toEqual([
      expect.stringContaining('443 is a port that targets use'),
    ]);
  });

  test.for([
    ['AGENTPATH_MUST_BE_DENIED', 'nowhere.invalid', 'can never be resolved'],
    ['AGENTPATH_MUST_BE_DENIED', '192.0.2.1', 'is an address'],
    ['AGENTPATH_BEACON_DOMAIN', `${'a.'.repeat(110)}example`, "too long to take a run's id in front"],
    ['AGENTPATH_BEACON_DOMAIN', '*.contoso.com', 'is a pattern'],
  ] as const)('%s=%s', ([name, text, expected]) => {
    expect(problemsOf({ [name]: text })).toEqual([expect.stringContaining(expected)]);
  });
});

describe('delivery', () => {
  test('needs both the endpoint and the rule', () => {
    expect(problemsOf({ AGENTPATH_DCR_ID: RULE })).toEqual([expect.stringContaining('AGENTPATH_INGESTION_ENDPOINT: ')]);
    expect(problemsOf({ AGENTPATH_INGESTION_ENDPOINT: 'https://x.ingest.monitor.azure.com' })).toEqual([
      expect.stringContaining('AGENTPATH_DCR_ID: '),
    ]);
  });

  test('has a stream by default', () => {
    const { ingestion } = settings({
      AGENTPATH_DCR_ID: RULE,
      AGENTPATH_INGESTION_ENDPOINT: 'https://x.ingest.monitor.azure.com',
    });
    expect(ingestion?.stream).toBe('Custom-AgentPathProbe_CL');
  });
});

describe('certificates', () => {
  test('files between commas, bundles, text in one line: one PEM text a certificate, each once', () => {
    const files = { 'a.pem': `# a comment\n${ROOT}\n${OTHER}\n`, 'b.pem': ROOT };
    expect(settings({ AGENTPATH_TRUST: 'a.pem, b.pem' }, files).probe.trust).toEqual([ROOT, OTHER]);
    expect(settings({ AGENTPATH_TRUST: ROOT.replaceAll('\n', '\\n') }).probe.trust).toEqual([ROOT]);
  });

  test.for([
    ['x.pem', {}, '"x.pem": there is no such file'],
    ['x.pem', { 'x.pem': 'nothing' }, '"x.pem" holds no PEM certificate'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', {}, 'it holds what looks like a private key'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', {}, 'certificate 1 of the text cannot be parsed'],
  ] as const)('%j is refused', ([text, files, expected]) => {
    const problems = problemsOf({ AGENTPATH_INSPECTION_CA: text }, files as Files);
    expect(problems).toEqual([expect.stringContaining(expected)]);
    expect(problems.join()).not.toContain('AAAA');
  });
});

describe('the environment', () => {
  test("is the process's own", () => {
    expect(environment()).toBe(process.env);
  });

  test('the app names the vantage inside Azure', () => {
    expect(settings({ WEBSITE_SITE_NAME: 'func-agentpath' }).vantage.name).toBe('func-agentpath');
    expect(settings({ WEBSITE_SITE_NAME: 'func-agentpath', AGENTPATH_VANTAGE: 'hub' }).vantage.name).toBe('hub');
  });

  test('another network is refused inside Azure', () => {
    expect(insideAzure({ WEBSITE_INSTANCE_ID: 'abc' })).toBe(true);
    expect(insideAzure({ WEBSITE_INSTANCE_ID: '' })).toBe(false);
    expect(networkModule({ AGENTPATH_NETWORK: './world.mjs' })).toBe('./world.mjs');
    expect(networkModule({ AGENTPATH_NETWORK: ' ' })).toBeUndefined();
    expect(networkModule({ WEBSITE_INSTANCE_ID: 'abc' })).toBeUndefined();
    expect(() => networkModule({ AGENTPATH_NETWORK: './world.mjs', WEBSITE_INSTANCE_ID: 'abc' })).toThrow(
      SettingsError,
    );
  });

  test('files are really read where no reader is given', () => {
    expect(() => readSettings({ AGENTPATH_TRUST: 'package.json' })).toThrow(/"package\.json" holds no PEM certificate/);
  });
});
