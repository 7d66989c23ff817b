import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../../../src/config/settings.ts';
import { SETTINGS } from '../../../../src/config/settings-table.ts';
import { ROOT, type Snapshot } from '../support/bicep.ts';
import { all, appSettings, at, isRecord, list, text, the } from '../support/read.ts';
import { SETS, type Sets } from '../support/sets.ts';

const NEVER = [
  'TZ',
  'WEBSITE_TIME_ZONE',
  'WEBSITE_RUN_FROM_PACKAGE',
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_EXTENSION_VERSION',
  'AzureWebJobsStorage',
  'WEBSITE_VNET_ROUTE_ALL',
  'AzureWebJobsDashboard',
  'APPINSIGHTS_INSTRUMENTATIONKEY',
];
/** The host's own, by identity. */
const HOST = [
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__clientId',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
];

/** What is known only after the deployment, as it may look like then. */
const LATER: readonly (readonly [RegExp, string])[] = [
  [/outputs\.ingestionEndpoint/, 'https://dcr-probe-a1b2.westeurope-1.ingest.monitor.azure.com'],
  [/outputs\.ruleImmutableId/, `dcr-${'0'.repeat(32)}`],
  [/outputs\.customerId/, 'cccccccc-3333-4333-8333-cccccccccccc'],
  [/blobEndpoint.*'reports'/, 'https://stagentpath.blob.core.windows.net/reports'],
  [/outputs\.clientId/, 'dddddddd-4444-4444-8444-dddddddddddd'],
];
function afterDeployment(snapshot: Snapshot): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(appSettings(snapshot)).map(([name, value]) => {
      if (!value.startsWith('[') || HOST.includes(name)) return [name, value];
      const later = LATER.find(([pattern]) => pattern.test(value));
      if (!later) throw new Error(`${name} would be ${value}`);
      return [name, later[1]];
    }),
  );
}

