import { describe, expect, test } from 'vitest';
import { all, at, text, the } from '../support/read.ts';
import { GIVEN, SETS, type Sets } from '../support/sets.ts';

const STORAGE_BLOB_DATA_OWNER = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b';
const MONITORING_METRICS_PUBLISHER = '3913510d-42f4-4e42-8a64-420c390055eb';
const ASSIGNMENTS = 'Microsoft.Authorization/roleAssignments';

export function rolesTests(sets: Sets): void {
  describe.each(SETS)('roles in %s', (set) => {
    const snapshot = sets[set];
    const assigned = all(snapshot, ASSIGNMENTS);
    const rule =
      set === 'second-vantage'
        ? GIVEN.firstRule
        : all(snapshot, 'Microsoft.Insights/dataCollectionRules').find(({ kind }) => kind === 'Direct')?.id;

    test('three, each on one resource: storage, rule, component', () => {
      const scopes = assigned.map((one) => [
        one.id.split(`/providers/${ASSIGNMENTS}`)[0],
        text(one, 'properties.roleDefinitionId').split('/').at(-1),
      ]);
      expect(scopes.toSorted()).toEqual(
        [
          [the(snapshot, 'Microsoft.Storage/storageAccounts').id, STORAGE_BLOB_DATA_OWNER],
          [rule, MONITORING_METRICS_PUBLISHER],
          [the(snapshot, 'Microsoft.Insights/components').id, MONITORING_METRICS_PUBLISHER],
        ].toSorted(),
      );
    });
    test("to the app's identity, named as a service principal, under names that do not change", () => {
      for (const one of assigned) {
        expect(at(one, 'properties.principalType')).toBe('ServicePrincipal');
        expect(at(one, 'properties.principalId')).toMatch(/principalId/);
        expect(one.name).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      }
    });
  });
}
