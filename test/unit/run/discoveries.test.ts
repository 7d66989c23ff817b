import { describe, expect, test } from 'vitest';
import type { Discovery } from '../../../src/model/run.ts';
import { discoveriesOf } from '../../../src/run/discoveries.ts';
import { AT, dnsFailed, evidence, FIN, http } from '../../support/evidence.ts';

const HIS = { name: 'his', discovers: 'his' } as const;
const told = http(200, { discovered: ['weu.his.arc.azure.com'] });
const BEFORE: Discovery = {
  kind: 'his',
  asked: 'his',
  outcome: 'fresh',
  hosts: ['weu.his.arc.azure.com'],
  toldAt: '2026-11-20T08:00:00.000Z',
};

test('only targets that discover have an entry', () => {
  expect(discoveriesOf([evidence({ http: told }), evidence({ target: HIS, http: told })], [])).toEqual([
    { kind: 'his', asked: 'his', outcome: 'fresh', hosts: ['weu.his.arc.azure.com'], toldAt: AT },
  ]);
});

describe('where nothing is told', () => {
  const CASES = [
    [{ http: http(200, { discovered: [] }) }, 'the answer names no host'],
    [{ http: http(503, { discovered: [] }) }, 'the answer has status 503'],
    [FIN, 'tls.closed_after_hello'],
    [{ dns: dnsFailed('dns.name_not_found') }, 'dns.name_not_found'],
  ] as const;

  test.for(CASES)('%j: the last answer is kept, with its own time', ([steps, why]) => {
    expect(discoveriesOf([evidence({ target: HIS, ...steps })], [BEFORE])).toEqual([
      { ...BEFORE, outcome: 'kept', why },
    ]);
  });
  test.for(CASES)('%j, and never was: it has failed, and says why', ([steps, why]) => {
    const other: Discovery = { ...BEFORE, asked: 'another' };
    expect(discoveriesOf([evidence({ target: HIS, ...steps })], [other])).toEqual([
      { kind: 'his', asked: 'his', outcome: 'failed', hosts: [], why },
    ]);
  });
  test('what was kept once is kept again, and does not grow younger', () => {
    const kept: Discovery = { ...BEFORE, outcome: 'kept', why: 'once' };
    expect(discoveriesOf([evidence({ target: HIS, ...FIN })], [kept])[0]).toMatchObject({ toldAt: BEFORE.toldAt });
  });
});
