import { describe, expect, test } from 'vitest';
import { type CheckFlags, settingsFromFlags } from '../../../src/config/cli-settings.ts';
import { SettingsError } from '../../../src/config/problems.ts';
import { DEFAULT_TARGET_SETTINGS } from '../../../src/model/settings.ts';

const DCE_ID =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Insights/dataCollectionEndpoints/d';
const NO_FLAGS: CheckFlags = {};
const FILES: Readonly<Record<string, string>> = { 'own.yaml': 'targets: [{ host: own.example }]' };

const readFile = (path: string): string => {
  const text = FILES[path];
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return text;
};
const settings = (flags: CheckFlags, env: Record<string, string> = {}) => settingsFromFlags(flags, env, readFile);
function problemsOf(flags: CheckFlags, env: Record<string, string> = {}): readonly string[] {
  try {
    settings(flags, env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ place, says }) => `${place}: ${says}`);
    throw error;
  }
  return [];
}

test('without flags: both agents, no firewall expected', () => {
  const { targets, probe } = settings(NO_FLAGS);
  expect(targets).toEqual(DEFAULT_TARGET_SETTINGS);
  expect(probe.expectFirewall).toBe(false);
});

test('the gateway is a flag of its own', () => {
  expect(settings({ gateway: 'Hub.gw.arc.azure.com' }).targets.gateway).toBe('hub.gw.arc.azure.com');
});

test('every flag is taken over', () => {
  const { targets, probe, vantage } = settings({
    agents: 'ama,cma',
    cloud: 'china',
    region: ['chinaeast2', 'chinanorth3'],
    workspace: ['11111111-2222-3333-4444-555555555555@chinanorth3'],
    tier: ['required,recommended', 'legacy'],
    dce: ['dce-a1b2.chinaeast2-1.ingest.monitor.azure.cn', DCE_ID],
    keyVault: ['kv-one,kv-two'],
    privateLink: ['monitor', 'arc'],
    discovery: false,
    derived: false,
    concurrency: '7',
    canary: ['192.0.2.7', '2001:db8::7'],
    mustBeDenied: 'denied.example',
    expectFirewall: true,
    resolver: ['10.0.0.4:5353'],
    proxy: 'http://p:8080',
    beaconDomain: 'beacon.example',
    allAddresses: true,
    vantage: 'desk',
    oddPort: '50001',
    followUps: '3',
    dnsTimeout: '100',
    tcpTimeout: '200',
    tlsTimeout: '300',
    httpTimeout: '400',
  });
  expect(vantage.name).toBe('desk');
  expect(targets).toMatchObject({
    cloud: 'china',
    regions: ['chinaeast2', 'chinanorth3'],
    workspaces: [{ id: '11111111-2222-3333-4444-555555555555', region: 'chinanorth3' }],
    agents: ['ama', 'cma'],
    tiers: ['required', 'recommended', 'legacy'],
    dceHosts: ['dce-a1b2.chinaeast2-1.ingest.monitor.azure.cn'],
    dceIds: [DCE_ID],
    keyVaults: ['kv-one', 'kv-two'],
    privateLink: ['monitor', 'arc'],
    discover: false,
    deriveRevocation: false,
  });
  expect(probe).toMatchObject({
    concurrency: 7,
    canaries: ['192.0.2.7', '2001:db8::7'],
    mustBeDenied: 'denied.example',
    expectFirewall: true,
    resolvers: ['10.0.0.4:5353'],
    proxy: 'http://p:8080',
    beaconDomain: 'beacon.example',
    allAddresses: true,
    oddPort: 50_001,
    followUps: { connections: 3 },
    deadlines: { dnsMs: 100, tcpMs: 200, tlsMs: 300, httpMs: 400 },
  });
});

describe('targets and agents', () => {
  test.for([
    ['a file alone replaces the catalogue', { targets: 'own.yaml' }, {}, [], 1],
    ['agents beside a file add the catalogue', { targets: 'own.yaml', agents: 'ama' }, {}, ['ama'], 1],
    [
      'agents of the environment do not count beside a file',
      { targets: 'own.yaml' },
      { AGENTPATH_AGENTS: 'ama' },
      [],
      1,
    ],
    ['agents of the environment alone', {}, { AGENTPATH_AGENTS: 'cma' }, ['cma'], 0],
    ['agents beat those of the environment', { agents: 'ama' }, { AGENTPATH_AGENTS: 'cma' }, ['ama'], 0],
    ['targets of the environment replace the catalogue', {}, { AGENTPATH_TARGETS: 'own.yaml' }, [], 1],
    ['agents beside targets of the environment', { agents: 'cma' }, { AGENTPATH_TARGETS: 'own.yaml' }, ['cma'], 1],
    ['an empty list of flags is none', { region: [], canary: [] }, { AGENTPATH_REGION: 'uksouth' }, ['ama', 'cma'], 0],
  ] as const)('%s', ([, flags, env, agents, own]) => {
    const { targets } = settings(flags, env as Record<string, string>);
    expect(targets.agents).toEqual(agents);
    expect(targets.own).toHaveLength(own);
  });
});

