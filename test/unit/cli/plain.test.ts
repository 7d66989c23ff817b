import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain, plainThroughout } from '../../../src/cli/plain.ts';

describe('plain', () => {
  test.for([
    ['an escape sequence', '\u001b[31mred', '\\x1b[31mred'],
    ['a title change', '\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
    ['the one-byte form of CSI', '\u009b2J', '\\x9b2J'],
    ['a line break', 'one\r\ntwo', 'one two'],
    ['a line separator of Unicode', 'one\u2028two', 'one two'],
    ['an override of the writing direction', 'a\u202eb', 'a\\u{202e}b'],
    ['a zero-width character', 'a\u200bb', 'a\\u{200b}b'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
    ['delete', 'a\u007fb', 'a\\x7fb'],
    ['words in any language', 'Überprüfung 検査 ✓', 'Überprüfung 検査 ✓'],
  ] as const)('%s', ([, text, expected]) => {
    expect(plain(text)).toBe(expected);
  });

  test('nothing that a terminal could act on is left, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(plain(text))).toBe(false);
      }),
    );
  });

  test('reaches every text in a value, and changes nothing else', () => {
    const value = { a: ['\u001b', { b: 'x\ny' }], n: 1, yes: true, none: null };
    expect(plainThroughout(value)).toEqual({ a: ['\\x1b', { b: 'x y' }], n: 1, yes: true, none: null });
  });

  test('what is plain already is not copied', () => {
    const plainPart = { deep: ['text', { n: 1 }] };
    const value = { plainPart, other: 'a\nb' };
    const made = plainThroughout(value);
    expect(made).toEqual({ plainPart, other: 'a b' });
    expect(made.plainPart).toBe(plainPart);
    expect(value.other).toBe('a\nb');
  });
});
