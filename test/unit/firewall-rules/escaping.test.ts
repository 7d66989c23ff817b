/** Whatever stands in a text (features and reasons of one's own targets, paths of files), it stays text in every language. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRows } from '../../../src/firewall-rules/read-csv-rules.ts';
import { oneLine } from '../../../src/firewall-rules/text.ts';
import { toRulePlan } from '../../../src/firewall-rules/to-rule-plan.ts';
import { literal } from '../../../src/firewall-rules/write-arm.ts';
import { shellWord } from '../../../src/firewall-rules/write-azure-cli.ts';
import { bicepString } from '../../../src/firewall-rules/write-bicep.ts';
import { csvField } from '../../../src/firewall-rules/write-csv.ts';
import { markdownText } from '../../../src/firewall-rules/write-markdown.ts';
import { writeRules } from '../../../src/firewall-rules/write-rules.ts';
import { hclString } from '../../../src/firewall-rules/write-terraform.ts';
import { parse } from '../../support/hcl.ts';
import { allowance, OPTIONS, saidBy } from './built.ts';
import { saidByArm, saidByTerraform } from './said.ts';

/** Texts with what ends a literal, a comment, a cell or a command in one of the languages. */
const SHARP = [
  ...['${', '$${', '%{', '%%{', '\\', "'", '"', '`', '$(', '#{', '*/', '//', '#', '|', '\n', '\r\n', '\u2028', '\0'],
  ...[
    '[',
    ']',
    '=',
    '+',
    '-',
    '@',
    '\t',
    ',',
    ';',
    '<',
    '>',
    '&',
    '\u202e',
    'é',
    '🙂',
    '}}',
    'x',
    ' ',
    "'''",
    '\\u{41}',
  ],
];
const text = fc.array(fc.oneof(fc.constantFrom(...SHARP), fc.string({ unit: 'grapheme', maxLength: 4 })), {
  maxLength: 12,
});
const sharp = text.map((parts) => parts.join(''));

/** What hcl2json leaves escaped, as the JSON syntax of Terraform has it. */
const hclDecoded = (value: unknown): string => String(value).replaceAll('$${', '${').replaceAll('%%{', '%{');

describe('a literal gives back the text', () => {
  test('bash, run by bash', () => {
    fc.assert(
      fc.property(fc.array(sharp, { minLength: 1, maxLength: 60 }), (words) => {
        const expected = words.map((word) => word.replaceAll('\0', ''));
        const out = execFileSync('bash', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`]);
        expect(out.toString().split('\0').slice(0, -1)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
  test("HCL, read by HashiCorp's parser", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sharp, { minLength: 1, maxLength: 60 }), async (words) => {
        const lines = words.map((word, index) => `  a${index} = ${hclString(word)}`);
        const parsed = (await parse('a.tf', `locals {\n${lines.join('\n')}\n}\n`)) as {
          readonly locals: readonly [Readonly<Record<string, unknown>>];
        };
        // HCL holds text in NFC; what differs by normalisation alone is the same text.
        const read = words.map((_, index) => hclDecoded(parsed.locals[0][`a${index}`]).normalize('NFC'));
        expect(read).toEqual(words.map((word) => word.normalize('NFC')));
      }),
      { numRuns: 15 },
    );
  });
  test('CSV: every field comes back, and none is a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.array(sharp, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
        const written = rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
        const expected = rows.map((row) => row.map((one) => (/^\s*[=+\-@\t\r]/.test(one) ? `'${one}` : one)));
        expect(csvRows(written)).toEqual(expected);
        expect(
          csvRows(written)
            .flat()
            .filter((one) => /^\s*[=+\-@]/.test(one)),
        ).toEqual([]);
      }),
    );
  });
  test('Bicep: one literal, with nothing in it that is interpolated', () => {
    fc.assert(
      fc.property(sharp, (one) => {
        const written = bicepString(one);
        expect(written).toMatch(/^'(?:[^'\\\n\r$]|\$(?!\{)|\\(?:['\\$]|u\{[0-9a-f]+\}))*'$/u);
        const decoded = written
          .slice(1, -1)
          .replaceAll(/\\(?:u\{([0-9a-f]+)\}|(.))/gsu, (_, code: string | undefined, kept: string | undefined) =>
            code === undefined ? (kept ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
          );
        expect(decoded).toBe(one);
      }),
    );
  });
  test('ARM: no text becomes an expression', () => {
    expect(literal("[listKeys('x')]")).toBe("[[listKeys('x')]");
    expect(literal('a [b]')).toBe('a [b]');
  });
  test('Markdown: one line, and no bar that ends the cell', () => {
    fc.assert(
      fc.property(sharp, (one) => {
        const written = markdownText(one);
        expect(written).not.toMatch(/[\n\r<>]/);
        expect(written.replaceAll(/\\./gu, '')).not.toMatch(/[|`*_[\]]/);
      }),
    );
  });
});

describe('whole plans with sharp texts', () => {
  const planOf = (feature: string, why: string, name: string) =>
    toRulePlan(
      {
        allowances: [allowance('a.example', { feature, why, places: [why], warnings: [feature] })],
        notAllowed: [{ name, because: why }],
      },
      { ...OPTIONS, notes: [name] },
    );
  test('say the same rules in ARM and Terraform', async () => {
    await fc.assert(
      fc.asyncProperty(sharp, sharp, sharp, async (feature, why, name) => {
        const plan = planOf(feature, why, name);
        expect(saidByArm(writeRules(plan, 'arm'))).toEqual(saidBy(plan));
        const [said] = await saidByTerraform(writeRules(plan, 'terraform'));
        const [expected] = saidBy(plan);
        expect(said?.description.normalize('NFC')).toBe(expected?.description.normalize('NFC'));
        expect({ ...said, description: '' }).toEqual({ ...expected, description: '' });
      }),
      { numRuns: 60 },
    );
  });
  test('hold no line that is neither a comment nor ours', () => {
    fc.assert(
      fc.property(sharp, sharp, sharp, (feature, why, name) => {
        const plan = planOf(feature, why, name);
        const plain = planOf('feature', 'why', 'name');
        const code = (format: 'bicep' | 'terraform' | 'cli', mark: RegExp, one: typeof plan): number =>
          writeRules(one, format)
            .split('\n')
            .filter((line) => line.trim() !== '' && !mark.test(line)).length;
        for (const [format, mark] of [
          ['bicep', /^\s*(?:\/\/|#disable)/],
          ['terraform', /^\s*#/],
          ['cli', /^\s*#/],
        ] as const) {
          expect(code(format, mark, plan)).toBe(code(format, mark, plain));
        }
      }),
    );
  });
  test('descriptions never begin with what a program takes for a command', () => {
    fc.assert(
      fc.property(sharp, sharp, (feature, why) => {
        expect(saidBy(planOf(feature, why, 'x'))[0]?.description).toMatch(/^Needed by: /);
      }),
    );
  });
});

test('one line stays one line', () => {
  expect(oneLine(' a\r\nb\u2028c\u202ed\u0000 ')).toBe('a b c\ufffdd\ufffd');
});
