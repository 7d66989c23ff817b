import { isIP } from 'node:net';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CHANGES, changesSince } from '../../../src/catalog/changes.ts';
import { DCE_KINDS } from '../../../src/catalog/dce-host.ts';
import { type Entry, PLACEHOLDERS, placeholdersOf } from '../../../src/catalog/entry.ts';
import { CATALOG_VERSION, entries } from '../../../src/catalog/expand-targets.ts';
import { NOT_IN_CATALOGUE } from '../../../src/catalog/not-in-catalogue.ts';
import { CLOUDS, PRIVATE_LINK_SCOPES } from '../../../src/model/settings.ts';
import { AGENTS, DISCOVERIES, EFFECTS, INSPECTION, TIERS } from '../../../src/model/target.ts';

const TEXT = v.pipe(v.string(), v.minLength(1), v.regex(/^\S(?:.*\S)?$/));
const SENTENCE = v.pipe(TEXT, v.minLength(10), v.regex(/[^.]$/, 'ends without a full stop'));
const DATE = v.pipe(v.string(), v.regex(/^20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/));
const Source = v.strictObject({
  key: TEXT,
  page: v.pipe(TEXT, v.minLength(10)),
  date: DATE,
  grade: v.picklist(['DOC', 'FIELD', 'INFER']),
});
const Use = v.strictObject({
  feature: TEXT,
  tier: v.picklist(TIERS),
  effect: v.picklist(EFFECTS),
  stops: SENTENCE,
  inspection: v.picklist(INSPECTION),
});
const HOST = v.pipe(v.string(), v.regex(/^(?:[a-z0-9*-]|\{\w+\})+(?:\.[a-z0-9-]+|\.\{\w+\})+$/));
const Schema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^(?:ama|cma|shared|revocation)(?:\.[a-z0-9-]+)+$/)),
  host: HOST,
  port: v.picklist([80, 443]),
  scheme: v.picklist(['http', 'https']),
  path: v.pipe(v.string(), v.regex(/^\/[\x21-\x7e]*$/)),
  expect: v.exactOptional(
    v.strictObject({ status: v.pipe(v.array(v.number()), v.minLength(1)), body: v.exactOptional(TEXT) }),
  ),
  uses: v.strictObject({ ama: v.exactOptional(Use), cma: v.exactOptional(Use) }),
  sources: v.pipe(v.array(Source), v.minLength(1)),
  nameEnd: v.exactOptional(v.pipe(v.string(), v.startsWith('/'))),
  needs: v.exactOptional(v.literal('discovery')),
  discoveredBy: v.exactOptional(v.picklist(DISCOVERIES)),
  discovers: v.exactOptional(v.picklist(DISCOVERIES)),
  dce: v.exactOptional(v.picklist(DCE_KINDS)),
  pattern: v.exactOptional(v.pipe(HOST, v.startsWith('*.'))),
  serviceTags: v.exactOptional(v.pipe(v.array(TEXT), v.minLength(1))),
  privateLink: v.exactOptional(v.picklist(PRIVATE_LINK_SCOPES)),
  privateLinkZone: v.exactOptional(v.pipe(HOST, v.startsWith('privatelink.'))),
  notWithPrivateLink: v.exactOptional(v.picklist(PRIVATE_LINK_SCOPES)),
  besideGateway: v.exactOptional(v.literal(true)),
  since: v.exactOptional(DATE),
  until: v.exactOptional(DATE),
});

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

  test('have the shape of an entry, a page, a date and a grade among it', () => {
    const problems = all.flatMap((entry) => {
      const parsed = v.safeParse(Schema, entry);
      return (parsed.issues ?? []).map((issue) => `${entry.id} ${v.getDotPath(issue)}: ${issue.message}`);
    });
    expect(problems).toEqual([]);
  });

  test('ask nothing twice', () => {
    expect(twice(all.map(({ host, port, path }) => `${host}:${port}${path}`))).toEqual([]);
  });

  test('hold no unknown placeholder, and no pattern unless it is to be discovered', () => {
    const known = new RegExp(`\\{(?:${PLACEHOLDERS.join('|')})\\}`, 'g');
    const odd = all.filter(({ host, path, needs }) => {
      const rest = (host + path).replaceAll(known, 'x');
      return needs === undefined ? /[*{}]/.test(rest) : !/[*{}]/.test(rest);
    });
    expect(odd).toEqual([]);
    expect(all.filter(({ pattern = '' }) => /[{}]/.test(pattern.replaceAll('{region}', 'x')))).toEqual([]);
  });

  test('hold in the name what their path holds and their host does not', () => {
    const lost = all.filter(({ host, path, nameEnd = '' }) =>
      placeholdersOf(path).some((name) => !(host + nameEnd).includes(`{${name}}`)),
    );
    expect(lost).toEqual([]);
  });

  test('are dated coherently: what ended before this version is legacy, and nothing begins after it', () => {
    const ended = all.filter(({ until }) => until !== undefined && until <= CATALOG_VERSION);
    expect(ended.flatMap(usesOf).filter(({ tier }) => tier !== 'legacy')).toEqual([]);
    expect(all.filter(({ since = '' }) => since > CATALOG_VERSION)).toEqual([]);
    expect(all.filter(({ since = '', until = '9' }) => since > until)).toEqual([]);
  });

  test('say of discoveries who tells and who asks', () => {
    const told = new Set(all.flatMap(({ discoveredBy }) => discoveredBy ?? []));
    expect(new Set(all.flatMap(({ discovers }) => discovers ?? []))).toEqual(told);
    expect(all.filter(({ discoveredBy, needs }) => discoveredBy && needs !== 'discovery')).toEqual([]);
    expect(all.filter(({ discovers, path }) => discovers && !path.includes('location={region}'))).toEqual([]);
  });

  test('name a zone only where a private link scope serves them', () => {
    expect(all.filter((entry) => entry.privateLinkZone !== undefined && !entry.privateLink)).toEqual([]);
    expect(all.filter((entry) => entry.privateLink && entry.notWithPrivateLink)).toEqual([]);
  });

  test('say what stops and how badly, for at least one agent, which they name', () => {
    expect(all.filter((entry) => usesOf(entry).length === 0)).toEqual([]);
    const nameless = all
      .flatMap(usesOf)
      .filter(
        ({ stops }) =>
          !/AMA|CMA|agents|Azure Arc|Arc gateway|Nothing|Windows|Logs|Metrics|Certificates|Hotpatching/.test(stops),
      );
    expect(nameless).toEqual([]);
  });

  test('are coherent: broken only where required, nothing stops without a legacy host', () => {
    const uses = all.flatMap((entry) => usesOf(entry).map((use) => ({ id: entry.id, ...use })));
    expect(uses.filter(({ tier, effect }) => effect === 'broken' && tier !== 'required')).toEqual([]);
    expect(uses.filter(({ tier, effect }) => (tier === 'legacy') !== (effect === 'none'))).toEqual([]);
  });

  test('let inspection skip the Arc gateway, forbid it on hosts of AMA alone, and never on those of CMA alone', () => {
    const skipped = all.filter((entry) => usesOf(entry).some(({ inspection: said }) => said === 'skip'));
    expect(skipped.map(({ id }) => id)).toEqual(cloud === 'public' ? ['cma.gateway'] : []);
    const inspection = (entry: Entry) => new Set(usesOf(entry).map((use) => use.inspection));
    const only = (agent: 'ama' | 'cma') => all.filter(({ uses }) => Object.keys(uses).join() === agent);
    expect(only('ama').filter((entry) => !inspection(entry).has('forbidden'))).toEqual([]);
    expect(only('cma').filter((entry) => inspection(entry).has('forbidden'))).toEqual([]);
  });

  test('are asked in the scheme of their port, by a name', () => {
    expect(all.filter(({ port, scheme }) => scheme !== (port === 80 ? 'http' : 'https'))).toEqual([]);
    expect(all.filter(({ host }) => isIP(host) !== 0)).toEqual([]);
  });

  test('expect an answer only where one is documented: the handlers, and the discoveries of the public cloud', () => {
    const expecting = all.flatMap((entry) =>
      entry.expect ? [[entry.id, entry.path.split('?')[0], entry.expect]] : [],
    );
    const healthy = { status: [200], body: 'Healthy' };
    expect(expecting).toEqual([
      ['ama.handler.global', '/ping', healthy],
      ['ama.handler.region', '/ping', healthy],
      ['ama.dce.handler', '/ping', healthy],
      ...(cloud === 'public'
        ? [
            ['cma.his.discovery', '/discovery', { status: [200] }],
            ['cma.notifications', '/urls/allowlist', { status: [200] }],
          ]
        : []),
    ]);
  });
});

