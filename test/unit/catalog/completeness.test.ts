/** Whether every documented host is an entry, or is named with the reason why it is none; and the other way round. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/catalog/entry.ts';
import { entries } from '../../../src/catalog/expand-targets.ts';
import { NOT_IN_CATALOGUE, notInCatalogue } from '../../../src/catalog/not-in-catalogue.ts';
import { CLOUDS } from '../../../src/model/settings.ts';
import { CONCLUDED, DOCUMENTED } from './documented-hosts.ts';

const withPort = ({ host, port }: Entry): string => (port === 443 ? host : `${host}:${port}`);

describe.for(CLOUDS)('the cloud %s', (cloud) => {
  const all = entries(cloud);
  const left = new Set(notInCatalogue(cloud).map(({ host }) => host));
  const covered = new Set(all.flatMap((entry) => [withPort(entry), entry.pattern ?? '']));

  test('has every documented host, or says why not', () => {
    expect(DOCUMENTED[cloud].filter((host) => !covered.has(host) && !left.has(host))).toEqual([]);
  });
  test('leaves out nothing that is an entry', () => {
    expect(all.map(withPort).filter((host) => left.has(host))).toEqual([]);
  });
  test('has no host that nobody documents, but for the concluded ones', () => {
    const known = new Set([...DOCUMENTED[cloud], ...CONCLUDED[cloud]]);
    expect(all.map(withPort).filter((host) => !known.has(host))).toEqual([]);
  });
  test('says of the concluded ones that they are concluded, and wakes nobody for them', () => {
    const concluded = all.filter((entry) => CONCLUDED[cloud].includes(withPort(entry)));
    expect(new Set(concluded.map(withPort))).toEqual(new Set(CONCLUDED[cloud]));
    expect(concluded.filter(({ sources }) => !sources.some(({ grade }) => grade === 'INFER'))).toEqual([]);
    const unnamed = concluded.filter(
      ({ host, uses }) => !host.startsWith('{dce}') && Object.values(uses).some(({ tier }) => tier === 'required'),
    );
    expect(unnamed).toEqual([]);
  });
});

test('what is left out has a reason and a page', () => {
  expect(NOT_IN_CATALOGUE.filter(({ because, sources }) => because.length < 20 || sources.length === 0)).toEqual([]);
  expect(new Set(NOT_IN_CATALOGUE.map(({ host }) => host)).size).toBe(NOT_IN_CATALOGUE.length);
});

// The collected facts lie beside this repository, where they are kept at all.
const FACTS = '../shared/facts/endpoints.md';
test.skipIf(!existsSync(FACTS))(
  `the list of documented hosts is that of ${FACTS} (skipped where it is not there)`,
  () => {
    const listed = new Set(
      Object.values(DOCUMENTED).flatMap((hosts) => hosts.map((host) => host.replace(/:\d+$/, ''))),
    );
    const named = [...readFileSync(FACTS, 'utf8').matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => hostsIn(code));
    expect(named.length).toBeGreaterThan(100);
    expect([...new Set(named)].filter((host) => !listed.has(host))).toEqual([]);
  },
);

/** As the facts write them: `{dce}.{region}-{n}.{ingest\|handler.control}.monitor.azure.us`, `{gw}.gw…`. */
function hostsIn(code: string): readonly string[] {
  return code.split(/[,\s]+/).flatMap((word) => {
    const [, host] =
      /^(?:https?:\/\/)?([\w*{}|\\-]+(?:\.[\w*{}|\\-]+)+\.(?:com|net|us|cn))(?::\d+)?(?:\/.*)?$/i.exec(word) ?? [];
    if (host === undefined) return [];
    const name = host
      .toLowerCase()
      .replaceAll('\\', '')
      .replace('{dce}.{region}-{n}', '{dce}')
      .replace('{gw}', '{gateway}');
    const [, before = '', choices, after = ''] = /^(.*)\{([a-z.]+(?:\|[a-z.]+)+)\}(.*)$/.exec(name) ?? [];
    const spelled = name.replace('{workspaceid}', '{workspaceId}');
    return choices === undefined ? [spelled] : choices.split('|').map((choice) => before + choice + after);
  });
}
