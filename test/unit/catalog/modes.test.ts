/** Every cloud in every mode, as goldens that were reviewed against the documents. */
import { describe, expect, test } from 'vitest';
import { expandTargets } from '../../../src/catalog/expand-targets.ts';
import {
  type Cloud,
  DEFAULT_TARGET_SETTINGS,
  type PrivateLinkScope,
  type TargetSettings,
} from '../../../src/model/settings.ts';
import { goldenExpansion } from './golden-expansion.ts';

/** Everything that a placeholder can take; the workspace lies in another region than the machines. */
const GIVEN: Readonly<Record<Cloud, Partial<TargetSettings>>> = {
  public: given(['westeurope', 'uksouth'], 'northeurope', 'com'),
  usgov: given(['usgovvirginia'], 'usgovarizona', 'us'),
  china: given(['chinanorth3'], 'chinaeast2', 'cn'),
};

function given(regions: readonly string[], workspaceRegion: string, suffix: string): Partial<TargetSettings> {
  return {
    regions,
    workspaces: [{ id: '11111111-2222-3333-4444-555555555555', region: workspaceRegion }],
    dceHosts: [
      `dce-hub-a1b2.${regions[0]}-1.handler.control.monitor.azure.${suffix}`,
      `dce-hub-a1b2.${workspaceRegion}-1.ingest.monitor.azure.${suffix}`,
      `dce-hub-a1b2.${workspaceRegion}-1.metrics.ingest.monitor.azure.${suffix}`,
    ],
    keyVaults: ['kv-hub'],
  };
}

const MODES: Readonly<Record<string, Partial<TargetSettings>>> = {
  direct: {},
  'private-link-monitor': { privateLink: ['monitor'] },
  'private-link-arc': { privateLink: ['arc'] },
  'private-link-both': { privateLink: ['monitor', 'arc'] },
};
const GATEWAY = { gateway: 'hub.gw.arc.azure.com' };

const CASES = [
  ...(['public', 'usgov', 'china'] as const).flatMap((cloud) =>
    Object.entries(MODES).map(([mode, some]) => ({ cloud, mode, some })),
  ),
  // There is no gateway in the other clouds.
  { cloud: 'public' as const, mode: 'gateway', some: GATEWAY },
  { cloud: 'public' as const, mode: 'gateway-and-private-link', some: { ...GATEWAY, ...MODES['private-link-both'] } },
];
const expanded = (cloud: Cloud, some: Partial<TargetSettings>) =>
  expandTargets({ ...DEFAULT_TARGET_SETTINGS, cloud, ...GIVEN[cloud], ...some });

describe('the whole expansion', () => {
  test.for(CASES)('$cloud, $mode', async ({ cloud, mode, some }) => {
    await expect(goldenExpansion(expanded(cloud, some))).toMatchFileSnapshot(`golden/${cloud}-${mode}.txt`);
  });
  test('public, nothing given', async () => {
    const text = goldenExpansion(expandTargets(DEFAULT_TARGET_SETTINGS));
    await expect(text).toMatchFileSnapshot('golden/public-nothing-given.txt');
  });
});

describe('the Arc gateway', () => {
  const { targets, leftOut } = expanded('public', GATEWAY);
  test('leaves what its page lists, and ingestion and key vaults, which go past it', () => {
    expect(new Set(targets.map(({ host }) => host))).toEqual(
      new Set([
        'hub.gw.arc.azure.com',
        'management.azure.com',
        'login.microsoftonline.com',
        'westeurope.login.microsoft.com',
        'uksouth.login.microsoft.com',
        'gbl.his.arc.azure.com',
        'packages.microsoft.com',
        'download.microsoft.com',
        '11111111-2222-3333-4444-555555555555.ods.opinsights.azure.com',
        'kv-hub.vault.azure.net',
      ]),
    );
  });
  test('is to be skipped by inspection, and stops everything that rides in it', () => {
    expect(targets.find(({ host }) => host === 'hub.gw.arc.azure.com')).toMatchObject({
      required: true,
      effect: 'broken',
      inspection: 'skip',
    });
  });
  test('gives the others a reason, and none of them counts as lacking a value', () => {
    const inside = leftOut.filter(({ because }) => because === 'it rides inside the Arc gateway');
    expect(inside.map(({ host }) => host)).toEqual(
      expect.arrayContaining(['global.handler.control.monitor.azure.com', 'guestnotificationservice.azure.com']),
    );
    expect(inside.filter(({ lacks }) => lacks.length > 0)).toEqual([]);
    expect(leftOut.filter((one) => !inside.includes(one)).map(({ host }) => host)).toEqual(['{his}.his.arc.azure.com']);
  });
});

describe('private link', () => {
  const privateHosts = (cloud: Cloud, ...privateLink: readonly PrivateLinkScope[]): readonly string[] => [
    ...new Set(
      expanded(cloud, { privateLink })
        .targets.filter(({ privateLinkExpected }) => privateLinkExpected)
        .map(({ host }) => host),
    ),
  ];

  test('changes what is expected, and leaves all else as it is', () => {
    const plain = (some: Partial<TargetSettings>) =>
      expanded('public', some).targets.map(({ privateLinkExpected: _, ...target }) => target);
    expect(plain({ privateLink: ['monitor', 'arc'] })).toEqual(plain({}));
    expect(privateHosts('public')).toEqual([]);
  });
  test('of Azure Monitor: handlers, ingestion and workspaces, and not the metrics service', () => {
    expect(privateHosts('public', 'monitor')).toEqual([
      'global.handler.control.monitor.azure.com',
      'westeurope.handler.control.monitor.azure.com',
      'uksouth.handler.control.monitor.azure.com',
      '11111111-2222-3333-4444-555555555555.ods.opinsights.azure.com',
      'dce-hub-a1b2.westeurope-1.handler.control.monitor.azure.com',
      'dce-hub-a1b2.northeurope-1.ingest.monitor.azure.com',
      'dce-hub-a1b2.northeurope-1.metrics.ingest.monitor.azure.com',
    ]);
  });
  test('of Azure Arc: identity and guest configuration, and nothing that its page calls public', () => {
    expect(privateHosts('public', 'arc')).toEqual([
      'gbl.his.arc.azure.com',
      'agentserviceapi.guestconfiguration.azure.com',
      'westeurope-gas.guestconfiguration.azure.com',
      'uksouth-gas.guestconfiguration.azure.com',
    ]);
    expect(privateHosts('china', 'arc')).toEqual([]);
  });
  test('in Azure Government spares the storage of extension packages, and says why', () => {
    const left = (privateLink: readonly PrivateLinkScope[]) =>
      expanded('usgov', { privateLink }).leftOut.find(({ host }) => host === '*.blob.core.usgovcloudapi.net');
    expect(left([])).toMatchObject({ lacks: ['discovery'] });
    expect(left(['arc'])).toMatchObject({ lacks: [], because: 'it is not used with a private link scope (arc)' });
  });
});
