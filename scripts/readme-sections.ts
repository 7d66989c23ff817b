/** The parts of README.md that are generated from the code: `node scripts/readme-sections.ts` writes them, a contract test compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ruleTable } from '../src/classify/rule-table.ts';
import { settingsTable } from '../src/config/settings-table.ts';

export const README = new URL('../README.md', import.meta.url);

const SECTIONS: Readonly<Record<string, () => string>> = { rules: ruleTable, settings: settingsTable };

/** The text with every generated section as the code says it now. A missing marker is an error, so that no section can get lost. */
export function withSections(text: string): string {
  return Object.entries(SECTIONS).reduce((current, [name, write]) => {
    const section = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!section.test(current)) throw new Error(`README.md has no section <!-- ${name} --> … <!-- /${name} -->`);
    return current.replace(section, (_, begin: string, end: string) => `${begin}\n${write().trim()}\n\n${end}`);
  }, text);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(README, withSections(readFileSync(README, 'utf8')));
}
