import { describe, expect, test } from 'vitest';
import { SETS, type Sets } from '../support/sets.ts';

/** Versions that the Bicep of azd knows too; a newer one would be deployed without type checks there (BCP081). */
const VERSIONS: Readonly<Record<string, string>> = {
  'Microsoft.Web': '2024-11-01',
  'Microsoft.Storage': '2025-06-01',
  'Microsoft.Network': '2025-05-01',
  'Microsoft.Network/privateDnsZones': '2024-06-01',
  'Microsoft.OperationalInsights': '2025-07-01',
  'Microsoft.Insights/dataCollectionEndpoints': '2024-03-11',
  'Microsoft.Insights/dataCollectionRules': '2024-03-11',
  'Microsoft.Insights/dataCollectionRuleAssociations': '2024-03-11',
  'Microsoft.Insights/scheduledQueryRules': '2023-12-01',
  'Microsoft.Insights/actionGroups': '2023-01-01',
  'Microsoft.Insights/workbooks': '2023-06-01',
  'Microsoft.Insights/components': '2020-02-02',
  'Microsoft.Insights/diagnosticSettings': '2021-05-01-preview',
  'Microsoft.Insights/privateLinkScopes': '2021-09-01',
  'Microsoft.ManagedIdentity': '2024-11-30',
  'Microsoft.Authorization': '2022-04-01',
  'Microsoft.Resources': '2025-04-01',
  'Microsoft.Compute': '2024-11-01',
};

function versionOf(type: string): string | undefined {
  const [provider, first] = type.split('/');
  return VERSIONS[`${provider}/${first}`] ?? VERSIONS[provider ?? ''];
}

export function everythingTests(sets: Sets): void {
  describe.each(SETS)('%s', (set) => {
    const { predictedResources, diagnostics, outputs } = sets[set];

    test('is predicted without a diagnostic, and with something in it', () => {
      expect(diagnostics).toEqual([]);
      expect(predictedResources.length).toBeGreaterThan(15);
    });
    test('every resource is of the conservative API version', () => {
      const others = predictedResources.filter(({ type, apiVersion }) => versionOf(type) !== apiVersion);
      expect(others.map(({ type, apiVersion }) => `${type}@${apiVersion}`)).toEqual([]);
    });
    test('no two resources are the same one', () => {
      const ids = predictedResources.map(({ id }) => id.toLowerCase());
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    });
    test('whatever has a region is tagged for azd', () => {
      const regional = predictedResources.filter(({ location }) => location !== undefined);
      expect(regional.length).toBeGreaterThan(5);
      expect(regional.filter(({ tags }) => !tags?.['azd-env-name']).map(({ id }) => id)).toEqual([]);
    });
    test('no key and no secret is asked for or handed out', () => {
      const written = JSON.stringify([predictedResources, outputs]);
      expect(written).not.toMatch(
        /listKeys|listAccountSas|listServiceSas|listSecrets|AccountKey=|SharedAccess|[?&]sig=/i,
      );
      expect(Object.keys(outputs).filter((name) => /key|secret|password|connection/i.test(name))).toEqual([]);
    });
  });

  test('nobody is named by a fixed address of the public cloud where the cloud can be asked', () => {
    const written = JSON.stringify(
      sets['new-everything'].predictedResources.filter(
        ({ type }) => !/queries|workbooks|scheduledQueryRules|savedSearches/.test(type),
      ),
    );
    expect(written).not.toMatch(/core\.windows\.net|portal\.azure\.com/);
  });
}
