import { describe, expect, test } from 'vitest';
import { entries, expandTargets } from '../../../src/catalog/expand-targets.ts';
import { CLOUDS, type TargetSettings } from '../../../src/model/settings.ts';
import { type Target, TIERS } from '../../../src/model/target.ts';
import { own, settings, WORKSPACE } from './built.ts';

const expanded = (some: Partial<TargetSettings> = {}) => expandTargets(settings(some));
const named = (name: string, some: Partial<TargetSettings> = {}): Target => {
  const target = expanded(some).targets.find((one) => one.name === name);
  if (!target) throw new Error(`no target ${name}`);
  return target;
};
test('the global handler of AMA in full', () => {
  expect(named('global.handler.control.monitor.azure.com')).toEqual({
    name: 'global.handler.control.monitor.azure.com',
    host: 'global.handler.control.monitor.azure.com',
    port: 443,
    scheme: 'https',
    path: '/ping',
    expect: { status: [200], body: 'Healthy' },
    agents: ['ama'],
    feature: 'configuration',
    required: true,
    tier: 'required',
    effect: 'broken',
    stops: 'AMA cannot fetch its data collection rules, so nothing new is collected',
    inspection: 'forbidden',
    privateLinkZone: 'privatelink.monitor.azure.com',
  });
});

test('every host of the two lists that can be named is there', () => {
  const hosts = new Set(expanded().targets.map(({ host, port }) => `${host}:${port}`));
  const documented = [
    'global.handler.control.monitor.azure.com:443',
    'westeurope.handler.control.monitor.azure.com:443',
    `${WORKSPACE}.ods.opinsights.azure.com:443`,
    'global.prod.microsoftmetrics.com:443',
    'management.azure.com:443',
    'westeurope.monitoring.azure.com:443',
    'login.microsoftonline.com:443',
    'download.microsoft.com:443',
    'packages.microsoft.com:443',
    'westeurope.login.microsoft.com:443',
    'pas.windows.net:443',
    'login.windows.net:443',
    'gbl.his.arc.azure.com:443',
    'agentserviceapi.guestconfiguration.azure.com:443',
    'westeurope-gas.guestconfiguration.azure.com:443',
    'guestnotificationservice.azure.com:443',
    'dc.services.visualstudio.com:443',
    'dataprocessingservice.westeurope.arcdataservices.com:443',
    'telemetry.westeurope.arcdataservices.com:443',
    'www.microsoft.com:443',
    'www.microsoft.com:80',
    'dls.microsoft.com:443',
    'ocsp.digicert.com:80',
    'oneocsp.microsoft.com:80',
    'crl3.digicert.com:80',
    'crl4.digicert.com:80',
    'cacerts.digicert.com:80',
    'cacerts.geotrust.com:80',
    'caissuers.microsoft.com:80',
    'ctldl.windowsupdate.com:80',
  ];
  expect(documented.filter((host) => !hosts.has(host))).toEqual([]);
});

