/** `agentpath check`: the plan, the run, the file, the screen. */

import type { RunReport, RunResult } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import type { Plan } from '../run/compose.ts';
import { type Engine, openEngine } from '../run/compose.ts';
import type { Progress } from '../run/run.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { formatDelivery } from './format-delivery.ts';
import { formatLeftOut, formatPlan } from './format-plan.ts';
import { formatRun } from './format-run.ts';
import { type ProbeOptions, settingsOf } from './options.ts';
import { plain } from './plain.ts';
import { usageProblem } from './problems.ts';
import { messageOf, writeResult } from './result-file.ts';
import { jsonBlocks, resultLines } from './result-text.ts';
import type { Terminal } from './terminal.ts';
import { stopYoungGenerationGrowth } from './young-generation.ts';

export interface CheckOptions extends ProbeOptions {
  readonly format: 'table' | 'json' | 'ndjson';
  readonly out: string;
}

/** @param open Another engine only in tests of what happens around a run. */
export async function check(
  options: CheckOptions,
  terminal: Terminal,
  open: () => Promise<Engine> = openEngine,
): Promise<number> {
  const settings = settingsOf(options, terminal.environment);
  stopYoungGenerationGrowth();
  const engine = await open();
  const plan = engine.plan(settings);
  sayPlan(plan, terminal);

  const { report, interrupted } = await runUntilInterrupted(engine, settings, options.deliver === true, terminal);
  const kept = keep(options.out, report.result, terminal);
  printReport(report, options.format, terminal);
  if (kept && options.format === 'table') {
    terminal.say(`The whole result is in ${options.out}: agentpath explain ${options.out} TARGET says why.`);
  }
  if (interrupted) {
    terminal.say(`Interrupted: ${report.result.results.length} of ${plan.targets} targets were probed.`);
    return EXIT.interrupted;
  }
  // Printed whole, it is not lost.
  if (!kept && options.format === 'table') return EXIT.notCarriedOut;
  return exitCodeOf(report.result);
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

async function runUntilInterrupted(
  engine: Engine,
  settings: Settings,
  deliver: boolean,
  terminal: Terminal,
): Promise<{ readonly report: RunReport; readonly interrupted: boolean }> {
  const controller = new AbortController();
  const forget = terminal.onInterrupt(() => {
    controller.abort();
    terminal.say('Interrupted: no further target is begun; those under way come to their end. Once more ends at once.');
  });
  try {
    const report = await engine.run(settings, {
      deliver,
      signal: controller.signal,
      onProgress: (progress) => terminal.progress(progressWords(progress)),
    });
    return { report, interrupted: controller.signal.aborted };
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
  const { result, delivery } = report;
  switch (format) {
    case 'table':
      terminal.print(formatRun(report, terminal.screen));
      return;
    case 'json':
      for (const block of jsonBlocks(result)) terminal.print(block);
      break;
    case 'ndjson':
      for (const line of resultLines(result)) terminal.print(line);
      break;
  }
  if (delivery) terminal.say(formatDelivery(delivery, terminal.errorScreen));
}
