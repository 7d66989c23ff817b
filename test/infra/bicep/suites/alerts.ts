import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { INFRA } from '../support/bicep.ts';
import { all, at, list, text, the } from '../support/read.ts';
import { GIVEN, SETS, type SetName, type Sets } from '../support/sets.ts';

const RULES = 'Microsoft.Insights/scheduledQueryRules';
const ALERTS = readdirSync(join(INFRA, 'alerts'))
  .filter((name) => name.endsWith('.kql'))
  .map((name) => name.slice(0, -'.kql'.length))
  .sort();
const WITH_ALERTS: readonly SetName[] = ['new-everything', 'existing-network', 'demo-hub', 'demo-hub-linux'];

/** What the parameters of demo-hub-linux change. */
const CHANGED: Readonly<Record<string, { enabled?: boolean; severity?: number; threshold?: number }>> = {
  'target-broken': { severity: 0 },
  'denial-drift': { enabled: false },
  'inspection-expiring': { threshold: 30 },
};

/** What the API takes; the compiler lets anything through. */
const FREQUENCIES = ['PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H', 'P1D'];
const WINDOWS = [...FREQUENCIES, 'P2D'];
const OPERATORS = ['Equals', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual'];
const AGGREGATIONS = ['Average', 'Count', 'Maximum', 'Minimum', 'Total'];

function minutes(duration: string): number {
  const [, days = '0', hours = '0', mins = '0'] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days) * 1440 + Number(hours) * 60 + Number(mins);
}

/** `// key: value` in the head of a query, with the lines it goes on in. */
function head(alert: string, key: string): string {
  const lines = readFileSync(join(INFRA, 'alerts', `${alert}.kql`), 'utf8').split('\n');
  const from = lines.findIndex((line) => line.startsWith(`// ${key}: `));
  const more = lines.slice(from + 1).findIndex((line) => !line.startsWith('//   '));
  return lines
    .slice(from, from + 1 + more)
    .map((line, index) => line.slice(index === 0 ? `// ${key}: `.length : '//   '.length))
    .join(' ');
}

