/** SECURITY.md names what holds a promise: a file that is gone holds nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const TEXT = readFileSync('SECURITY.md', 'utf8');
const files = ['src', 'test', 'infra', 'scripts', '.github'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    path.posix.join(folder, name.replaceAll('\\', '/')),
  ),
);

test('every file that it names exists', () => {
  const named = [...TEXT.matchAll(/`([\w./*-]+\.(?:ts|mjs|bicep|yml|kql))`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter((name) => {
    const pattern = new RegExp(`(?:^|/)${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
    return !files.some((file) => pattern.test(file));
  });
  expect(missing).toEqual([]);
});

test('every link of its own leads somewhere', () => {
  const links = [...TEXT.matchAll(/\]\(([^)#]+)\)/g)].map(([, to = '']) => to).filter((to) => !to.startsWith('http'));
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((to) => !existsSync(to))).toEqual([]);
});
