/** `npm start`: the very functions that Azure would call, against a simulated network and a local Logs Ingestion endpoint. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { Cron } from 'croner';
import { exitCodeOf } from '../cli/exit-code.ts';
import { formatExplain } from '../cli/format-explain.ts';
import { formatRun } from '../cli/format-run.ts';
import type { RunReport } from '../model/run.ts';
import { type FunctionsHost, loadFunctions } from './functions-host.ts';
import {
  INGESTION_BEHAVIOURS,
  type IngestionBehaviour,
  openWorld,
  REGION,
  type SimulationOptions,
  WORKSPACE_ID,
} from './world.ts';

const PORT = 7071;
const EXPLAINED = 'global.handler.control.monitor.azure.com';

interface Options {
  readonly once: boolean;
  readonly allow: readonly string[];
  readonly ingestion: IngestionBehaviour;
  readonly schedule: string;
  readonly port: number;
}

function readOptions(argv: readonly string[]): Options {
  const command = new Command('npm start --')
    .description(
      'Shows agentpath at work against a simulated network, without an Azure account and without any network.',
    )
    .option('--once', 'end after the first run, with the exit code of the CLI', false)
    .option(
      '--allow <host>',
      'let the simulated firewall allow this host too (repeatable)',
      (host, hosts: readonly string[]) => [...hosts, host],
      [],
    )
    .option(
      '--ingestion <behaviour>',
      `how the ingestion endpoint behaves: ${INGESTION_BEHAVIOURS.join(', ')}`,
      toBehaviour,
      'accept',
    )
    .option('--schedule <ncrontab>', 'when the timer ticks', '0 */5 * * * *')
    .option('--port <port>', 'port of the HTTP functions', toPort, PORT)
    .exitOverride();
  command.parse([...argv], { from: 'user' });
  return command.opts<Options>();
}

function toBehaviour(text: string): IngestionBehaviour {
  const known = INGESTION_BEHAVIOURS.find((one) => one === text);
  if (!known) throw new InvalidArgumentError(`expected one of ${INGESTION_BEHAVIOURS.join(', ')}`);
  return known;
}

function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new InvalidArgumentError('expected a port from 0 to 65535');
  return port;
}

/** Returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(argv);
    new Cron(options.schedule, { paused: true });
  } catch (error) {
    if (isCommanderEnd(error)) return error.exitCode === 0 ? 0 : 2;
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const store = mkdtempSync(path.join(tmpdir(), 'agentpath-'));
  try {
    return await play(options, store);
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

async function play(options: Options, store: string): Promise<number> {
  const simulation: SimulationOptions = { allow: options.allow, ingestion: options.ingestion };
  process.env['AGENTPATH_SIMULATION'] = JSON.stringify(simulation);
  const world = await openWorld();
  try {
    Object.assign(process.env, {
      AGENTPATH_NETWORK: fileURLToPath(new URL('./world.mjs', import.meta.url)),
      AGENTPATH_VANTAGE: 'playground',
      AGENTPATH_VANTAGE_SUBNET: '10.10.94.0/24',
      AGENTPATH_REGION: REGION,
      AGENTPATH_WORKSPACE_IDS: WORKSPACE_ID,
      AGENTPATH_AGENTS: 'ama,cma',
      AGENTPATH_TRUST: world.trust,
      AGENTPATH_STORE: store,
      PROBE_SCHEDULE: options.schedule,
      ...world.ingestionSettings,
    });
    const host = await loadFunctions(new URL('../app/main.mjs', import.meta.url), (level, line) => {
      if (level === 'error' || level === 'critical') console.error(line);
    });
    const report = await tick(host, false);
    show(report, world.describeRows());
    if (options.once) return exitCodeOf(report.result);
    await serve(host, options, () => world.describeRows());
    return 0;
  } finally {
    await world.close();
  }
}

/** The timer's invocation fails where a run counts as failed; what it found is in the report all the same. */
async function tick(host: FunctionsHost, isPastDue: boolean): Promise<RunReport> {
  const now = new Date().toISOString();
  let failure: unknown;
  await host
    .tick('probe', {
      isPastDue,
      schedule: { adjustForDST: true },
      scheduleStatus: { last: now, next: now, lastUpdated: now },
    })
    .catch((error: unknown) => {
      failure = error;
    });
  const answer = await host.call('report', { method: 'GET', url: `http://localhost:${PORT}/api/report` });
  if (answer.status !== undefined && answer.status >= 400)
    throw failure ?? new Error(`report answered ${answer.status}`);
  if (failure)
    console.error(
      `The timer function failed, as Azure would show it: ${failure instanceof Error ? failure.message : String(failure)}`,
    );
  return JSON.parse(String(answer.body)) as RunReport;
}

function show(report: RunReport, rows: string): void {
  const screen = {
    columns: process.stdout.columns ?? 120,
    colour: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  };
  const explained = report.result.results.find(({ target }) => target.host === EXPLAINED);
  const parts = [
    formatRun(report, screen),
    ...(explained ? [formatExplain(report.result.run, explained, screen)] : []),
    rows,
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

async function serve(host: FunctionsHost, options: Options, rows: () => string): Promise<void> {
  const server = await host.listen(options.port);
  const base = `http://localhost:${options.port}/api`;
  const timer = new Cron(options.schedule, { timezone: 'UTC', protect: true }, async () => {
    show(await tick(host, false), rows());
  });
  console.log(
    `\nThe functions are on ${base}: GET /health, GET /report, POST /run-now. The timer ticks on ${options.schedule} (UTC). Ctrl+C ends.`,
  );
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  timer.stop();
  server.closeAllConnections();
  server.close();
}

function isCommanderEnd(error: unknown): error is { readonly exitCode: number; readonly code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('commander.') &&
    'exitCode' in error
  );
}