describe('changes', () => {
  test('stand newest first, each with a sentence and a page', () => {
    expect(CHANGES.map(({ on }) => on)).toEqual(
      CHANGES.map(({ on }) => on)
        .toSorted()
        .toReversed(),
    );
    const parsed = v.safeParse(v.array(v.strictObject({ on: DATE, says: SENTENCE, source: Source })), CHANGES);
    expect(parsed.issues).toBeUndefined();
  });
  test('since a day are those after it; a month has not ended before its last day', () => {
    const since = (date: string) => changesSince(date).map(({ on }) => on);
    expect(since('2026-02-12')).toContain('2026-02-13');
    expect(since('2026-02-13')).not.toContain('2026-02-13');
    expect(since('2026-04-15')).toContain('2026-04');
    expect(since('2026-05-01')).not.toContain('2026-04');
  });
  test('that name a host name one that is known', () => {
    const known = CLOUDS.flatMap((cloud) => entries(cloud).flatMap(({ host, pattern = '' }) => [host, pattern]));
    const named = CHANGES.flatMap(({ says }) => says.match(/(?:\*|[a-z{][\w{}-]*)(?:\.[a-z{][\w{}-]*)+\.com/g) ?? []);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((host) => !known.includes(host) && !NOT_IN_CATALOGUE.some((one) => one.host === host))).toEqual(
      [],
    );
  });
});
