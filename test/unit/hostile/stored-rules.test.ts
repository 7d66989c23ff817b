/** A result from elsewhere must not write firewall rules, or a script, of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { agentpath } from '../../../src/cli/agentpath.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { ALL_TRICKS } from '../../hostile/far-end.ts';
import { unsafeIn } from '../../hostile/outputs.ts';
import { denied, sample } from '../record/sample.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const screen = { columns: 100, colour: false };
async function rulesFor(
  host: string,
  name: string,
  format: string,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const file = path.join(folder, 'result.json');
  const target = { ...denied.target, host, name };
  const evidence = { ...denied.evidence, target: { ...denied.evidence.target, host, name } };
  writeFileSync(file, JSON.stringify({ ...sample, results: [{ ...denied, target, evidence }] }));
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    environment: {},
    screen,
    errorScreen: screen,
    print: (text) => void out.push(text),
    say: (text) => void err.push(text),
    progress: () => undefined,
    onInterrupt: () => () => undefined,
    flushed: async () => undefined,
  };
  const code = await agentpath(['rules', '--from', file, '--source', '10.0.0.0/24', '--format', format], terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const FORMATS = ['bicep', 'arm', 'terraform', 'cli', 'csv', 'markdown'] as const;

test.for([
  '*',
  '*.example.com',
  "a'); evil('x",
  'b$(touch x).example',
  'c`id`.example',
  'd" x.example',
  ['$', '{x}.example'].join(''),
  '=cmd|x!A1',
  'f\nresource x.example',
  '<script>.example',
  'x\u202eevil.example',
  '0.0.0.0/0',
  'http://x.example/',
])('the host %j becomes no rule, in any format', async (host) => {
  for (const format of FORMATS) {
    const { code, out, err } = await rulesFor(host, 'a', format);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('results.0.target.host');
    expect(unsafeIn({ where: format, text: err })).toBeUndefined();
  }
});

test('a name of every trick writes no line of its own', async () => {
  for (const format of FORMATS) {
    const { code, out } = await rulesFor('a.example', `name${ALL_TRICKS}`, format);
    expect(code).toBe(0);
    expect(out).toContain('a.example');
    expect(unsafeIn({ where: format, text: out.replaceAll(/\r(?=\n|$)/g, '') })).toBeUndefined();
    expect(out).not.toMatch(/^\s*\{"event"/m);
  }
});
