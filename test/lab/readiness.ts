/** What this machine lacks for the laboratory. Without it the tests are skipped aloud; with CI=true they fail. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { test } from 'vitest';
import { SEARCH_PATH } from './command.ts';
import { newLabName } from './namespaces.ts';

const TOOLS = ['curl', 'haproxy', 'ip', 'nc', 'nft', 'nginx', 'openssl', 'setpriv', 'sysctl', 'unbound'];

export function missingForLab(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root: it makes network namespaces';
  const missing = TOOLS.filter((tool) => !onPath(tool));
  if (missing.length > 0) return `${missing.join(', ')} not installed (test/lab/packages.txt)`;
  const name = newLabName();
  const tried = ['add', 'delete'].map((verb) => spawnSync('ip', ['netns', verb, name], { encoding: 'utf8' }));
  const refused = tried.find(({ status }) => status !== 0);
  return refused && `network namespaces cannot be made: ${refused.stderr.trim()}`;
}

/** Where something is missing: one test that says so, skipped, or failed where CI=true. Tells whether to go on. */
export function labIsReady(): boolean {
  const missing = missingForLab();
  if (missing === undefined) return true;
  const title = `the laboratory cannot run here: ${missing}`;
  if (process.env['CI'] === 'true') {
    test(title, () => {
      throw new Error(title);
    });
  } else {
    test.skip(title);
    console.warn(`skipped: ${title}`);
  }
  return false;
}

function onPath(tool: string): boolean {
  const folders = SEARCH_PATH.split(':').filter(Boolean);
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
