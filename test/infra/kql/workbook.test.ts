import { describe, expect, it } from 'vitest';
import { infraText, QUERIES } from './files.ts';
import { loadKusto, type NamedType } from './kusto.ts';
import { codeOf } from './rules.ts';
import { RESOURCE_GRAPH_TABLES, TABLES } from './tables.ts';
import {
  embedded,
  itemsOf,
  readWorkbook,
  referencesIn,
  sourceOf,
  WORKBOOK,
  type WorkbookItem,
  withSamples,
} from './workbook.ts';

const PARAMETERS = 9;
const LINKS = 11;
const QUERY = 3;
const TEXT = 1;
const GROUP = 12;
const CONTENT_VERSIONS: Readonly<Record<number, string | undefined>> = {
  [TEXT]: undefined,
  [QUERY]: 'KqlItem/1.0',
  [PARAMETERS]: 'KqlParameterItem/1.0',
  [LINKS]: 'LinkItem/1.0',
  [GROUP]: 'NotebookGroup/1.0',
};
const LOGS = 0;
const RESOURCE_GRAPH = 1;
const VISUALIZATIONS = ['table', 'tiles', 'linechart'];
/** What the template writes into the text before it is deployed. */
const TOKENS = ['logWorkspaceIds', 'workspaceId'];

const workbook = readWorkbook();
const items = itemsOf(workbook);
const ofType = (type: number) => items.filter((item) => item.type === type);
const parameters = ofType(PARAMETERS).flatMap(({ content }) => content.parameters ?? []);
const queryItems = ofType(QUERY);
const logs = loadKusto(TABLES);
const resourceGraph = loadKusto(RESOURCE_GRAPH_TABLES);
const analyse = (query: string, type: number | undefined) =>
  (type === RESOURCE_GRAPH ? resourceGraph : logs).analyse(withSamples(query));
const named = (list: readonly WorkbookItem[]) => list.map((item) => [item.name, item] as const);