export function appTests(sets: Sets): void {
  describe.each(SETS)('the app of %s', (set) => {
    const app = the(sets[set], 'Microsoft.Web/sites');
    const settings = appSettings(sets[set]);
    const identity = the(sets[set], 'Microsoft.ManagedIdentity/userAssignedIdentities').id;

    test('its settings are names that src/config reads, or the host', () => {
      const known = [...SETTINGS.map(({ name }) => name), ...HOST];
      expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([]);
      expect(HOST.filter((name) => !settings[name])).toEqual([]);
    });
    test('its settings are accepted by src/config as they will be', () => {
      const read = readSettings(afterDeployment(sets[set]));
      expect(read.ingestion?.stream).toBe('Custom-AgentPathProbe_CL');
      expect(read.targets.workspaces.length).toBeGreaterThan(0);
      expect(read.targets.regions.length).toBeGreaterThan(0);
      expect(read.probe.expectFirewall).toBe(true);
      expect(read.store).toMatch(/\/reports$/);
      expect(read.clientId).toBeDefined();
    });
    test('nothing is set that Flex Consumption refuses or breaks on', () => {
      expect(Object.keys(settings).filter((name) => NEVER.includes(name))).toEqual([]);
      expect(JSON.stringify(app)).not.toMatch(/outboundVnetRouting|vnetRouteAllEnabled|alwaysOn|linuxFxVersion/);
    });
    test('it is on Flex Consumption, in a plan of its own', () => {
      const plan = the(sets[set], 'Microsoft.Web/serverfarms');
      expect(plan.sku).toEqual({ tier: 'FlexConsumption', name: 'FC1' });
      expect(at(plan, 'properties.reserved')).toBe(true);
      expect(app.kind).toBe('functionapp,linux');
      expect(at(app, 'properties.serverFarmId')).toBe(plan.id);
      expect(app.location).toBe('westeurope');
      expect(app.name.length).toBeLessThanOrEqual(60);
    });
    test('it has the user-assigned identity, and no other way in', () => {
      expect(app.identity).toEqual({ type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } });
      expect(at(app, 'properties.functionAppConfig.deployment.storage.authentication')).toEqual({
        type: 'UserAssignedIdentity',
        userAssignedIdentityResourceId: identity,
      });
      expect(settings['AzureWebJobsStorage__credential']).toBe('managedidentity');
      expect(settings['APPLICATIONINSIGHTS_AUTHENTICATION_STRING']).toMatch(/ClientId=\{0\};Authorization=AAD/);
      const policies = all(sets[set], 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
      expect(policies.map(({ name, properties }) => [name.split('/')[1], properties?.['allow']])).toEqual([
        ['ftp', false],
        ['scm', false],
      ]);
    });
    test('TLS 1.2 and nothing in clear', () => {
      expect(at(app, 'properties.httpsOnly')).toBe(true);
      expect(at(app, 'properties.siteConfig')).toMatchObject({
        minTlsVersion: '1.2',
        scmMinTlsVersion: '1.2',
        ftpsState: 'Disabled',
      });
    });
    test('its storage takes identities only', () => {
      const account = the(sets[set], 'Microsoft.Storage/storageAccounts');
      expect(account.name).toMatch(/^[a-z0-9]{3,24}$/);
      expect(account.properties).toMatchObject({
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        defaultToOAuthAuthentication: true,
        minimumTlsVersion: 'TLS1_2',
        supportsHttpsTrafficOnly: true,
        networkAcls: { defaultAction: 'Deny', bypass: 'None' },
      });
    });
    test('the containers that it names are made', () => {
      const containers = all(sets[set], 'Microsoft.Storage/storageAccounts/blobServices/containers');
      expect(containers.map(({ name }) => name.split('/').at(-1))).toEqual(['deployments', 'reports', 'spool']);
      expect(containers.map((one) => at(one, 'properties.publicAccess'))).toEqual(['None', 'None', 'None']);
      expect(at(app, 'properties.functionAppConfig.deployment.storage')).toMatchObject({
        type: 'blobContainer',
        value: expect.stringMatching(/'deployments'\)\]$/),
      });
    });
  });

  test('the values of the parameters arrive', () => {
    expect(appSettings(sets['existing-network'])).toMatchObject({
      PROBE_SCHEDULE: '0 */5 * * * *',
      AGENTPATH_VANTAGE: 'spoke1-westeurope',
      AGENTPATH_VANTAGE_SUBNET: '10.30.9.0/27',
      AGENTPATH_REGION: 'westeurope,northeurope',
      AGENTPATH_WORKSPACE_IDS: 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa,bbbbbbbb-2222-4222-8222-bbbbbbbbbbbb',
      AGENTPATH_BEACON_DOMAIN: 'beacon.example.net',
      AGENTPATH_MUST_BE_DENIED: 'denied.example.net',
    });
    expect(Object.keys(appSettings(sets['new-everything']))).not.toContain('AGENTPATH_BEACON_DOMAIN');
    expect(appSettings(sets['new-everything'])['AGENTPATH_VANTAGE']).toBe(
      the(sets['new-everything'], 'Microsoft.Web/sites').name,
    );
  });
  test('Node 24, or 22 where asked for, as src and package.json allow', () => {
    const version = (set: 'new-everything' | 'second-vantage') =>
      at(the(sets[set], 'Microsoft.Web/sites'), 'properties.functionAppConfig.runtime');
    expect(version('new-everything')).toEqual({ name: 'node', version: '24' });
    expect(version('second-vantage')).toEqual({ name: 'node', version: '22' });
  });
  test('an instance is ready for the timer where asked for, under the name that the code registers', () => {
    const ready = (set: 'new-everything' | 'existing-network') =>
      list(the(sets[set], 'Microsoft.Web/sites'), 'properties.functionAppConfig.scaleAndConcurrency.alwaysReady');
    const registered = /app\.timer\('([^']+)'/.exec(readFileSync(join(ROOT, 'src/functions/probe.ts'), 'utf8'))?.[1];
    expect(ready('existing-network')).toEqual([{ name: `function:${registered}`, instanceCount: 1 }]);
    expect(ready('new-everything')).toEqual([]);
  });
  test('azd finds it by the name of its service', () => {
    const yaml: unknown = parse(readFileSync(join(ROOT, 'azure.yaml'), 'utf8'));
    const services = at(yaml, 'services');
    expect(isRecord(services) && Object.keys(services)).toEqual([
      the(sets['new-everything'], 'Microsoft.Web/sites').tags?.['azd-service-name'],
    ]);
  });
  test('it closes its own door and gets a private one where asked for', () => {
    const app = the(sets['private-link'], 'Microsoft.Web/sites');
    const endpoint = the(sets['private-link'], 'Microsoft.Network/privateEndpoints', 'pep-func');
    expect(at(app, 'properties.publicNetworkAccess')).toBe('Disabled');
    expect(at(endpoint, 'properties.privateLinkServiceConnections.0.properties.groupIds')).toEqual(['sites']);
    expect(
      text(
        the(sets['private-link'], 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups', 'pep-func'),
        'properties.privateDnsZoneConfigs.0.properties.privateDnsZoneId',
      ),
    ).toMatch(/privatelink\.azurewebsites\.net$/);
    expect(at(the(sets['new-everything'], 'Microsoft.Web/sites'), 'properties.publicNetworkAccess')).toBe('Enabled');
  });
}
