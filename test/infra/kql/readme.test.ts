import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { infraPath, infraText } from './files.ts';
import { readmeTables } from './readme-rows.ts';

const README = infraText('queries/README.md');

describe('infra/queries/README.md', () => {
  it('has the tables that the headers of the files make', () => {
    for (const table of readmeTables()) expect(README).toContain(`\n${table}\n`);
  });

  it('links files that are there', () => {
    const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter((target) => !existsSync(join(infraPath('queries'), target)))).toEqual([]);
  });
});
