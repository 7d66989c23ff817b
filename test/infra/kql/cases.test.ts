import { describe, expect, it } from 'vitest';
import { type Case, type CaseTable, hasCase, readCase } from './case.ts';
import { caseText, misfit, tablesForgotten, timeOf } from './datatable.ts';
import { ALERTS, type KqlFile, namesIn, QUERIES } from './files.ts';
import { partsOf } from './header.ts';
import { loadKusto, type NamedType } from './kusto.ts';
import { filled, placeholdersIn } from './placeholders.ts';
import { MAY_BE_MISSING, OWN_TABLE, TABLES, tableNamed } from './tables.ts';

const kusto = loadKusto(TABLES);
/** A pivot's columns are known to an engine only; the case names them. */
const OPEN_ENDED = 'target-matrix';
const FILES = [...QUERIES, ...ALERTS];

function resultOf(file: KqlFile, given: Case): readonly NamedType[] {
  const { columns } = kusto.analyse(filled(file.text));
  if (file.name !== OPEN_ENDED) return columns;
  const known = columns.map(({ name }) => name);
  const pivoted = given.expected.columns.filter((name) => !known.includes(name));
  return [...columns, ...pivoted.map((name) => ({ name, type: 'string' }))];
}

function problemsOf({ columns, rows }: CaseTable, schema: readonly NamedType[]): readonly string[] {
  const types = columns.map((name) => schema.find((one) => one.name === name)?.type);
  return [
    ...columns.filter((_, index) => types[index] === undefined).map((name) => `no column ${name}`),
    ...(new Set(columns).size < columns.length ? ['a column stands twice'] : []),
    ...rows.flatMap((row, at) => [
      ...(row.length === columns.length ? [] : [`row ${at + 1} has ${row.length} cells for ${columns.length} columns`]),
      ...row.flatMap((cell, index) => {
        const wrong = misfit(cell, types[index] ?? '');
        return wrong === undefined ? [] : [`row ${at + 1}, ${columns[index]}: ${wrong}`];
      }),
    ]),
  ];
}

it('every query and alert has a case, and every case has one of them', () => {
  expect(FILES.filter((file) => !hasCase(file)).map(({ path }) => path)).toEqual([]);
  expect(namesIn('queries', '.case.json')).toEqual(QUERIES.map(({ name }) => name));
  expect(namesIn('alerts', '.case.json')).toEqual(ALERTS.map(({ name }) => name));
});

describe.each(FILES.filter(hasCase).map((file) => [file.name, file] as const))('case %s', (_, file) => {
  const given = readCase(file);
  const result = resultOf(file, given);

  it('has tables that fit their schemas', () => {
    for (const [name, table] of Object.entries(given.tables)) {
      expect(problemsOf(table, tableNamed(name).columns), name).toEqual([]);
    }
  });

  it('tells of every table that the query reads: rows, or that it is missing', () => {
    expect(tablesForgotten(file, given)).toEqual([]);
    expect((given.missing ?? []).filter((name) => !MAY_BE_MISSING.includes(name) || given.tables[name])).toEqual([]);
  });

  it("has rows of ours that the code could have written: what is on every row is there, and ids are the run's", () => {
    const { columns, rows } = given.tables[OWN_TABLE.name] ?? { columns: [], rows: [] };
    for (const row of rows) {
      const cell = (name: string) => row[columns.indexOf(name)];
      if (columns.includes('Kind')) expect(['target', 'control', 'run']).toContain(cell('Kind'));
      if (cell('Kind') === 'run') expect(String(cell('ProbeId'))).toMatch(/\/run$/);
      if (cell('Kind') === 'target' && columns.includes('TargetName') && cell('TargetName') !== null) {
        expect(String(cell('ProbeId')).endsWith(`/${String(cell('TargetName'))}`)).toBe(true);
      }
    }
    if (rows.length > 0)
      expect(columns).toEqual(expect.arrayContaining(['TimeGenerated', 'ProbedAt', 'Kind', 'ProbeId', 'Simulated']));
  });

  it('expects all columns of the result, with their types', () => {
    expect(given.expected.columns).toEqual(result.map(({ name }) => name));
    expect(problemsOf(given.expected, result)).toEqual([]);
  });

  it('holds rows that must not come out, or come out once: more goes in than comes out', () => {
    const into = Object.values(given.tables).reduce((sum, { rows }) => sum + rows.length, 0);
    expect(into).toBeGreaterThan(given.expected.rows.length);
    expect(given.expected.rows.length).toBeGreaterThan(0);
  });

  it('names only parameters and placeholders that there are', () => {
    const parameters = partsOf(file).parameters.map(({ name }) => name);
    expect(Object.keys(given.parameters ?? {}).filter((name) => !parameters.includes(name))).toEqual([]);
    expect(Object.keys(given.placeholders ?? {}).filter((name) => !placeholdersIn(file.text).includes(name))).toEqual(
      [],
    );
  });

  it('becomes one text that holds every cell', () => {
    const text = caseText(file, given, result);
    const cells = [...Object.values(given.tables), given.expected].flatMap(({ rows }) => rows.flat());
    const texts = cells.flatMap((cell) =>
      cell !== null && typeof cell === 'object' ? [`dynamic(${JSON.stringify(cell)})`] : [],
    );
    expect(texts.filter((one) => !text.includes(one) || one === 'dynamic({})')).toEqual([]);
    const lines = text.split('\n').filter((line) => /^ {4}.*,$/.test(line) && !line.includes('|'));
    const rows = [...Object.values(given.tables), given.expected].reduce((sum, table) => sum + table.rows.length, 0);
    expect(lines.length).toBeGreaterThanOrEqual(rows);
  });

  it('becomes one text that binds without any table of a workspace', () => {
    const bare = kusto.analyse(caseText(file, given, result));
    const allowed = (given.missing ?? []).map((name) => `Missing_${name}`);
    const problems = bare.problems.filter(({ message }) => !allowed.some((name) => message.includes(name)));
    expect(problems).toEqual([]);
    expect(bare.columns).toEqual([
      { name: 'Row', type: 'string' },
      { name: 'Due', type: 'long' },
      { name: 'Came', type: 'long' },
    ]);
  });
});

describe('times of a case', () => {
  it.each([
    ['-5m', '2026-05-05T11:55:00.000Z'],
    ['-1d2h', '2026-05-04T10:00:00.000Z'],
    ['+30s', '2026-05-05T12:00:30.000Z'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
  ])('%s is counted from now', (text, at) => {
    expect(timeOf(text, '2026-05-05T12:00:00Z')).toBe(at);
  });
});
