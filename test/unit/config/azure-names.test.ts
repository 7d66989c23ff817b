import { describe, expect, test } from 'vitest';
import { readDceHost, readDceId, readGateway, readKeyVault, readWorkspace } from '../../../src/config/read-azure.ts';
import { readRegionOf } from '../../../src/config/read-region.ts';
import type { Reader } from '../../../src/config/read-value.ts';
import { REGIONS } from '../../../src/model/regions.ts';
import { CLOUDS } from '../../../src/model/settings.ts';

const said = (reader: Reader<unknown>, text: string): unknown => {
  const result = reader(text);
  return result.ok ? result.value : `${result.says}. ${result.wayOut}`;
};
const GUID = '11111111-2222-3333-4444-555555555555';

describe('regions', () => {
  test.for(CLOUDS)('every region on the list of %s is taken', (cloud) => {
    expect(REGIONS[cloud].filter((region) => said(readRegionOf(cloud), region) !== region)).toEqual([]);
    expect(new Set(REGIONS[cloud]).size).toBe(REGIONS[cloud].length);
  });
  test('no region is in two clouds', () => {
    const all = CLOUDS.flatMap((cloud) => REGIONS[cloud]);
    expect(new Set(all).size).toBe(all.length);
  });

  // Built of a direction and of words that other regions are built of, or unlike any of them.
  test.for(['westus4', 'italysouth', 'swedennorth', 'austriawest', 'southeastasia3', 'kenyacentral', 'greececentral'])(
    'the new region %s passes',
    (region) => {
      expect(said(readRegionOf('public'), region)).toBe(region);
    },
  );
  test.for([
    ['usgov', 'usgoviowa'],
    ['usgov', 'usdodwest'],
    ['china', 'chinanorth4'],
    ['china', 'chinasouth'],
  ] as const)('in %s the new region %s passes', ([cloud, region]) => {
    expect(said(readRegionOf(cloud), region)).toBe(region);
  });

  test.for([
    [
      'westeurop',
      'is no region of the public cloud. Did you mean westeurope? Where it is newer than this list, write westeurop!',
    ],
    ['wsteurope', 'Did you mean westeurope?'],
    ['westeuorpe', 'Did you mean westeurope?'],
    ['westindies', 'Did you mean westindia?'],
    ['ukwset', 'Did you mean ukwest?'],
    ['uswest2', 'Did you mean westus2?'],
    ['europewest', 'Did you mean westeurope?'],
    ['atlantis', 'is no region of the public cloud. Where it is newer than this list, write atlantis!'],
    ['West Europe', 'Write westeurope'],
    ['west-europe', 'Write westeurope'],
    ['(Europe) West Europe', 'Write westeurope'],
    ['WestEurope', 'Write westeurope'],
    ['é', 'Write a short name such as westeurope'],
    ['', 'Write a short name such as westeurope'],
    ['usgovvirginia', 'is a region of Azure Government, and the cloud is public'],
    ['chinanorth9', 'is a region of Azure operated by 21Vianet, and the cloud is public'],
  ] as const)('%s is refused in the public cloud', ([text, why]) => {
    expect(said(readRegionOf('public'), text)).toContain(why);
  });
  test.for([
    [
      'usgov',
      'westeurope',
      'is a region of the public cloud, and the cloud is usgov. Write a region of Azure Government',
    ],
    ['usgov', 'usgovvirgina', 'Did you mean usgovvirginia?'],
    ['usgov', 'newzealandsouth', 'is no region of Azure Government'],
    ['china', 'chinanroth', 'Did you mean chinanorth?'],
    ['china', 'eastus', 'is a region of the public cloud, and the cloud is china'],
  ] as const)('in %s, %s is refused', ([cloud, text, why]) => {
    expect(said(readRegionOf(cloud), text)).toContain(why);
  });

  test('an exclamation mark takes what looks like a slip', () => {
    expect(said(readRegionOf('public'), 'atlantis!')).toBe('atlantis');
    expect(said(readRegionOf('public'), 'westeurop!')).toBe('westeurop');
    expect(said(readRegionOf('public'), 'West Europe!')).toContain("is no region's short name");
  });
  test('where the cloud is not known, a region of any cloud passes', () => {
    expect(CLOUDS.map((cloud) => said(readRegionOf(undefined), REGIONS[cloud][0] ?? ''))).toEqual([
      'australiacentral',
      'usdodcentral',
      'chinaeast',
    ]);
    expect(said(readRegionOf(undefined), 'westeurop')).toContain('is no region of any cloud. Did you mean westeurope?');
  });
});

describe('workspaces', () => {
  test.for([
    [GUID.toUpperCase(), { id: GUID }],
    [`${GUID}@northeurope`, { id: GUID, region: 'northeurope' }],
    [`${GUID}@atlantis!`, { id: GUID, region: 'atlantis' }],
    [`${GUID}@North Europe`, `"North Europe" is no region's short name. Write northeurope`],
    [
      `${GUID}@northeurop`,
      '"northeurop" is no region of the public cloud. Did you mean northeurope? Where it is newer than this list, write northeurop!',
    ],
    [`${GUID}@`, `"" is no region's short name. Write a short name such as westeurope`],
    [`${GUID}@a@b`, `"${GUID}@a@b" holds more than one @. Write GUID@region`],
    [
      '11111111222233334444555555555555',
      '"11111111222233334444555555555555" is no GUID. Write it as 8-4-4-4-12 hexadecimal digits',
    ],
  ] as const)('%s', ([text, expected]) => {
    expect(said(readWorkspace('public'), text)).toEqual(expected);
  });
});

