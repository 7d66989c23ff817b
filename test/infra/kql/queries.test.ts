import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/model/step.ts';
import { alertProblems } from './alert-rules.ts';
import { withCatalogue } from './catalogue-rows.ts';
import { ALERTS, FUNCTIONS, type KqlFile, QUERIES } from './files.ts';
import { namesOf, partsOf } from './header.ts';
import { COLUMNS_OF_KIND, type RecordedRow, recordedRows } from './kinds.ts';
import { loadKusto } from './kusto.ts';
import { filled, placeholdersIn } from './placeholders.ts';
import { EVERY_QUERY, MISSING_TABLES, PROJECT_LAST, tablesRead, wordsCompared } from './rules.ts';
import { OWN_TABLE, TABLES } from './tables.ts';

const kusto = loadKusto(
  TABLES,
  FUNCTIONS.map((file) => ({
    name: file.name,
    parameters: partsOf(file).header.get('parameters') ?? '',
    body: filled(partsOf(file).body),
  })),
);
const analysed = new Map([...QUERIES, ...ALERTS].map((file) => [file.path, kusto.analyse(filled(file.text))]));
const columnsOf = ({ path }: KqlFile) => analysed.get(path)?.columns ?? [];
const named = (files: readonly KqlFile[]) => files.map((file) => [file.name, file] as const);

const QUERY_KEYS = ['title', 'question', 'parameters', 'returns'];
const ALERT_KEYS = [
  'title',
  'means',
  'text',
  'severity',
  'frequency',
  'window',
  'dimensions',
  'measure',
  'aggregation',
  'operator',
  'threshold',
  'periods',
  'auto-resolve',
  'placeholders',
];
/** The remedies shown to users and the workbook name these files. */
const PROMISED = [
  'denied-with-firewall-log',
  'latest-state',
  'firewall-denials-alone',
  'silent-targets',
  'delivery-losses',
];
/** Its result has a column for each vantage, which only the data knows. */
const OPEN_ENDED = 'target-matrix';
/** One table and no union, on purpose: it is for the Basic plan. */
const ONE_TABLE = 'firewall-denials-alone';

describe('the language service', () => {
  it('reports what is wrong, so that its silence means something', () => {
    const wrong = kusto.analyse(`${OWN_TABLE.name}\n| where Kindd == 'run'\n| project Vantage`);
    expect(wrong.problems.map(({ code, line }) => `${code} ${line}`)).toEqual(['KS142 2']);
    expect(kusto.analyse('NoTable | project A').problems.map(({ code }) => code)).toContain('KS204');
  });
});

describe.each(named([...QUERIES, ...ALERTS]))('%s', (_, file) => {
  it('binds: every table, column, function and type is known', () => {
    expect(analysed.get(file.path)?.problems).toEqual([]);
  });

  it.each(Object.entries(EVERY_QUERY))('%s', (_rule, rule) => {
    expect(rule(file.text)).toEqual([]);
  });

  it('needs no table that may be missing', () => {
    expect(MISSING_TABLES(file.text)).toHaveLength(file.name === ONE_TABLE ? 1 : 0);
  });

  it('ends with a project', () => {
    expect(PROJECT_LAST(file.text)).toHaveLength(file.name === OPEN_ENDED ? 1 : 0);
  });

  it('carries the catalogue as it is (node test/infra/kql/write-catalogue.ts)', () => {
    expect(withCatalogue(file.text)).toBe(file.text);
  });
});

describe.each(named(QUERIES))('query %s', (_, file) => {
  const { header, parameters } = partsOf(file);

  it('has a complete header', () => {
    expect([...header.keys()].filter((key) => QUERY_KEYS.includes(key))).toEqual(QUERY_KEYS);
    expect(header.get('question')).toMatch(/\?|\.$/);
    const foreign = tablesRead(file.text).some(({ name }) => name !== OWN_TABLE.name);
    expect(header.has('elsewhere')).toBe(foreign);
  });

  it('has its parameters on top, as the header lists them', () => {
    expect(parameters.map(({ name }) => name)).toEqual(namesOf(header.get('parameters') ?? ''));
  });

  it('returns the columns of its header', () => {
    const returned = columnsOf(file).map(({ name }) => name);
    const said = namesOf(header.get('returns') ?? '');
    expect(returned).toEqual(file.name === OPEN_ENDED ? said.slice(0, -1) : said);
    expect(columnsOf(file).filter(({ type }) => type === 'unknown')).toEqual([]);
  });

  it('can be pasted: no placeholder', () => {
    expect(placeholdersIn(file.text)).toEqual([]);
  });
});

