import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { INFRA } from '../support/bicep.ts';
import { all, at, isRecord, text, the } from '../support/read.ts';
import { GIVEN, SETS, type SetName, type Sets } from '../support/sets.ts';

const FIRST: readonly SetName[] = SETS.filter((name) => name !== 'second-vantage');
const kqlIn = (folder: string): readonly string[] =>
  readdirSync(join(INFRA, folder))
    .filter((name) => name.endsWith('.kql'))
    .map((name) => name.slice(0, -'.kql'.length))
    .sort();

export function readingTests(sets: Sets): void {
  describe.each(FIRST)('what people read in %s', (set) => {
    const snapshot = sets[set];
    const workspace = text(the(snapshot, 'Microsoft.Insights/components'), 'properties.WorkspaceResourceId');

    test('a function for each file in infra/queries/functions, callable by its name', () => {
      const functions = all(snapshot, 'Microsoft.OperationalInsights/workspaces/savedSearches');
      expect(functions.map((one) => at(one, 'properties.functionAlias')).toSorted()).toEqual(
        kqlIn('queries/functions'),
      );
      for (const one of functions) {
        expect(one.id.startsWith(`${workspace}/savedSearches/`)).toBe(true);
        // Time is handed in: relative time inside a saved function is not safe.
        expect(at(one, 'properties.functionParameters')).toMatch(/^since:datetime, until:datetime/);
        expect(at(one, 'properties.version')).toBe(2);
      }
    });
    test('a saved query for each file in infra/queries', () => {
      const bodies = all(snapshot, 'Microsoft.OperationalInsights/queryPacks/queries').map((one) =>
        text(one, 'properties.body'),
      );
      const files = kqlIn('queries').map((name) => readFileSync(join(INFRA, 'queries', `${name}.kql`), 'utf8'));
      expect(files.length).toBeGreaterThan(10);
      expect(bodies.toSorted()).toEqual(files.toSorted());
    });
    test('the workbook is JSON, shared, and stands on the workspace', () => {
      const workbook = the(snapshot, 'Microsoft.Insights/workbooks');
      const content: unknown = JSON.parse(text(workbook, 'properties.serializedData'));
      expect(workbook.kind).toBe('shared');
      expect(workbook.name).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(workbook.properties).toMatchObject({ category: 'workbook', version: '1.0', sourceId: workspace });
      expect(isRecord(content) && content['version']).toBe('Notebook/1.0');
      expect(at(content, 'fallbackResourceIds')).toEqual([workspace]);
    });
  });

  test("where the firewall's log lies elsewhere, functions and workbook ask there too", () => {
    const function_ = the(
      sets['existing-network'],
      'Microsoft.OperationalInsights/workspaces/savedSearches',
      'AgentPathFirewallRows',
    );
    expect(text(function_, 'properties.query')).toContain(
      `workspace('${GIVEN.securityWorkspace}').AZFWApplicationRule`,
    );
    const workbook = text(the(sets['existing-network'], 'Microsoft.Insights/workbooks'), 'properties.serializedData');
    expect(workbook).toContain(`["${GIVEN.platformWorkspace}","${GIVEN.securityWorkspace}"]`);
  });
}