describe('a flag and the environment', () => {
  test('the flag beats it whole', () => {
    const env = { AGENTPATH_REGION: 'uksouth,ukwest', AGENTPATH_CONCURRENCY: '3', AGENTPATH_PROXY: 'http://env:1' };
    const { targets, probe } = settings({ region: ['westeurope'], concurrency: '9' }, env);
    expect(targets.regions).toEqual(['westeurope']);
    expect(probe.concurrency).toBe(9);
    expect(probe.proxy).toBe('http://env:1');
  });

  test('a wrong value that a flag replaces is no problem', () => {
    expect(problemsOf({ region: ['westeurope'] }, { AGENTPATH_REGION: 'West Europe' })).toEqual([]);
  });

  test('problems name where the value was given', () => {
    expect(
      problemsOf({ region: ['West Europe'], workspace: ['x'] }, { AGENTPATH_CLOUD: 'x', AGENTPATH_REGON: 'y' }),
    ).toEqual([
      'AGENTPATH_REGON: there is no such setting',
      'AGENTPATH_CLOUD: "x" is not known here',
      '--region: "West Europe" is no region\'s short name',
      '--workspace: "x" is no GUID',
    ]);
  });

  test('the schedule of the timer is none of its business', () => {
    expect(problemsOf({}, { PROBE_SCHEDULE: 'never' })).toEqual([]);
  });
});

test.for([
  [{ targets: 'none.yaml' }, '--targets: "none.yaml": there is no such file'],
  [{ agents: 'ama,x' }, '--agents: "x" is not known here'],
  [{ agents: '' }, '--agents: "" is not known here'],
  [{ cloud: 'azure' }, '--cloud: "azure" is not known here'],
  [{ concurrency: '1e3' }, '--concurrency: "1e3" is out of range'],
  [{ concurrency: '-1' }, '--concurrency: "-1" is out of range'],
  [{ region: ['westeurop'] }, '--region: "westeurop" is no region of the public cloud'],
  [{ workspace: ['x@y'] }, '--workspace: "x" is no GUID'],
  [{ tier: ['optional'] }, '--tier: "optional" is not known here'],
  [{ dce: ['dce'] }, '--dce: "dce" is no host of a data collection endpoint'],
  [{ dce: ['/dce'] }, '--dce: "/dce" is no resource id of a data collection endpoint or rule'],
  [{ keyVault: ['a'] }, '--key-vault: "a" is no key vault\'s name'],
  [{ gateway: 'hub' }, '--gateway: "hub" is no host of an Arc gateway'],
  [{ privateLink: ['ampls'] }, '--private-link: "ampls" is not known here'],
  [{ config: 'none.yaml' }, '--config: "none.yaml": there is no such file'],
  [{ trust: ['none.pem'] }, '--trust: "none.pem": there is no such file'],
  [{ inspectionCa: ['own.yaml'] }, '--inspection-ca: "own.yaml" holds no PEM certificate'],
  [{ canary: ['example.com'] }, '--canary: "example.com" is no IP address'],
  [{ mustBeDenied: 'https://example.com/' }, '--must-be-denied: "https://example.com/" is a URL, not a host'],
  [{ resolver: ['dns'] }, '--resolver: "dns" is no resolver'],
  [{ proxy: 'proxy:8080' }, '--proxy: "proxy:8080" is no proxy'],
  [{ beaconDomain: '192.0.2.1' }, '--beacon-domain: "192.0.2.1" is an address'],
  [{ vantage: ' ' }, '--vantage: it is empty'],
  [{ httpTimeout: '8s' }, '--http-timeout: "8s" is out of range'],
  [{ followUps: '' }, '--follow-ups: "" is out of range'],
  [{ deliver: true }, '--deliver: there is nowhere to deliver to'],
] as const)('%j is refused', ([flags, expected]) => {
  expect(problemsOf(flags)).toEqual([expected]);
});

test('delivery takes its place from the environment', () => {
  const env = {
    AGENTPATH_INGESTION_ENDPOINT: 'https://x.ingest.monitor.azure.com',
    AGENTPATH_DCR_ID: 'dcr-00000000000000000000000000000000',
  };
  expect(settings({ deliver: true }, env).ingestion?.endpoint).toBe('https://x.ingest.monitor.azure.com');
});