export function alertTests(sets: Sets): void {
  test('the other sets have no alerts: switched off, or a further vantage', () => {
    for (const set of SETS.filter((name) => !WITH_ALERTS.includes(name)))
      expect(all(sets[set], RULES), set).toEqual([]);
  });

  describe.each(WITH_ALERTS)('alerts in %s', (set) => {
    const snapshot = sets[set];
    const rules = all(snapshot, RULES);

    test('one for each file in infra/alerts', () => {
      expect(ALERTS.length).toBeGreaterThan(5);
      expect(rules.map(({ name }) => ALERTS.find((alert) => name.endsWith(`-${alert}`))).toSorted()).toEqual(ALERTS);
    });
    test.each(ALERTS)('%s is as its file and the parameters say, within what the service takes', (alert) => {
      const rule = the(snapshot, RULES, alert);
      const { properties = {} } = rule;
      const criterion = at(properties, 'criteria.allOf.0');
      const changed = set === 'demo-hub-linux' ? CHANGED[alert] : undefined;
      expect(rule.kind).toBe('LogAlert');
      expect(properties).toMatchObject({
        displayName: head(alert, 'title'),
        enabled: changed?.enabled ?? true,
        severity: changed?.severity ?? Number(head(alert, 'severity')),
        evaluationFrequency: head(alert, 'frequency'),
        windowSize: head(alert, 'window'),
        autoMitigate: true,
        skipQueryValidation: true,
      });
      expect(criterion).toMatchObject({
        timeAggregation: head(alert, 'aggregation'),
        metricMeasureColumn: head(alert, 'measure'),
        operator: head(alert, 'operator'),
        threshold: changed?.threshold ?? Number(head(alert, 'threshold')),
        dimensions: head(alert, 'dimensions')
          .split(', ')
          .map((name) => ({ name, operator: 'Include', values: ['*'] })),
      });
      expect([0, 1, 2, 3, 4]).toContain(properties['severity']);
      expect(FREQUENCIES).toContain(properties['evaluationFrequency']);
      expect(WINDOWS).toContain(properties['windowSize']);
      expect(OPERATORS).toContain(at(criterion, 'operator'));
      expect(AGGREGATIONS).toContain(at(criterion, 'timeAggregation'));
      expect(list(criterion, 'dimensions').length).toBeLessThanOrEqual(6);
      const periods = Number(at(criterion, 'failingPeriods.numberOfEvaluationPeriods'));
      expect(Number(at(criterion, 'failingPeriods.minFailingPeriodsToAlert'))).toBeLessThanOrEqual(periods);
      expect(periods * minutes(text(properties, 'windowSize'))).toBeLessThanOrEqual(minutes('P2D'));
      expect(minutes(text(properties, 'evaluationFrequency'))).toBeLessThanOrEqual(
        minutes(text(properties, 'windowSize')),
      );
      // Resolving by itself excludes muting.
      expect(properties).not.toHaveProperty('muteActionsDuration');
      expect(Buffer.byteLength(JSON.stringify(rule))).toBeLessThan(64 * 1024);
    });
    test('every text says what to do and leads to the workbook', () => {
      for (const alert of ALERTS) {
        const description = text(the(snapshot, RULES, alert), 'properties.description');
        // An expression, because the portal's address is the cloud's.
        expect(description.replaceAll("''", "'"), alert).toContain(head(alert, 'text'));
        expect(description, alert).toMatch(/environment\(\)\.portal.*workbook/);
        expect(head(alert, 'text').length, alert).toBeGreaterThan(80);
      }
    });
    test('no placeholder is left in a query', () => {
      expect(JSON.stringify(rules)).not.toMatch(/\{\{\w+\}\}/);
      expect(JSON.stringify(all(snapshot, 'Microsoft.OperationalInsights/workspaces/savedSearches'))).not.toMatch(
        /\{\{\w+\}\}/,
      );
      expect(JSON.stringify(the(snapshot, 'Microsoft.Insights/workbooks'))).not.toMatch(/\{\{\w+\}\}/);
    });
    test('they ask the workspace of the rows', () => {
      const workspace = text(the(snapshot, 'Microsoft.Insights/components'), 'properties.WorkspaceResourceId');
      expect(rules.map((one) => list(one, 'properties.scopes'))).toEqual(rules.map(() => [workspace]));
    });
  });

  test('values of the deployment stand in the queries', () => {
    const query = (alert: string) =>
      text(the(sets['existing-network'], RULES, alert), 'properties.criteria.allOf.0.query');
    expect(query('vantage-silent')).toContain("dynamic(['spoke1-westeurope', 'spoke2-westeurope'])");
    expect(query('vantage-silent')).toContain('let interval = 5m;');
    expect(query('firewall-denies-agents')).toContain("let agentSubnets = dynamic(['10.30.1.0/24', '10.30.2.0/24']);");
    expect(query('firewall-denies-agents')).toContain("let probeSubnets = dynamic(['10.30.9.0/27']);");
    expect(query('firewall-denies-agents')).toContain(`workspace('${GIVEN.securityWorkspace}').AZFWApplicationRule`);
    const plain = text(
      the(sets['new-everything'], RULES, 'firewall-denies-agents'),
      'properties.criteria.allOf.0.query',
    );
    expect(plain).toMatch(/\(AZFWApplicationRule/);
  });
  test('given action groups are woken, and a new one speaks the common schema', () => {
    const woken = (set: SetName) => list(the(sets[set], RULES, 'target-broken'), 'properties.actions.actionGroups');
    const people = the(sets['new-everything'], 'Microsoft.Insights/actionGroups');
    expect(woken('existing-network')).toEqual([expect.stringMatching(/\/actionGroups\/ag-platform$/)]);
    expect(woken('new-everything')).toEqual([people.id]);
    expect(people.location).toBe('global');
    expect(text(people, 'properties.groupShortName').length).toBeLessThanOrEqual(12);
    expect(list(people, 'properties.emailReceivers')).toEqual([
      { name: 'first', emailAddress: 'oncall@example.org', useCommonAlertSchema: true },
    ]);
  });
}
