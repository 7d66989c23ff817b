import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/catalog/entry.ts';
import { CATALOG_VERSION, entries } from '../../../src/catalog/expand-targets.ts';
import { CLOUDS } from '../../../src/model/settings.ts';
import { AGENTS } from '../../../src/model/target.ts';

const usesOf = (entry: Entry) => AGENTS.flatMap((agent) => entry.uses[agent] ?? []);
const twice = (texts: readonly string[]): readonly string[] =>
  texts.filter((text, index) => texts.indexOf(text) !== index);

test('the version is a date', () => {
  expect(CATALOG_VERSION).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(new Date(CATALOG_VERSION).toISOString().slice(0, 10)).toBe(CATALOG_VERSION);
});

describe.for(CLOUDS)('the entries of the cloud %s', (cloud) => {
  const all = entries(cloud);

  test('are many, with an id each', () => {
    expect(all.length).toBeGreaterThan(20);
    expect(twice(all.map(({ id }) => id))).toEqual([]);
  });

  test('name a page, a date and a grade each', () => {
    const unsourced = all.filter(({ sources }) =>
      sources.some(
        ({ key, page, date, grade }) => !key || page.length < 10 || !/^20\d\d(-\d\d){0,2}$/.test(date) || !grade,
      ),
    );
    expect(unsourced).toEqual([]);
    expect(all.every(({ sources }) => sources.length > 0)).toBe(true);
  });

  test('ask nothing twice', () => {
    expect(twice(all.map(({ host, port, path }) => `${host}:${port}${path}`))).toEqual([]);
  });

  test('hold no unknown placeholder, and no pattern unless it is to be discovered', () => {
    const odd = all.filter(({ host, path, needs }) => {
      const rest = (host + path).replaceAll(/\{(?:region|workspaceId)\}/g, 'x');
      return needs === undefined ? /[*{}]/.test(rest) : !/[*{}]/.test(rest);
    });
    expect(odd).toEqual([]);
  });

  test('say what stops and how badly, for at least one agent', () => {
    const silent = all.filter((entry) => {
      const uses = usesOf(entry);
      return (
        uses.length === 0 || uses.some(({ stops, feature }) => stops.length < 10 || stops.endsWith('.') || !feature)
      );
    });
    expect(silent).toEqual([]);
  });

  test('are coherent: broken only where required, nothing stops without a legacy host', () => {
    const uses = all.flatMap((entry) => usesOf(entry).map((use) => ({ id: entry.id, ...use })));
    expect(uses.filter(({ tier, effect }) => effect === 'broken' && tier !== 'required')).toEqual([]);
    expect(uses.filter(({ tier, effect }) => (tier === 'legacy') !== (effect === 'none'))).toEqual([]);
  });

  test('forbid inspection on hosts of AMA alone, and never on those of CMA alone', () => {
    const inspection = (entry: Entry) => new Set(usesOf(entry).map((use) => use.inspection));
    const only = (agent: 'ama' | 'cma') => all.filter(({ uses }) => Object.keys(uses).join() === agent);
    expect(only('ama').filter((entry) => !inspection(entry).has('forbidden'))).toEqual([]);
    expect(only('cma').filter((entry) => inspection(entry).has('forbidden'))).toEqual([]);
  });

  test('are asked in the scheme of their port, by a name', () => {
    expect(all.filter(({ port, scheme }) => scheme !== (port === 80 ? 'http' : 'https'))).toEqual([]);
    expect(all.filter(({ host }) => isIP(host) !== 0)).toEqual([]);
  });

  test('expect an answer only where one is documented: the handlers', () => {
    const expecting = all.filter((entry) => entry.expect !== undefined);
    expect(expecting.map(({ id }) => id)).toEqual(['ama.handler.global', 'ama.handler.region']);
    expect(expecting.map((entry) => [entry.path, entry.expect])).toEqual([
      ['/ping', { status: [200], body: 'Healthy' }],
      ['/ping', { status: [200], body: 'Healthy' }],
    ]);
  });
});
