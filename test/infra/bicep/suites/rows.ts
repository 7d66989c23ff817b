import { describe, expect, test } from 'vitest';
import { COLUMNS, STREAM, TABLE } from '../../../../src/record/columns.ts';
import { all, at, isRecord, list, text, the } from '../support/read.ts';
import { GIVEN, SETS, type SetName, type Sets } from '../support/sets.ts';

const FIRST: readonly SetName[] = SETS.filter((name) => name !== 'second-vantage');
const TABLE_TYPES: Readonly<Record<string, string>> = { datetime: 'dateTime' };
/** Words of the API; KQL's own bool and the like are taken without a complaint, and refused at deployment. */
const STREAM_TYPES = ['string', 'int', 'long', 'real', 'boolean', 'dynamic', 'datetime'];

export function rowsTests(sets: Sets): void {
  describe.each(FIRST)('the way of a row in %s', (set) => {
    const table = the(sets[set], 'Microsoft.OperationalInsights/workspaces/tables');
    const rule = all(sets[set], 'Microsoft.Insights/dataCollectionRules').find(({ kind }) => kind === 'Direct');

    test("the table has the code's columns", () => {
      expect(table.name.split('/')[1]).toBe(TABLE);
      expect(at(table, 'properties.schema.name')).toBe(TABLE);
      expect(list(table, 'properties.schema.columns')).toEqual(
        COLUMNS.map(({ name, type, description }) => ({ name, type: TABLE_TYPES[type] ?? type, description })),
      );
    });
    test("the rule's stream has the same, and takes rows by itself", () => {
      expect(rule).toBeDefined();
      expect(at(rule, 'properties.streamDeclarations')).toEqual({
        [STREAM]: { columns: COLUMNS.map(({ name, type }) => ({ name, type })) },
      });
      const types = list(rule, `properties.streamDeclarations.${STREAM}.columns`).map((one) => text(one, 'type'));
      expect(types.filter((type) => !STREAM_TYPES.includes(type))).toEqual([]);
    });
    test('a row flows from the stream to the table through a destination that exists', () => {
      const destinations = list(rule, 'properties.destinations.logAnalytics');
      expect(list(rule, 'properties.dataFlows')).toEqual([
        {
          streams: [STREAM],
          destinations: destinations.map((one) => at(one, 'name')),
          outputStream: `Custom-${TABLE}`,
          transformKql: 'source',
        },
      ]);
      expect(destinations).toHaveLength(1);
      expect(table.id.startsWith(`${text(destinations[0], 'workspaceResourceId')}/tables/`)).toBe(true);
    });
    test('the app sends to that rule and stream', () => {
      const settings = the(sets[set], 'Microsoft.Web/sites/config').properties;
      expect(settings?.['AGENTPATH_STREAM']).toBe(STREAM);
      expect(settings?.['AGENTPATH_DCR_ID']).toMatch(/ruleImmutableId/);
    });
    test('what is refused after a 204 is logged in tables of its own', () => {
      const log = all(sets[set], 'Microsoft.Insights/diagnosticSettings').find(
        ({ id }) => rule && id.startsWith(rule.id),
      );
      expect(list(log, 'properties.logs')).toEqual([{ category: 'LogErrors', enabled: true }]);
      expect(at(log, 'properties.workspaceId')).toBe(
        at(rule, 'properties.destinations.logAnalytics.0.workspaceResourceId'),
      );
    });
  });

  test('rule, endpoint and component lie in the region of the workspace', () => {
    const region = (set: SetName, type: string) => all(sets[set], type).map(({ location }) => location);
    expect(region('existing-network', 'Microsoft.Insights/dataCollectionRules')).toEqual(['northeurope']);
    expect(region('existing-network', 'Microsoft.Insights/components')).toEqual(['northeurope']);
    expect(region('new-everything', 'Microsoft.Insights/dataCollectionRules')).toEqual(['westeurope']);
    expect(region('private-link', 'Microsoft.Insights/dataCollectionEndpoints')).toEqual(['westeurope']);
  });
  test('plan and retention: Analytics for 90 days, as alerts need it; Basic has no retention of its own', () => {
    const of = (set: SetName) => the(sets[set], 'Microsoft.OperationalInsights/workspaces/tables').properties;
    expect(of('new-everything')).toMatchObject({ plan: 'Analytics', retentionInDays: 90, totalRetentionInDays: 90 });
    expect(of('private-link')).toMatchObject({ plan: 'Basic', retentionInDays: null });
  });
  test('workspace and component take identities only', () => {
    expect(
      at(
        the(sets['new-everything'], 'Microsoft.OperationalInsights/workspaces'),
        'properties.features.disableLocalAuth',
      ),
    ).toBe(true);
    for (const set of SETS) {
      const component = the(sets[set], 'Microsoft.Insights/components');
      expect(at(component, 'properties.DisableLocalAuth'), set).toBe(true);
      expect(at(component, 'properties.WorkspaceResourceId'), set).toMatch(/\/workspaces\/log-/);
    }
  });
  test('an existing workspace gets a table, and is not written itself', () => {
    expect(all(sets['existing-network'], 'Microsoft.OperationalInsights/workspaces')).toEqual([]);
    expect(the(sets['existing-network'], 'Microsoft.OperationalInsights/workspaces/tables').id).toContain(
      `${GIVEN.platformWorkspace}/tables/`,
    );
  });
  test("a further vantage writes to the first one's workspace and rule, and brings none of either", () => {
    const types = sets['second-vantage'].predictedResources.map(({ type }) => type);
    const none = [
      'OperationalInsights/',
      'dataCollection',
      'scheduledQueryRules',
      'workbooks',
      'actionGroups',
      'diagnosticSettings',
    ];
    expect(types.filter((type) => none.some((part) => type.includes(part)))).toEqual([]);
    expect(at(the(sets['second-vantage'], 'Microsoft.Insights/components'), 'properties.WorkspaceResourceId')).toBe(
      GIVEN.platformWorkspace,
    );
  });

  describe('private link', () => {
    const snapshot = sets['private-link'];
    const endpoint = the(snapshot, 'Microsoft.Insights/dataCollectionEndpoints');

    test('rule and app use the endpoint (DCE)', () => {
      expect(at(the(snapshot, 'Microsoft.Insights/dataCollectionRules'), 'properties.dataCollectionEndpointId')).toBe(
        endpoint.id,
      );
      expect(
        at(
          the(sets['new-everything'], 'Microsoft.Insights/dataCollectionRules'),
          'properties.dataCollectionEndpointId',
        ),
      ).toBeNull();
    });
    test('workspace, endpoint and component join the scope', () => {
      const joined = all(snapshot, 'Microsoft.Insights/privateLinkScopes/scopedResources');
      expect(joined.map((one) => at(one, 'properties.linkedResourceId'))).toEqual([
        the(snapshot, 'Microsoft.OperationalInsights/workspaces').id,
        endpoint.id,
        the(snapshot, 'Microsoft.Insights/components').id,
      ]);
    });
    test('nothing is taken from outside it', () => {
      const closed = [
        at(the(snapshot, 'Microsoft.OperationalInsights/workspaces'), 'properties.publicNetworkAccessForIngestion'),
        at(endpoint, 'properties.networkAcls.publicNetworkAccess'),
        at(the(snapshot, 'Microsoft.Insights/components'), 'properties.publicNetworkAccessForIngestion'),
      ];
      expect(closed).toEqual(['Disabled', 'Disabled', 'Disabled']);
    });
  });

  test('a workspace that says of itself that it is closed stops the deployment where there is no endpoint', () => {
    const description = text(
      the(sets['existing-network'], 'Microsoft.Insights/dataCollectionRules'),
      'properties.description',
    );
    expect(description).toMatch(/publicIngestion.*'Disabled'.*fail\(/);
    expect(isRecord(sets['existing-network'].outputs)).toBe(true);
  });
}
