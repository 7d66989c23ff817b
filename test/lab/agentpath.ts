/** Runs the built command line inside an agent's namespace. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../src/model/run.ts';
import { CANARY, MUST_BE_DENIED } from './addresses.ts';
import type { Ended } from './command.ts';
import { configurationOf } from './configurations.ts';
import type { Lab, LabPath } from './lab.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/agentpath.mjs', import.meta.url));

export interface Checked {
  readonly ended: Ended;
  readonly result: RunResult;
}

export interface Wish {
  /** Leave the resolver to the machine's own settings. */
  readonly ownResolver?: boolean;
}

export async function check(lab: Lab, labPath: LabPath, { ownResolver = false }: Wish = {}): Promise<Checked> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: npm run build writes it`);
  const folder = mkdtempSync(path.join(lab.folder, 'check-'));
  const file = (name: string): string => path.join(folder, name);
  writeFileSync(file('targets.yaml'), targetsFile(lab, labPath));
  const { resolvers } = configurationOf(labPath.configuration);
  const flags = [
    ['--targets', file('targets.yaml')],
    ['--trust', lab.root],
    ownResolver ? [] : resolvers.flatMap((resolver) => ['--resolver', resolver]),
    labPath.proxy === undefined ? [] : ['--proxy', labPath.proxy],
    ['--canary', CANARY],
    ['--must-be-denied', MUST_BE_DENIED.host],
    ['--format', 'json'],
    ['--out', file('result.json')],
  ].flat();
  await lab.renew(labPath);
  const ended = await lab.exec(labPath.agent, [process.execPath, CLI, 'check', ...flags], { cwd: folder });
  if (ended.exit !== 0 && ended.exit !== 1)
    throw new Error(`agentpath ended with ${ended.exit}: ${ended.stderr || ended.stdout}`);
  return { ended, result: JSON.parse(readFileSync(file('result.json'), 'utf8')) as RunResult };
}

/** YAML, of which JSON is a part. */
function targetsFile({ hosts }: Lab, { situations }: LabPath): string {
  const targets = situations.map(({ name, host, literal, port, scheme, path: health, expectStatus }) => ({
    name,
    host: literal ? hosts.get(host)?.address : host,
    port,
    scheme,
    ...(scheme !== 'tcp' && { path: health }),
    ...(expectStatus !== undefined && { expect: { status: expectStatus } }),
  }));
  return JSON.stringify({ targets }, null, 2);
}
