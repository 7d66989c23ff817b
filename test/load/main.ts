/**
 * `node test/load/main.ts`: what one run of many targets costs, each size in a process of its own, and what many runs leave behind. Prints Markdown.
 * For single runs the simulated network and the endpoint are in the same process, so time, CPU and memory are upper bounds;
 * for many they are in another.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { leakTable, manyRuns } from './many-runs.ts';
import { type OneRun, oneRun } from './one-run.ts';

const { values } = parseArgs({
  options: {
    targets: { type: 'string', default: '60,500,5000,10000' },
    runs: { type: 'string', default: '1000' },
    /** Said by the command to itself. */
    one: { type: 'string' },
    denied: { type: 'string', default: '0' },
  },
});

const RUNS_A_MONTH = (30 * 24 * 60) / 5;
/** Sizes of Flex Consumption in GB; the Functions host and its worker take their share beside us. */
const INSTANCES_GB = [0.5, 2, 4] as const;
const OUR_SHARE = 0.6;
const instanceFor = ({ peakMb }: OneRun): number => INSTANCES_GB.find((size) => peakMb <= size * 1024 * OUR_SHARE) ?? 4;

const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-load-'));
try {
  if (values.one !== undefined) {
    console.log(JSON.stringify(await oneRun(Number(values.one), Number(values.denied), folder)));
  } else {
    const sizes = values.targets.split(',').map(Number);
    const measured = sizes.flatMap((targets) => [0, 2].map((denied) => inItsOwnProcess(targets, denied)));
    console.log(runTable(measured));
    console.log(`\n${costTable(measured)}`);
    if (Number(values.runs) > 0) console.log(`\n${leakTable(await manyRuns(Number(values.runs), 200, folder))}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function inItsOwnProcess(targets: number, denied: number): OneRun {
  const argv = [fileURLToPath(import.meta.url), '--one', `${targets}`, '--denied', `${denied}`];
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1e8 })) as OneRun;
}

function runTable(all: readonly OneRun[]): string {
  return [
    '| targets | denied | seconds | CPU s | peak memory | rows | calls | JSON | per target row | sent (gzip) | rows waiting, if kept |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...all.map((one) =>
      [
        '',
        one.targets,
        one.denied,
        one.seconds.toFixed(1),
        one.cpuSeconds.toFixed(1),
        `${Math.round(one.peakMb)} MB`,
        one.rows,
        one.calls,
        `${(one.jsonBytes / 1e6).toFixed(2)} MB`,
        `${Math.round(one.jsonBytes / one.rows)} B`,
        `${(one.sentBytes / 1e6).toFixed(2)} MB`,
        `${(one.keptBytes / 1e6).toFixed(2)} MB`,
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ].join('\n');
}

function costTable(all: readonly OneRun[]): string {
  return [
    `A month of runs every five minutes (${RUNS_A_MONTH} executions), on the smallest instance that leaves the Functions host ${Math.round((1 - OUR_SHARE) * 100)} % of its memory:`,
    '',
    '| targets | denied | instance | GB-seconds | rows | JSON of the rows |',
    '|--:|--:|--:|--:|--:|--:|',
    ...all.map(
      (one) =>
        `| ${one.targets} | ${one.denied} | ${instanceFor(one)} GB | ${Math.round(one.seconds * instanceFor(one) * RUNS_A_MONTH)} | ${((one.rows * RUNS_A_MONTH) / 1e6).toFixed(2)} million | ${((one.jsonBytes * RUNS_A_MONTH) / 1e9).toFixed(2)} GB |`,
    ),
  ].join('\n');
}
