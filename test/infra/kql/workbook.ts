/** The workbook: its items, and how a query file becomes the query of an item. */
import { infraText, QUERIES } from './files.ts';
import { partsOf } from './header.ts';

export interface WorkbookParameter {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly type: number;
  readonly query?: string;
  readonly queryType?: number;
  readonly jsonData?: string;
  readonly isGlobal?: boolean;
}
export interface Visibility {
  readonly parameterName: string;
  readonly comparison: string;
  readonly value: string;
}
export interface WorkbookItem {
  readonly type: number;
  readonly name: string;
  readonly customWidth?: string;
  readonly conditionalVisibility?: Visibility;
  readonly content: {
    readonly version?: string;
    readonly json?: string;
    readonly query?: string;
    readonly queryType?: number;
    readonly resourceType?: string;
    readonly title?: string;
    readonly size?: number;
    readonly visualization?: string;
    readonly crossComponentResources?: readonly string[];
    readonly noDataMessage?: string;
    readonly parameters?: readonly WorkbookParameter[];
    readonly links?: readonly { readonly id: string; readonly cellValue: string; readonly subTarget: string }[];
    readonly groupType?: string;
    readonly items?: readonly WorkbookItem[];
    readonly gridSettings?: {
      readonly formatters?: readonly { readonly columnMatch: string; readonly formatter: number }[];
      readonly labelSettings?: readonly { readonly columnId: string; readonly label: string }[];
    };
    readonly chartSettings?: {
      readonly xAxis?: string;
      readonly yAxis?: readonly string[];
      readonly group?: string;
    };
    readonly tileSettings?: { readonly [place: string]: { readonly columnMatch?: string } | string | boolean | number };
  };
}
export interface Workbook {
  readonly version: string;
  readonly items: readonly WorkbookItem[];
  readonly fallbackResourceIds: readonly string[];
  readonly $schema: string;
}

export const WORKBOOK = 'workbook/workbook.json';

export function readWorkbook(): Workbook {
  return JSON.parse(infraText(WORKBOOK)) as Workbook;
}

/** All items, those within groups too. */
export function itemsOf({ items }: { readonly items: readonly WorkbookItem[] }): readonly WorkbookItem[] {
  return items.flatMap((item) => [item, ...itemsOf({ items: item.content.items ?? [] })]);
}

/** What the workbook's own parameters put in the place of a query's. */
const BY_PARAMETER: Readonly<Record<string, string>> = {
  since: 'datetime({TimeRange:startISO})',
  until: 'datetime({TimeRange:endISO})',
  grain: '{TimeRange:grain}',
  vantages: 'dynamic([{Vantage}])',
  agents: 'dynamic([{Agent}])',
  target: "'{Target}'",
};

const FROM = /^\/\/ from infra\/queries\/([a-z-]+)\.kql\n/;
/** Below this line stand operators that only the tile needs. */
const TILE = '// for this tile\n';

/** The name of the file that an item's query comes from; undefined for a query of the workbook's own. */
export function sourceOf(query: string): string | undefined {
  return FROM.exec(query)?.[1];
}

/** The query of an item as its file says it today, with what the tile adds kept. */
export function embedded(query: string): string {
  const name = sourceOf(query);
  const file = QUERIES.find((one) => one.name === name);
  if (!file) throw new Error(`the workbook embeds infra/queries/${name}.kql, which is not there`);
  const { parameters, body } = partsOf(file);
  const text = parameters.reduce(
    (changed, { name, line }) =>
      BY_PARAMETER[name] === undefined ? changed : changed.replace(line, `let ${name} = ${BY_PARAMETER[name]};`),
    body.trimEnd(),
  );
  const tile = query.indexOf(TILE);
  return `// from infra/queries/${name}.kql\n${text}${tile < 0 ? '' : `\n${query.slice(tile)}`}`;
}

/** Sample values, as the workbook would put them into a query. */
const SAMPLES: Readonly<Record<string, string>> = {
  'TimeRange:startISO': '2026-01-01T00:00:00.000Z',
  'TimeRange:endISO': '2026-01-02T00:00:00.000Z',
  'TimeRange:grain': '30m',
  Vantage: "'hub-west','spoke-1'",
  Agent: "'AMA','CMA'",
  Target: 'login.microsoftonline.com',
};
const REFERENCE = /\{([A-Za-z]+(?::[A-Za-z]+)?)\}/g;

/** Names with their formats (`TimeRange:grain`) that a query refers to. */
export function referencesIn(query: string): readonly string[] {
  return [...new Set([...query.matchAll(REFERENCE)].map(([, name = '']) => name))];
}

export function withSamples(query: string): string {
  return query.replace(REFERENCE, (_, name: string) => {
    const value = SAMPLES[name];
    if (value === undefined) throw new Error(`the workbook has no parameter {${name}}`);
    return value;
  });
}
