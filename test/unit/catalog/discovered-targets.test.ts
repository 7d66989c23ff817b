import { describe, expect, test } from 'vitest';
import { discoveredTargets, MOST_HOSTS } from '../../../src/catalog/discovered-targets.ts';
import { expandTargets } from '../../../src/catalog/expand-targets.ts';
import { matchesPattern } from '../../../src/catalog/patterns.ts';
import type { TargetSettings } from '../../../src/model/settings.ts';
import type { DiscoveryKind } from '../../../src/model/target.ts';
import { settings } from './built.ts';

const ASKED = { name: 'gbl.his.arc.azure.com/discovery?location=westeurope' };
const told = (kind: DiscoveryKind, hosts: readonly string[], some: Partial<TargetSettings> = {}) =>
  discoveredTargets(kind, hosts, ASKED, settings(some));

describe('the regional identity host', () => {
  test('is a required target, and says who told it', () => {
    expect(told('his', ['weu.his.arc.azure.com'])).toEqual({
      targets: [
        {
          name: 'weu.his.arc.azure.com',
          host: 'weu.his.arc.azure.com',
          port: 443,
          scheme: 'https',
          path: '/',
          agents: ['cma'],
          feature: 'hybrid identity',
          required: true,
          tier: 'required',
          effect: 'broken',
          stops: 'CMA sends no heartbeat, so the machine shows as disconnected',
          inspection: 'tolerated',
          privateLinkZone: 'privatelink.his.arc.azure.com',
        },
      ],
      origins: {
        'weu.his.arc.azure.com': {
          kind: 'discovered',
          entry: 'cma.his.region',
          sources: [expect.objectContaining({ key: 'arc-network' })],
          pattern: '*.his.arc.azure.com',
          serviceTags: ['AzureArcInfrastructure'],
          place: ASKED.name,
        },
      },
      refused: [],
    });
  });
  test('is private where the scope is in use, and goes past the Arc gateway', () => {
    const [target] = told('his', ['weu.his.arc.azure.com'], { privateLink: ['arc'] }).targets;
    expect(target?.privateLinkExpected).toBe(true);
    expect(told('his', ['weu.his.arc.azure.com'], { gateway: 'hub.gw.arc.azure.com' }).targets).toHaveLength(1);
  });
  test.for(['usgov', 'china'] as const)(
    'in the cloud %s is of that cloud, and required though the asked host is only concluded',
    (cloud) => {
      const suffix = { usgov: 'us', china: 'cn' }[cloud];
      const found = told('his', [`usga.his.arc.azure.${suffix}`, 'weu.his.arc.azure.com'], { cloud });
      expect(found.targets).toMatchObject([{ host: `usga.his.arc.azure.${suffix}`, required: true, effect: 'broken' }]);
      expect(found.refused).toEqual([
        { host: 'weu.his.arc.azure.com', because: 'it is no regional identity host of this cloud' },
      ]);
    },
  );
});

describe('notification hosts', () => {
  test('are required, one by one, and no single one of them breaks the agent', () => {
    const hosts = ['azgn-weu-1.servicebus.windows.net', 'westeurope.guestnotificationservice.azure.com'];
    const { targets, refused } = told('notifications', hosts);
    expect(targets.map(({ host, required, effect, feature }) => [host, required, effect, feature])).toEqual(
      hosts.map((host) => [host, true, 'degraded', 'notifications']),
    );
    expect(refused).toEqual([]);
  });
  test('ride inside an Arc gateway', () => {
    const found = told('notifications', ['azgn-1.servicebus.windows.net'], { gateway: 'hub.gw.arc.azure.com' });
    expect(found).toMatchObject({ targets: [], refused: [{ because: 'it rides inside the Arc gateway' }] });
  });
});

