/** What far ends cost that send without end: twenty of a kind at once. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { agentpathCheck, type Bench, resultFile } from './contenders.ts';
import { markdownTable, measure } from './measure.ts';

export interface Hostile {
  readonly name: string;
  readonly scheme: string;
  readonly port: number;
}

export async function hostileFarEnds(bench: Bench, kinds: readonly Hostile[]): Promise<string> {
  const rows: string[][] = [];
  for (const { name, scheme, port } of kinds) {
    const targets = Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, host: '127.0.0.1', port, scheme }));
    const yaml = path.join(bench.folder, 'hostile.yaml');
    writeFileSync(yaml, JSON.stringify({ targets }));
    const { wallS, cpuS, peakMb } = await measure({ argv: agentpathCheck(bench, yaml, 0), codes: [0, 1] });
    const { results } = JSON.parse(readFileSync(resultFile(bench), 'utf8')) as {
      readonly results: readonly { readonly state: string; readonly cause: string }[];
    };
    const states = [...new Set(results.map(({ state, cause }) => `${state} ${cause}`))].join(', ');
    rows.push([name, wallS.toFixed(2), cpuS.toFixed(2), peakMb.toFixed(0), states]);
  }
  return markdownTable(['20 far ends of a kind', 'wall s', 'CPU s', 'peak MB', 'verdict'], rows);
}