describe.each(named(ALERTS))('alert %s', (_, file) => {
  const { header } = partsOf(file);

  it('has a complete header', () => {
    expect([...header.keys()]).toEqual(ALERT_KEYS);
  });

  it('keeps to what an alert rule may do', () => {
    const functions = FUNCTIONS.map(({ name }) => name);
    expect(alertProblems(file.text, header, columnsOf(file), functions)).toEqual([]);
  });

  it('lists its placeholders', () => {
    const said = header.get('placeholders') ?? '';
    const { body } = partsOf(file);
    expect(placeholdersIn(body).filter((name) => !said.includes(name))).toEqual([]);
    expect(said === 'none').toBe(placeholdersIn(body).length === 0);
  });

  it('holds no token in its header, where the template would replace it too', () => {
    expect(placeholdersIn(file.text)).toEqual(placeholdersIn(partsOf(file).body));
  });
});

describe.each(named(FUNCTIONS))('function %s', (name, file) => {
  const { header, body } = partsOf(file);
  const columns = kusto.analyse(`${name}(ago(1h), now())`).columns.map((column) => column.name);

  it('binds, and so does a call', () => {
    const inline = kusto.analyse(`let since = ago(1h);\nlet until = now();\n${filled(body)}`);
    expect(inline.problems).toEqual([]);
    expect(kusto.analyse(`${name}(ago(1h), now())\n| count`).problems).toEqual([]);
  });

  it('has a header that says its parameters and columns', () => {
    expect(header.get('parameters')).toMatch(/^\w+:(datetime|timespan|string|dynamic)(, \w+:\w+)*$/);
    const said = header.get('returns') ?? '';
    if (said === `every column of ${OWN_TABLE.name}`) {
      expect(columns.toSorted()).toEqual(OWN_TABLE.columns.map((column) => column.name).toSorted());
    } else expect(columns).toEqual(namesOf(said));
  });

  it.each(Object.entries(EVERY_QUERY))('%s', (_rule, rule) => {
    expect(rule(file.text)).toEqual([]);
    expect(MISSING_TABLES(file.text)).toEqual([]);
  });

  it('is safe: times come as parameters', () => {
    expect(body).not.toMatch(/\b(ago|now)\(/);
  });
});

describe('the columns of each kind of row', () => {
  const rows = recordedRows();

  it('are those that the code writes for the scenarios', () => {
    expect(new Set(rows.map(({ Kind }) => Kind))).toEqual(new Set(Object.keys(COLUMNS_OF_KIND)));
    const strange = rows.flatMap((row) =>
      Object.keys(row)
        .filter((name) => !COLUMNS_OF_KIND[row.Kind].includes(name))
        .map((name) => `${name} on a ${row.Kind} row`),
    );
    expect([...new Set(strange)]).toEqual([]);
  });

  it('hold the causes that queries look for', () => {
    const causes = new Set(rows.map(({ Cause }) => Cause));
    const looked = [...QUERIES, ...ALERTS].flatMap(({ text }) => wordsCompared(text));
    const unknown = looked.filter(({ column, word }) => column === 'Cause' && !causes.has(word));
    expect(unknown).toEqual([]);
    expect(looked.length).toBeGreaterThan(20);
  });

  it('hold the fields of dynamic columns that queries read', () => {
    const first = (kind: string, read: (row: RecordedRow) => unknown): unknown =>
      rows
        .filter(({ Kind }) => Kind === kind)
        .map(read)
        .find((found) => found !== undefined);
    expect(first('run', ({ RootCauses }) => (RootCauses as readonly object[])[0])).toEqual({
      id: expect.any(String),
      state: expect.any(String),
      says: expect.any(String),
      remedy: expect.any(String),
      stops: expect.any(Array),
      count: expect.any(Number),
      targets: expect.any(Array),
    });
    expect(first('run', ({ Fingerprint }) => Fingerprint)).toMatchObject({
      scheme: 'https',
      host: expect.any(String),
      port: 443,
      end: expect.stringMatching(/^(fin|rst|deadline|alert)$/),
      bytesReceived: expect.any(Number),
    });
    /** Of a certificate as the evidence keeps it. */
    const fields: readonly (keyof Certificate)[] = ['subject', 'notAfter'];
    const reading = ALERTS.find(({ name }) => name === 'inspection-expiring')?.text ?? '';
    expect([...reading.matchAll(/Chained\.(\w+)/g)].map(([, field]) => field)).toEqual(fields);
    const alerts = rows.flatMap(({ Fingerprint }) => (Fingerprint as { alert?: number } | undefined)?.alert ?? []);
    expect(alerts.length).toBeGreaterThan(0);
  });
});

it('the files that other texts name are there', () => {
  expect(QUERIES.map(({ name }) => name)).toEqual(expect.arrayContaining(PROMISED));
});