describe('the workbook', () => {
  it('is one of the kind that the portal reads', () => {
    expect(workbook.version).toBe('Notebook/1.0');
    expect(workbook.$schema).toContain('workbook.json');
    expect(workbook.fallbackResourceIds).toEqual(['{{workspaceId}}']);
  });

  it('has items with a known type, the content of that type and a name of their own', () => {
    for (const { name, type, content } of items) {
      expect(Object.keys(CONTENT_VERSIONS), name).toContain(String(type));
      expect(content.version, name).toBe(CONTENT_VERSIONS[type]);
    }
    const names = items.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    expect(names).not.toContain('');
  });

  it('has parameters with names and ids of their own, and refers to no other', () => {
    const names = parameters.map(({ name }) => name);
    const ids = parameters.map(({ id }) => id);
    expect(names).toEqual([...new Set(names)]);
    expect(ids).toEqual([...new Set(ids)]);
    const tabs = ofType(LINKS)
      .flatMap(({ content }) => content.links ?? [])
      .map(({ cellValue }) => cellValue);
    const known = [...names, ...tabs];
    const referred = items.flatMap(({ content }) => [
      ...referencesIn(content.query ?? ''),
      ...(content.crossComponentResources ?? []).flatMap(referencesIn),
      ...(content.parameters ?? []).flatMap(({ query }) => referencesIn(query ?? '')),
    ]);
    expect(referred.map((one) => one.split(':')[0]).filter((name) => !known.includes(name ?? ''))).toEqual([]);
    const used = new Set(referred.map((one) => one.split(':')[0]));
    expect(names.filter((name) => !used.has(name))).toEqual([]);
  });

  it('declares a parameter before the item that needs it, and those of groups only within', () => {
    const declared = new Set<string>();
    const walk = (list: readonly WorkbookItem[], inGroup: boolean): void => {
      for (const { name, content } of list) {
        for (const reference of referencesIn(content.query ?? '')) {
          expect([...declared], name).toContain(reference.split(':')[0]);
        }
        for (const parameter of content.parameters ?? []) {
          declared.add(parameter.name);
          if (!inGroup) expect(parameter.isGlobal, parameter.name).toBe(true);
        }
        walk(content.items ?? [], true);
      }
    };
    walk(workbook.items, false);
  });

  it('shows each tab by one group, and each group by one tab', () => {
    const links = ofType(LINKS).flatMap(({ content }) => content.links ?? []);
    const groups = ofType(GROUP).map(({ conditionalVisibility }) => conditionalVisibility);
    expect(groups.map((one) => one?.value)).toEqual(links.map(({ subTarget }) => subTarget));
    for (const group of groups) expect(group).toMatchObject({ parameterName: 'Tab', comparison: 'isEqualTo' });
    expect(new Set(links.map(({ cellValue }) => cellValue))).toEqual(new Set(['Tab']));
  });

  it('opens on one screen: four items, the rows of which are full', () => {
    const [now] = ofType(GROUP);
    expect(now?.content.items?.map(({ name }) => name)).toEqual([
      'blind',
      'root-causes',
      'matrix',
      'tcp-against-truth',
    ]);
    for (const { content } of ofType(GROUP)) {
      const widths = (content.items ?? []).map(({ customWidth }) => Number(customWidth ?? 100));
      expect(widths.reduce((sum, width) => sum + width, 0) % 100).toBe(0);
    }
  });

  it('holds the tokens of the template, and no others', () => {
    const found = [...infraText(WORKBOOK).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
    expect([...new Set(found)].toSorted()).toEqual(TOKENS);
  });
});

describe.each(named(queryItems))('item %s', (_, { content }) => {
  const { query = '', queryType, gridSettings, chartSettings, tileSettings } = content;
  const { problems, columns } = analyse(query, queryType);

  it('is complete: title, words for no rows, a drawing that is known', () => {
    expect(content.title).toBeTruthy();
    expect(content.noDataMessage).toMatch(/[.?]$/);
    expect(VISUALIZATIONS).toContain(content.visualization);
    expect(content.resourceType).toBe(
      queryType === RESOURCE_GRAPH ? 'microsoft.resourcegraph/resources' : 'microsoft.operationalinsights/workspaces',
    );
  });

  it('has a query that binds', () => {
    expect(problems).toEqual([]);
  });

  it('comes from its file (node test/infra/kql/write-workbook.ts)', () => {
    if (queryType === RESOURCE_GRAPH) expect(sourceOf(query)).toBeUndefined();
    else expect(query).toBe(embedded(query));
  });

  it('follows the time range, and vantage and agent where its query knows them', () => {
    expect(query).toContain('{TimeRange:');
    for (const [parameter, reference] of [
      ['vantages', '{Vantage}'],
      ['agents', '{Agent}'],
    ] as const) {
      expect(query.includes(reference)).toBe(query.includes(`let ${parameter} = `));
    }
  });

  it("asks the firewall's workspace too where it reads other tables than ours", () => {
    const foreign = /\b(AZFW\w+|AzureActivity|AzureDiagnostics)\b/.test(codeOf(query));
    if (queryType === LOGS) expect(content.crossComponentResources).toEqual(foreign ? ['{LogWorkspaces}'] : undefined);
  });

  it('shows columns that the query returns', () => {
    const names = columns.map(({ name }) => name);
    const matched = (pattern: string) => names.some((name) => new RegExp(pattern).test(name));
    for (const { columnMatch } of gridSettings?.formatters ?? []) expect(matched(columnMatch), columnMatch).toBe(true);
    for (const { columnId } of gridSettings?.labelSettings ?? []) expect(names).toContain(columnId);
    const drawn = [chartSettings?.xAxis, chartSettings?.group, ...(chartSettings?.yAxis ?? [])].filter(
      (name) => name !== undefined,
    );
    expect(drawn.filter((name) => !names.includes(name))).toEqual([]);
    for (const place of Object.values(tileSettings ?? {})) {
      if (typeof place === 'object' && place.columnMatch !== undefined) expect(names).toContain(place.columnMatch);
    }
    expect(columns.filter(isUnknown)).toEqual([]);
  });
});

describe.each(parameters.flatMap((one) => (one.query === undefined ? [] : [[one.name, one] as const])))(
  'parameter %s',
  (_, { query = '', queryType }) => {
    it('has a query that binds and gives one column', () => {
      const { problems, columns } = analyse(query, queryType);
      expect(problems).toEqual([]);
      expect(columns).toHaveLength(1);
    });
  },
);

it('shows every query but those that are run elsewhere', () => {
  const shown = new Set(queryItems.map(({ content }) => sourceOf(content.query ?? '')));
  expect(QUERIES.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([
    'firewall-denials-alone',
    'latest-state',
    'own-probes-in-the-firewall-log',
  ]);
});

function isUnknown({ type }: NamedType): boolean {
  return type === 'unknown';
}