describe('names', () => {
  test.for(CLOUDS)('are unique in the cloud %s, for several regions and workspaces', (cloud) => {
    const { targets } = expanded({ cloud, regions: ['a1', 'b2', 'c3'], workspaces: [{ id: WORKSPACE }, { id: 'w2' }] });
    const names = targets.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('do not depend on what else is chosen', () => {
    const all = new Set(expanded().targets.map(({ name }) => name));
    const some = [...expanded({ agents: ['ama'] }).targets, ...expanded({ agents: ['cma'] }).targets];
    expect(some.filter(({ name }) => !all.has(name))).toEqual([]);
  });

  test('hold port and path only where they are needed', () => {
    const names = expanded()
      .targets.filter(({ host }) => host === 'www.microsoft.com')
      .map(({ name }) => name);
    expect(names).toEqual(['www.microsoft.com', 'www.microsoft.com:80/pkiops/certs', 'www.microsoft.com:80']);
  });
});

describe('placeholders', () => {
  test('give one target a value', () => {
    const { targets } = expanded({ regions: ['westeurope', 'uksouth'] });
    expect(
      targets.filter(({ host }) => host.endsWith('.handler.control.monitor.azure.com')).map(({ host }) => host),
    ).toEqual([
      'global.handler.control.monitor.azure.com',
      'westeurope.handler.control.monitor.azure.com',
      'uksouth.handler.control.monitor.azure.com',
    ]);
  });

  test('of a path alone give one target a value too, and its name says so', () => {
    const asked = expanded({ regions: ['westeurope', 'uksouth'] })
      .targets.filter(({ host }) => host === 'guestnotificationservice.azure.com')
      .map(({ name, path }) => [name, path]);
    expect(asked).toEqual([
      [
        'guestnotificationservice.azure.com/urls/allowlist?location=westeurope',
        '/urls/allowlist?api-version=2020-01-01&location=westeurope',
      ],
      [
        'guestnotificationservice.azure.com/urls/allowlist?location=uksouth',
        '/urls/allowlist?api-version=2020-01-01&location=uksouth',
      ],
    ]);
  });

  test('are told by the origin, with the pattern that covers the host', () => {
    expect(expanded().origins['telemetry.westeurope.arcdataservices.com']).toMatchObject({
      kind: 'catalogue',
      entry: 'cma.sql.telemetry',
      values: { region: 'westeurope' },
      pattern: '*.westeurope.arcdataservices.com',
    });
    expect(expanded().origins['westeurope.handler.control.monitor.azure.com']?.serviceTags).toEqual(['AzureMonitor']);
    expect(expanded().origins['global.handler.control.monitor.azure.com']).not.toHaveProperty('values');
  });

  test('for key vaults, the gateway and data collection endpoints', () => {
    const { targets, origins } = expanded({
      keyVaults: ['kv-a', 'kv-b'],
      dceHosts: [
        'dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com',
        'rule-hub-c3d4-westeurope.logs.z1.ingest.monitor.azure.com',
        'rule-hub-c3d4-westeurope.metrics.z1.ingest.monitor.azure.com',
        'dce-hub-a1b2.westeurope-1.handler.control.monitor.azure.com',
      ],
    });
    const of = (entry: string) => targets.filter(({ name }) => origins[name]?.entry === entry).map(({ host }) => host);
    expect(of('cma.keyvault')).toEqual(['kv-a.vault.azure.net', 'kv-b.vault.azure.net']);
    expect(of('ama.dce.logs')).toEqual([
      'dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com',
      'rule-hub-c3d4-westeurope.logs.z1.ingest.monitor.azure.com',
    ]);
    expect(of('ama.dce.metrics')).toEqual(['rule-hub-c3d4-westeurope.metrics.z1.ingest.monitor.azure.com']);
    expect(of('ama.dce.handler')).toEqual(['dce-hub-a1b2.westeurope-1.handler.control.monitor.azure.com']);
    const gateway = expanded({ gateway: 'hub.gw.arc.azure.com' });
    expect(gateway.origins['hub.gw.arc.azure.com']).toMatchObject({ entry: 'cma.gateway', values: { gateway: 'hub' } });
  });

  test('without a value leave the entry out and say what it lacks', () => {
    const { targets, leftOut } = expanded({ agents: ['ama'], regions: [], workspaces: [] });
    expect(targets.some(({ host, path }) => /[{}]/.test(host + path))).toBe(false);
    expect(leftOut.map(({ entry, host, lacks }) => [entry, host, ...lacks])).toEqual([
      ['ama.handler.region', '{region}.handler.control.monitor.azure.com', 'region'],
      ['ama.ods', '{workspaceId}.ods.opinsights.azure.com', 'workspaceId'],
      ['ama.dce.handler', '{dce}.handler.control.monitor.azure.com', 'dce'],
      ['ama.dce.logs', '{dce}.ingest.monitor.azure.com', 'dce'],
      ['ama.dce.metrics', '{dce}.metrics.ingest.monitor.azure.com', 'dce'],
      ['ama.metrics.region', '{region}.monitoring.azure.com', 'region'],
    ]);
    expect(leftOut.every(({ name, host }) => name === host)).toBe(true);
  });

  test.for(CLOUDS)(
    'nothing is lost in the cloud %s: every entry is a target or left out; only a gateway lacks nobody',
    (cloud) => {
      const { targets, leftOut, origins } = expanded({ cloud, regions: [] });
      const there = [...targets.map(({ name }) => origins[name]?.entry), ...leftOut.map(({ entry }) => entry)];
      expect(
        entries(cloud)
          .filter(({ id }) => !there.includes(id))
          .map(({ id }) => id),
      ).toEqual(cloud === 'public' ? ['cma.gateway'] : []);
      expect(there).toHaveLength(new Set(there).size);
    },
  );

  test('hosts that must be discovered are left out even with every value', () => {
    const { leftOut } = expanded({ agents: ['cma'], keyVaults: ['kv'] });
    expect(leftOut.filter(({ lacks }) => lacks.join() !== 'discovery')).toEqual([]);
    expect(leftOut.map(({ host }) => host)).toEqual([
      '{his}.his.arc.azure.com',
      '*.guestnotificationservice.azure.com',
      'azgn*.servicebus.windows.net',
      '*.servicebus.windows.net',
      '*.waconazure.com',
      '*.blob.core.windows.net',
    ]);
  });

  test('without discovery the hosts are asked all the same, and nothing is made of what they tell', () => {
    const discoverers = (discover: boolean) => expanded({ discover }).targets.filter(({ discovers }) => discovers);
    expect(discoverers(true).map(({ host, discovers }) => [host, discovers])).toEqual([
      ['gbl.his.arc.azure.com', 'his'],
      ['guestnotificationservice.azure.com', 'notifications'],
    ]);
    expect(discoverers(false)).toEqual([]);
    expect(expanded({ discover: false }).targets).toHaveLength(expanded().targets.length);
  });
});

test.for(TIERS)('of the tier %s alone are there only its targets, and only its lacks', (tier) => {
  const all = expanded();
  const some = expanded({ tiers: [tier] });
  expect(some.targets).toEqual(all.targets.filter((target) => target.tier === tier));
  expect(all.leftOut.filter(({ entry }) => some.leftOut.some((one) => one.entry === entry))).toEqual(some.leftOut);
});

describe('agents', () => {
  test('a shared host appears once, with the strongest need and all that stops', () => {
    expect(named('login.microsoftonline.com')).toMatchObject({
      agents: ['ama', 'cma'],
      required: true,
      tier: 'required',
      effect: 'broken',
      inspection: 'tolerated',
      stops: expect.stringMatching(/^AMA gets no tokens .*; CMA gets no tokens/),
    });
    expect(named('management.azure.com')).toMatchObject({
      feature: 'custom metrics, Azure Resource Manager',
      effect: 'degraded',
      inspection: 'forbidden',
    });
  });

  test('a shared host means to one agent what it means to that agent', () => {
    expect(named('login.microsoftonline.com', { agents: ['ama'] })).toMatchObject({
      agents: ['ama'],
      required: false,
      tier: 'feature',
      effect: 'degraded',
      inspection: 'unknown',
    });
  });

  test('a need of both agents is said once', () => {
    expect(named('oneocsp.microsoft.com:80').stops).toBe(
      'Windows agents cannot check certificates for revocation: connections fail or start slowly',
    );
  });

  test('only hosts of the chosen agents are there', () => {
    expect(expanded({ agents: ['ama'] }).targets.filter(({ agents }) => agents.join() !== 'ama')).toEqual([]);
    expect(expanded({ agents: [] })).toEqual({ targets: [], leftOut: [], origins: {} });
  });
});

describe("one's own targets", () => {
  test('stand alone where no agent is chosen', () => {
    const mine = own({});
    expect(expanded({ agents: [], own: [mine] }).targets).toEqual([mine]);
  });

  test('follow the catalogue, and win by name in its place', () => {
    const { targets: before } = expanded();
    const name = 'westeurope.monitoring.azure.com';
    const { targets } = expanded({ own: [own({}), own({ name, path: '/mine' })] });
    expect(targets).toHaveLength(before.length + 1);
    expect(targets.map((target) => target.name)).toEqual([...before.map((target) => target.name), 'mine']);
    expect(targets.find((target) => target.name === name)).toEqual(own({ name, path: '/mine' }));
  });
});

test.for([
  ['usgov', 'global.handler.control.monitor.azure.us'],
  ['china', 'westeurope.handler.control.monitor.azure.cn'],
] as const)('the cloud %s has its own hosts', ([cloud, host]) => {
  const { targets } = expanded({ cloud });
  expect(targets.map((target) => target.host)).toContain(host);
  expect(targets.filter((target) => target.host.endsWith('.azure.com'))).toEqual([]);
});
