/** What it costs to begin: the command line until its first question is on the wire, and the deployed app until it is loaded. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { agentpathCheck, type Bench, type HostList } from './contenders.ts';
import { type Figures, markdownTable, measure, spread } from './measure.ts';

const LOAD = `const started = performance.now(); await import(process.argv[1]);
console.log(JSON.stringify([performance.now() - started, process.memoryUsage.rss() / 2 ** 20]));`;

/** @param firstQuestion Resolves to the wall clock (ms) of the next question that the far side hears. */
export async function coldStart(
  bench: Bench,
  one: HostList,
  rounds: number,
  firstQuestion: () => Promise<number>,
): Promise<string> {
  const help: Figures[] = [];
  const check: Figures[] = [];
  const toQuestion: number[] = [];
  const loads: (readonly [number, number])[] = [];
  const app = path.resolve(bench.agentpath, '../../app/main.mjs');
  for (let round = 0; round < rounds; round += 1) {
    help.push(await measure({ argv: [process.execPath, bench.agentpath, '--help'], codes: [0] }));
    const heard = firstQuestion();
    const startedAt = performance.timeOrigin + performance.now();
    check.push(await measure({ argv: agentpathCheck(bench, one.yaml, 0), codes: [0, 1] }));
    toQuestion.push((await heard) - startedAt);
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', LOAD, app], { encoding: 'utf8' });
    loads.push(JSON.parse(said.trim().split('\n').at(-1) ?? '') as [number, number]);
  }
  const row = (name: string, all: readonly Figures[]): readonly string[] => [
    name,
    spread(
      all.map(({ wallS }) => wallS * 1000),
      0,
    ),
    spread(
      all.map(({ peakMb }) => peakMb),
      0,
    ),
  ];
  const kilobytes = (folder: string): number =>
    readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0) / 1000;
  const rows = [
    row('`agentpath --help`', help),
    row('`agentpath check`, one target, no follow-ups', check),
    ['… until its first question is on the wire', spread(toQuestion, 0), ''],
    [
      'loading the function app',
      spread(
        loads.map(([ms]) => ms),
        0,
      ),
      spread(
        loads.map(([, mb]) => mb),
        0,
      ),
    ],
  ];
  return [
    markdownTable(['cold start', 'ms', 'MB'], rows),
    '',
    `Bundles: function app ${(statSync(app).size / 1000).toFixed(0)} kB, command line ${kilobytes(path.dirname(bench.agentpath)).toFixed(0)} kB. ` +
      `An instance of 512 MB is left with ${Math.floor(512 - Math.max(...loads.map(([, mb]) => mb)))} MB beside our Node process once the app is loaded (the Functions host and worker take theirs of that).`,
  ].join('\n');
}
