import { expect, test } from 'vitest';
import { formatDiscoveries } from '../../../src/cli/format-discoveries.ts';
import type { Discovery } from '../../../src/model/run.ts';
import { sample } from '../record/sample.ts';

const SCREEN = { columns: 100, colour: false } as const;
const shown = (...discoveries: readonly Discovery[]): string =>
  formatDiscoveries({ ...sample.run, startedAt: '2026-11-24T10:00:00.000Z', discoveries }, SCREEN);
const HIS: Discovery = {
  kind: 'his',
  asked: 'gbl.his.arc.azure.com/discovery',
  outcome: 'fresh',
  hosts: ['weu.his.arc.azure.com'],
  toldAt: '2026-11-24T10:00:01.000Z',
};

test('nothing where nothing was asked', () => {
  expect(shown()).toBe('');
});

test('fresh answers are counted', () => {
  const other: Discovery = { ...HIS, asked: 'guestnotificationservice.azure.com', hosts: ['a.example', 'b.example'] };
  expect(shown(HIS, other)).toBe(
    'Told    3 further hosts, by gbl.his.arc.azure.com/discovery, guestnotificationservice.azure.com.',
  );
});

test.for([
  ['2026-11-24T09:58:00.000Z', 'less than an hour'],
  ['2026-11-24T07:00:00.000Z', '3 hours'],
  ['2026-11-20T10:00:00.000Z', '4 days'],
  // A clock that was set back.
  ['2026-11-25T10:00:00.000Z', 'less than an hour'],
] as const)('an answer kept since %s shows its age', ([toldAt, age]) => {
  expect(shown({ ...HIS, outcome: 'kept', toldAt, why: 'tls.closed_after_hello' }).replaceAll(/\s+/g, ' ')).toBe(
    `Told gbl.his.arc.azure.com/discovery tells nothing now (tls.closed_after_hello); its answer of ${age} ago is used: 1 host.`,
  );
});

test('where nothing is known, it says what is not probed', () => {
  expect(shown({ ...HIS, outcome: 'failed', hosts: [], why: 'dns.timed_out' }).replaceAll(/\s+/g, ' ')).toContain(
    'tells nothing (dns.timed_out): the hosts that it would name are not probed.',
  );
});
