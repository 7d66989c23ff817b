import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { README, withSections } from '../../scripts/readme-sections.ts';

test('the generated sections of the README say what the code says (node scripts/readme-sections.ts writes them)', () => {
  const text = readFileSync(README, 'utf8');
  expect(withSections(text)).toBe(text);
});

test('a README without a section is an error, not a README without that table', () => {
  expect(() => withSections('# nothing here')).toThrow(/no section/);
});
