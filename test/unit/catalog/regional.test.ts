import { describe, expect, test } from 'vitest';
import { expandTargets } from '../../../src/catalog/expand-targets.ts';
import { regionalOf } from '../../../src/catalog/regional.ts';
import type { TargetSettings } from '../../../src/model/settings.ts';
import { own, settings, WORKSPACE } from './built.ts';

const MACHINES = ['westeurope', 'uksouth'];
const regional = (host: string, some: Partial<TargetSettings> = {}) =>
  regionalOf(host, settings({ regions: MACHINES, ...some }));

describe('the region that a host belongs to', () => {
  test.for([
    ['westeurope.handler.control.monitor.azure.com', 'westeurope'],
    ['eastus.handler.control.monitor.azure.com', 'eastus'],
    ['x.eastus.handler.control.monitor.azure.com', 'eastus'],
    ['westus2-5w48.westus2-1.handler.control.monitor.azure.com', 'westus2'],
    ['dce-hub-a1b2.norwayeast-1.handler.control.monitor.azure.com', 'norwayeast'],
    ['name-ab12.westeurope-1.ingest.monitor.azure.com', 'westeurope'],
    ['name-ab12.westeurope-2.metrics.ingest.monitor.azure.com', 'westeurope'],
    ['rule-ab12-eastus2.logs.z1.ingest.monitor.azure.com', 'eastus2'],
    ['eastus.monitoring.azure.com', 'eastus'],
    ['eastus-gas.guestconfiguration.azure.com', 'eastus'],
    ['uksouth.login.microsoft.com', 'uksouth'],
    ['telemetry.eastus.arcdataservices.com', 'eastus'],
    ['san-af-eastus-prod.azurewebsites.net', 'eastus'],
  ] as const)('%s → %s', ([host, region]) => {
    expect(regional(host)).toEqual({ region, declared: MACHINES });
  });

  test.for([
    'global.handler.control.monitor.azure.com',
    'gbl.his.arc.azure.com',
    'weu.his.arc.azure.com',
    'agentserviceapi.guestconfiguration.azure.com',
    'device.login.microsoft.com',
    'eastus.handler.control.monitor.azure.com.example.com',
    'name-ab12.westeurope-1.ingest.monitor.azure.us',
    'mine.example',
    '10.0.0.1',
  ])('%s → none', (host) => {
    expect(regional(host)).toBeUndefined();
  });

  test('may be newer than the list of regions where it was declared, or where its place leaves no doubt', () => {
    expect(regional('marsnorth.monitoring.azure.com')).toBeUndefined();
    expect(regional('marsnorth.monitoring.azure.com', { regions: ['marsnorth'] })?.region).toBe('marsnorth');
    expect(regional('a-ab12.marsnorth-1.handler.control.monitor.azure.com')?.region).toBe('marsnorth');
  });
  test('of the other clouds', () => {
    const gov = { cloud: 'usgov', regions: ['usgovvirginia'] } as const;
    expect(regional('usgovarizona-gas.guestconfiguration.azure.us', gov)?.region).toBe('usgovarizona');
    expect(regional('telemetry.usgovtexas.arcdataservices.azure.us', gov)?.region).toBe('usgovtexas');
    expect(regional('eastus-gas.guestconfiguration.azure.us', gov)).toBeUndefined();
  });
});

describe('the regions that it is held against', () => {
  const ingestion = 'name-ab12.northeurope-1.ingest.monitor.azure.com';
  const configuration = 'name-ab12.northeurope-1.handler.control.monitor.azure.com';
  const declared = (host: string, workspaces: TargetSettings['workspaces']) => regional(host, { workspaces })?.declared;

  test('ingestion follows the workspaces where their region is told, configuration the machines', () => {
    const told = [{ id: WORKSPACE, region: 'northeurope' }];
    expect(declared(ingestion, told)).toEqual(['northeurope']);
    expect(declared(ingestion.replace('.ingest', '.metrics.ingest'), told)).toEqual(['northeurope']);
    expect(declared(configuration, told)).toEqual(MACHINES);
  });
  test('a workspace without a region lies where the machines are', () => {
    expect(declared(ingestion, [])).toEqual(MACHINES);
    expect(declared(ingestion, [{ id: WORKSPACE }])).toEqual(MACHINES);
    expect(declared(ingestion, [{ id: WORKSPACE, region: 'northeurope' }, { id: 'other' }])).toEqual([
      'northeurope',
      ...MACHINES,
    ]);
  });
  test('where none was declared there is nothing to hold it against', () => {
    expect(regional(configuration, { regions: [] })).toBeUndefined();
  });
});

test("one's own target of another region is told apart, in the expansion, and keeps all else", () => {
  const mine = own({ name: 'dce', host: 'x.eastus.handler.control.monitor.azure.com' });
  const { targets } = expandTargets(settings({ agents: [], own: [mine, own({})] }));
  expect(targets).toEqual([{ ...mine, regional: { region: 'eastus', declared: ['westeurope'] } }, own({})]);
});
