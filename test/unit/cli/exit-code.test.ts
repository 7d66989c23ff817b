import { describe, expect, test } from 'vitest';
import { EXIT, exitCodeOf } from '../../../src/cli/exit-code.ts';
import type { Path } from '../../../src/model/path.ts';
import { cut, DENIED, evidenceOf, healthy, PATH, resultOf, runOf, targetOf } from './built.ts';

const well = resultOf(evidenceOf(targetOf('a.example'), healthy()));
const broken = resultOf(evidenceOf(targetOf('b.example'), cut()), DENIED);
const optional = resultOf(evidenceOf(targetOf('c.example', { required: false }), cut()), DENIED);
const degraded = resultOf(evidenceOf(targetOf('d.example'), cut()), { ...DENIED, effect: 'degraded' });
const pathWith = (reading: Partial<Path['reading']>, firewallExpected = false): Path => ({
  ...PATH,
  firewallExpected,
  reading: { ...PATH.reading, ...reading },
});

describe('the exit code of a run', () => {
  test.for([
    ['all is well', runOf([well]), EXIT.well],
    ['a required target is broken', runOf([well, broken]), EXIT.broken],
    ['one that is not required is broken', runOf([well, optional]), EXIT.well],
    ['a required one is degraded', runOf([well, degraded]), EXIT.well],
    ['the run was ill', runOf([well], { ill: ['EMFILE: 3 times'] }), EXIT.notCarriedOut],
    [
      'a firewall was expected and does not filter',
      runOf([broken], { path: pathWith({ filtered: 'no' }, true) }),
      EXIT.notCarriedOut,
    ],
    ['none was expected', runOf([well], { path: pathWith({ filtered: 'no' }) }), EXIT.well],
    ['whether it filters is not known', runOf([well], { path: pathWith({ filtered: 'unknown' }, true) }), EXIT.well],
  ] as const)('%s', ([, result, code]) => {
    expect(exitCodeOf(result)).toBe(code);
  });
});
