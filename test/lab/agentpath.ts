/** Runs the built command line inside an agent's namespace. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../src/model/run.ts';
import { CANARY, MUST_BE_DENIED } from './addresses.ts';
import { type Ended, SEARCH_PATH } from './command.ts';
import { configurationOf } from './configurations.ts';
import type { Lab, LabPath } from './lab.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/agentpath.mjs', import.meta.url));

export interface Checked {
  readonly ended: Ended;
  readonly result: RunResult;
}

export interface Wish {
  /** More flags for `check`. */
  readonly flags?: readonly string[];
  /** Leave the resolver to the machine's own settings. */
  readonly ownResolver?: boolean;
}

/** Any command of it. */
export function agentpath(lab: Lab, { agent }: LabPath, argv: readonly string[]): Promise<Ended> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: npm run build writes it`);
  return lab.exec(agent, [process.execPath, CLI, ...argv], { cwd: lab.folder });
}

export async function check(lab: Lab, labPath: LabPath, wish: Wish = {}): Promise<Checked> {
  const { flags, result } = checkFlags(lab, labPath, wish);
  await lab.renew(labPath);
  const ended = await agentpath(lab, labPath, ['check', ...flags, '--format', 'json']);
  if (ended.exit !== 0 && ended.exit !== 1)
    throw new Error(`agentpath ended with ${ended.exit}: ${ended.stderr || ended.stdout}`);
  return { ended, result: JSON.parse(readFileSync(result, 'utf8')) as RunResult };
}

/** Flags of `check` for this path, and the file that the result goes to. */
function checkFlags(
  lab: Lab,
  labPath: LabPath,
  { ownResolver = false, flags: more = [] }: Wish,
): { readonly flags: readonly string[]; readonly result: string } {
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
    ['--out', file('result.json')],
    more,
  ].flat();
  return { flags, result: file('result.json') };
}

/** A check that goes on while the path is changed: `onSaid` gets every piece of its standard error. */
export function checkMeanwhile(
  lab: Lab,
  labPath: LabPath,
  wish: Wish,
  onSaid: (text: string) => void,
): Promise<Pick<Ended, 'exit' | 'stdout' | 'stderr'>> {
  const { flags } = checkFlags(lab, labPath, wish);
  const argv = ['netns', 'exec', labPath.agent, process.execPath, CLI, 'check', ...flags];
  const child = spawn('ip', argv, { cwd: lab.folder, env: { ...process.env, PATH: SEARCH_PATH } });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.stderr += chunk.toString();
    onSaid(chunk.toString());
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exit: code ?? -1, ...text }));
  });
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
