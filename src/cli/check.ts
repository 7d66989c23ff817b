/** `agentpath check`: the plan, the run, the file, the screen. */

import type { Clock } from '../model/clock.ts';
import type { Discovery, RunReport, RunResult } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import type { Plan } from '../run/compose.ts';
import { type Engine, openEngine, systemClock } from '../run/compose.ts';
import type { Progress } from '../run/run.ts';
import { attestedExitCode, type Ran, readCheck, runAttesting, sayAttested } from './attest-check.ts';
import type { AttestFlags, Attesting } from './attest-given.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { formatDelivery, formatSpool } from './format-delivery.ts';
import { formatLeftOut, formatPlan } from './format-plan.ts';
import { formatRun } from './format-run.ts';
import { type ProbeOptions, settingsOf } from './options.ts';
import { plain } from './plain.ts';
import { usageProblem } from './problems.ts';
import { earlierDiscoveries, messageOf, writeResult } from './result-file.ts';
import { inLargePieces, jsonBlocks, resultLines } from './result-text.ts';
import type { Terminal } from './terminal.ts';
import { stopYoungGenerationGrowth } from './young-generation.ts';

export interface CheckOptions extends ProbeOptions, AttestFlags {
  readonly format: 'table' | 'json' | 'ndjson';
  readonly out: string;
}

/** @param open, clock Others only in tests of what happens around a run. */
export async function check(
  options: CheckOptions,
  terminal: Terminal,
  open: () => Promise<Engine> = openEngine,
  clock: Clock = systemClock,
): Promise<number> {
  stopYoungGenerationGrowth();
  const { settings, attesting } = readCheck(options, () => settingsOf(options, terminal.environment));
  const engine = await open();
  const plan = engine.plan(settings);
  sayPlan(plan, terminal);

  const deliver = options.deliver === true;
  const discoveries = plan.discovers ? earlierDiscoveries(options.out) : [];
  const ran = await runUntilInterrupted({ engine, settings, deliver, discoveries, attesting, clock }, terminal);
  const { report, interrupted } = ran;
  const kept = keep(options.out, report.result, terminal);
  printReport(report, options.format, terminal);
  sayAttested(ran, attesting, options.since, terminal, options.format);
  if (kept && options.format === 'table') {
    terminal.say(`The whole result is in ${options.out}: agentpath explain ${options.out} TARGET says why.`);
  }
  if (interrupted) {
    terminal.say(`Interrupted: ${report.result.results.length} of ${plan.targets} targets were probed.`);
    return EXIT.interrupted;
  }
  // Printed whole, it is not lost.
  if (!kept && options.format === 'table') return EXIT.notCarriedOut;
  return attestedExitCode(ran, attesting) ?? exitCodeOf(report.result);
}

function sayPlan(plan: Plan, terminal: Terminal): void {
  const leftOut = formatLeftOut(plan.leftOut, terminal.errorScreen);
  if (leftOut !== '') terminal.say(leftOut);
  if (plan.targets === 0) {
    throw usageProblem(
      '--agents, --targets',
      'there is no target to probe',
      'Name agents (ama, cma) or a targets file, and the values that the catalogue needs (--region, --workspace)',
    );
  }
  terminal.say(formatPlan(plan));
}

interface Work {
  readonly engine: Engine;
  readonly settings: Settings;
  readonly deliver: boolean;
  /** What an earlier run was told. */
  readonly discoveries: readonly Discovery[];
  readonly attesting: Attesting;
  readonly clock: Clock;
}

async function runUntilInterrupted(
  { engine, settings, deliver, discoveries, attesting, clock }: Work,
  terminal: Terminal,
): Promise<Ran> {
  const controller = new AbortController();
  const forget = terminal.onInterrupt(() => {
    controller.abort();
    terminal.say('Interrupted: no further target is begun; those under way come to their end. Once more ends at once.');
  });
  try {
    const run = (previous?: RunResult): Promise<RunReport> =>
      engine.run(settings, {
        deliver,
        ...(previous && { previous }),
        discoveries,
        signal: controller.signal,
        onProgress: (progress) => terminal.progress(progressWords(progress)),
      });
    return await runAttesting(attesting, run, controller.signal, terminal, clock);
  } finally {
    forget();
  }
}

function progressWords({ phase, done, of }: Progress): string {
  return `${phase}: ${done} of ${of}`;
}

function keep(path: string, result: RunResult, terminal: Terminal): boolean {
  try {
    writeResult(path, result);
    return true;
  } catch (error) {
    terminal.say(
      `The result could not be written to ${plain(path)}: ${plain(messageOf(error))}. Name another file with --out.`,
    );
    return false;
  }
}

function printReport(report: RunReport, format: CheckOptions['format'], terminal: Terminal): void {
  const { result, delivery, spool } = report;
  switch (format) {
    case 'table':
      terminal.print(formatRun(report, terminal.screen));
      return;
    case 'json':
      for (const piece of inLargePieces(jsonBlocks(result))) terminal.print(piece);
      break;
    case 'ndjson':
      for (const piece of inLargePieces(resultLines(result))) terminal.print(piece);
      break;
  }
  if (delivery) terminal.say(formatDelivery(delivery, terminal.errorScreen));
  const waits = spool ? formatSpool(spool, terminal.errorScreen) : '';
  if (waits !== '') terminal.say(waits);
}