describe('data collection endpoints', () => {
  test.for([
    ['public', 'dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com'],
    ['public', 'DCE-Hub-A1B2.westeurope-1.handler.control.monitor.azure.com'],
    ['public', 'westus2-5w48.westus2-1.metrics.ingest.monitor.azure.com'],
    ['public', 'my-rule-2wpr-swedencentral.logs.z1.ingest.monitor.azure.com'],
    ['usgov', 'dce-a1b2.usgovvirginia-1.ingest.monitor.azure.us'],
    ['china', 'dce-a1b2.chinanorth3-1.ingest.monitor.azure.cn'],
    ['public', 'dce-a1b2.atlantis-1.ingest.monitor.azure.com'],
  ] as const)('%s: %s', ([cloud, host]) => {
    expect(said(readDceHost(cloud, ['atlantis']), host)).toBe(host.toLowerCase());
  });
  test.for([
    [
      'public',
      'https://dce-a1b2.westeurope-1.ingest.monitor.azure.com',
      'is a URL, not a host. Give its parts: host dce-a1b2.',
    ],
    ['public', 'dce.westeurope-1.ingest.monitor.azure.com', 'is no host of a data collection endpoint. Copy it'],
    ['public', 'dce-a1b2.westeurope.ingest.monitor.azure.com', 'is no host of a data collection endpoint. Copy it'],
    ['public', 'westeurope.handler.control.monitor.azure.com', 'is no host of a data collection endpoint'],
    ['public', 'ingest.monitor.azure.com', 'is no host of a data collection endpoint'],
    ['public', 'dce-a1b2.westeurope-1.ingest.contoso.com', 'is no host of a data collection endpoint'],
    ['public', 'dce-a1b2.westeurop-1.ingest.monitor.azure.com', 'write westeurop! as a region of yours'],
    [
      'public',
      'dce-a1b2.usgovvirginia-1.ingest.monitor.azure.com',
      'is a region of Azure Government, and the cloud is public',
    ],
    [
      'usgov',
      'dce-a1b2.westeurope-1.ingest.monitor.azure.com',
      'ends in monitor.azure.com, and hosts of this cloud end in monitor.azure.us',
    ],
    ['public', '10.0.0.4', 'is an address'],
  ] as const)('%s: %s is refused', ([cloud, host, why]) => {
    expect(said(readDceHost(cloud, []), host)).toContain(why);
  });

  const ID = `/subscriptions/${GUID}/resourceGroups/rg-hub/providers/Microsoft.Insights/dataCollectionEndpoints/dce-hub`;
  test.for([ID, ID.replace('Endpoints', 'Rules'), ID.replace('Microsoft.Insights', 'microsoft.insights')])(
    '%s',
    (id) => {
      expect(said(readDceId, id)).toBe(id);
    },
  );
  test.for([
    [ID.slice(1), 'is no resource id of a data collection endpoint or rule'],
    [
      ID.replace('/dataCollectionEndpoints/', '/components/'),
      'is no resource id of a data collection endpoint or rule',
    ],
    [`${ID}/associations/x`, 'is no resource id'],
    [ID.replace(GUID, 'mine'), 'the subscription "mine" is no GUID'],
    [ID.replace('dce-hub', 'dce hub'), '"dce hub" is no name of Azure'],
    [ID.replace('rg-hub', 'rg?x=1'), '"rg?x=1" is no name of Azure'],
  ] as const)('%s is refused', ([id, why]) => {
    expect(said(readDceId, id)).toContain(why);
  });
});

describe('key vaults and the gateway', () => {
  test.for([
    ['KV-Hub', 'kv-hub'],
    ['abc', 'abc'],
    ['a'.repeat(24), 'a'.repeat(24)],
    ['ab', "no key vault's name"],
    ['a'.repeat(25), "no key vault's name"],
    ['1vault', "no key vault's name"],
    ['kv--hub', "no key vault's name"],
    ['kv-hub-', "no key vault's name"],
    ['https://kv-hub.vault.azure.net/', 'Write kv-hub'],
    ['kv-hub.vault.usgovcloudapi.net', 'Write kv-hub'],
    [`/subscriptions/${GUID}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-hub`, 'Write kv-hub'],
  ] as const)('%s', ([text, expected]) => {
    expect(said(readKeyVault, text)).toContain(expected);
  });
  test.for([
    ['public', 'Hub.gw.arc.azure.com', 'hub.gw.arc.azure.com'],
    ['public', 'hub', 'Write hub.gw.arc.azure.com'],
    ['public', 'hub.arc.azure.com', 'is no host of an Arc gateway. Write PREFIX.gw.arc.azure.com'],
    ['public', 'https://hub.gw.arc.azure.com', 'Give its parts: host hub.gw.arc.azure.com'],
    ['usgov', 'hub.gw.arc.azure.com', 'there is no Arc gateway in usgov'],
  ] as const)('%s: %s', ([cloud, text, expected]) => {
    expect(said(readGateway(cloud), text)).toContain(expected);
  });
});