describe('hosts of data collection endpoints', () => {
  const hosts = [
    'dce-hub-a1b2.eastus-1.handler.control.monitor.azure.com',
    'dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com',
    'dce-hub-a1b2.westeurope-1.metrics.ingest.monitor.azure.com',
    'rule-c3d4-westeurope.logs.z1.ingest.monitor.azure.com',
  ];
  test('are what they are when they are given', () => {
    const read = told('dce', hosts);
    const given = expandTargets(settings({ dceHosts: hosts }));
    expect(read.targets.toSorted(byName)).toEqual(
      given.targets.filter(({ host }) => hosts.includes(host)).toSorted(byName),
    );
    expect(read.targets[0]?.regional).toEqual({ region: 'eastus', declared: ['westeurope'] });
    expect(read.origins[hosts[0] ?? '']).toMatchObject({
      kind: 'discovered',
      values: { dce: hosts[0] },
      place: ASKED.name,
    });
  });
});
const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

describe('a hostile far end steers nobody', () => {
  test.for([
    ['his', 'evil.example'],
    ['his', 'his.arc.azure.com'],
    ['his', 'weu.his.arc.azure.com.evil.example'],
    ['his', 'evil.example.weu-his.arc.azure.com'],
    ['his', 'weuXhis.arc.azure.com'],
    ['his', 'weu.his.arc.azure.us'],
    ['his', '*.his.arc.azure.com'],
    ['his', '.his.arc.azure.com'],
    ['his', '169.254.169.254'],
    ['his', 'weu.his.arc.azure.com/path'],
    ['notifications', 'mine.servicebus.windows.net'],
    ['notifications', 'x.azgn-1.servicebus.windows.net'],
    ['notifications', 'azgn.evil.servicebus.windows.net'],
    ['notifications', 'azgn-1.servicebus.chinacloudapi.cn'],
    ['dce', 'dce.ingest.monitor.azure.com'],
    ['dce', 'global.handler.control.monitor.azure.com'],
    ['dce', 'a-b1c2.westeurope-1.ingest.monitor.azure.us'],
    ['dce', 'management.azure.com'],
  ] as const)('%s: %s is refused, with the reason', ([kind, host]) => {
    expect(told(kind, [host])).toEqual({
      targets: [],
      origins: {},
      refused: [{ host: host.toLowerCase(), because: expect.any(String) }],
    });
  });
  test.for(['his', 'notifications', 'dce'] as const)('%s: no more than a bound', (kind) => {
    const make = {
      his: (index: number) => `r${index}.his.arc.azure.com`,
      notifications: (index: number) => `azgn-${index}.servicebus.windows.net`,
      dce: (index: number) => `dce-${index}-a1b2.westeurope-1.ingest.monitor.azure.com`,
    }[kind];
    const most = MOST_HOSTS[kind];
    const found = told(
      kind,
      Array.from({ length: most + 3 }, (_, index) => make(index)),
    );
    expect(found.targets).toHaveLength(most);
    expect(found.refused.map(({ because }) => because)).toEqual(
      Array(3).fill(`the answer names more than ${most} hosts`),
    );
  });
  test('a host told twice is one target', () => {
    expect(told('his', ['weu.his.arc.azure.com', 'WEU.his.arc.azure.com']).targets).toHaveLength(1);
  });
});

test('nothing is told for agents and tiers that are not wanted', () => {
  expect(told('his', ['weu.his.arc.azure.com'], { agents: ['ama'] }).targets).toEqual([]);
  expect(told('his', ['weu.his.arc.azure.com'], { tiers: ['feature'] })).toMatchObject({
    targets: [],
    refused: [{ because: 'its tier (required) is not wanted' }],
  });
});

test.for([
  ['*.his.arc.azure.com', 'a.b.his.arc.azure.com', true],
  ['{his}.his.arc.azure.com', 'weu.his.arc.azure.com', true],
  ['azgn*.servicebus.windows.net', 'azgn1.servicebus.windows.net', true],
  ['azgn*.servicebus.windows.net', 'azgn.servicebus.windows.net', false],
  ['azgn*.servicebus.windows.net', 'azgn1.b.servicebus.windows.net', false],
  ['*.x.example', 'x.example', false],
  ['*.x.example', 'axxxexample', false],
  ['plain.example', 'plain.example', true],
  ['plain.example', 'plainXexample', false],
] as const)('the pattern %s and the name %s: %s', ([pattern, host, matches]) => {
  expect(matchesPattern(pattern, host)).toBe(matches);
});
