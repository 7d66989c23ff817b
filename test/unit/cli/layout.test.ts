import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beside, left, right, shortened, shortenedInTheMiddle, widthOf, wrapped } from '../../../src/cli/layout.ts';
import { paint, screenOf } from '../../../src/cli/screen.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-', 'é', '検', 'e\u0301') });

describe('layout', () => {
  test('wide and combining characters are counted as terminals draw them', () => {
    expect([widthOf('abc'), widthOf('検査'), widthOf('e\u0301'), widthOf('✓ é')]).toEqual([3, 4, 1, 3]);
    expect(left('検', 4)).toBe('検  ');
    expect(right('12', 4)).toBe('  12');
  });

  test.for([
    ['fits', 'crl.microsoft.com', 20, 'crl.microsoft.com'],
    ['exactly fits', 'abcdef', 6, 'abcdef'],
    ['both ends stay', '11111111-2222.ods.opinsights.azure.com', 24, '11111111-…ghts.azure.com'],
  ] as const)('shortened in the middle: %s', ([, text, width, expected]) => {
    expect(shortenedInTheMiddle(text, width)).toBe(expected);
  });

  test('no line is wider than asked for, and no character is lost', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrapped(text, width);
        expect(lines.every((line) => widthOf(line) <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        expect(widthOf(shortened(text, width))).toBeLessThanOrEqual(width);
        expect(widthOf(shortenedInTheMiddle(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('a label stands beside its paragraphs once', () => {
    expect(beside('Path', ['one two three', 'four'], 6, 14)).toEqual(['Path  one two', '      three', '      four']);
  });
});

describe('screen', () => {
  const terminal = { isTTY: true, columns: 100 };
  test.for([
    ['a terminal', terminal, {}, { columns: 100, colour: true }],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, { columns: 100, colour: false }],
    ['an empty NO_COLOR asks for nothing', terminal, { NO_COLOR: '' }, { columns: 100, colour: true }],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, { columns: 100, colour: false }],
    ['a pipe', {}, {}, { columns: 120, colour: false }],
    ['a very narrow terminal', { isTTY: true, columns: 20 }, {}, { columns: 60, colour: true }],
    ['a very wide terminal', { isTTY: true, columns: 400 }, {}, { columns: 140, colour: true }],
  ] as const)('%s', ([, stream, environment, expected]) => {
    expect(screenOf(stream, environment)).toEqual(expected);
  });

  test('paints nest: each switches off only itself', () => {
    const { bold, bad } = paint({ columns: 80, colour: true });
    expect(bold(`a${bad('b')}c`)).toBe('\u001b[1ma\u001b[31mb\u001b[39mc\u001b[22m');
    expect(paint({ columns: 80, colour: false }).bold('a')).toBe('a');
  });
});
