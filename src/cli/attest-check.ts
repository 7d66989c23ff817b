/** What `--since` and `--until` add to a check: names to ask for, runs in a row, what is said of them, the exit code. */
import { expandTargets } from '../catalog/expand-targets.ts';
import { type Problem, SettingsError } from '../config/problems.ts';
import { ruleNameLabel } from '../firewall-rules/rule-name.ts';
import type { Clock } from '../model/clock.ts';
import type { RunReport, RunResult } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import { runFailure } from '../run/service.ts';
import { attest } from './attest.ts';
import { type AttestFlags, type Attesting, readAttesting } from './attest-given.ts';
import { missingTargets } from './attest-names.ts';
import { formatAttested, formatRound, formatWaited, formatWaiting } from './attest-screen.ts';
import { untilReachable, type Waited } from './attest-until.ts';
import { EXIT } from './exit-code.ts';
import { keeping } from './problems.ts';
import type { Terminal } from './terminal.ts';

/** Settings and flags with the problems of both; the names of `--since` become targets where none asks for them. */
export function readCheck(
  options: AttestFlags & { readonly deliver?: boolean },
  readSettings: () => Settings,
): { readonly settings: Settings; readonly attesting: Attesting } {
  const problems: Problem[] = [];
  const attesting = readAttesting(options, problems);
  const settings = keeping(problems, readSettings);
  if (problems.length > 0 || !settings) throw new SettingsError(problems);
  if (!attesting.asked) return { settings, attesting };
  const missing = missingTargets(attesting.asked, expandTargets(settings.targets).targets);
  const targets = { ...settings.targets, own: [...settings.targets.own, ...missing] };
  return { settings: { ...settings, targets }, attesting };
}

export interface Ran {
  readonly report: RunReport;
  readonly interrupted: boolean;
  readonly waited?: Waited;
}

/** One run, or as many as it takes. */
export async function runAttesting(
  { asked, waiting }: Attesting,
  run: (previous?: RunResult) => Promise<RunReport>,
  signal: AbortSignal,
  terminal: Terminal,
  clock: Clock,
): Promise<Ran> {
  if (!waiting) return { report: await run(), interrupted: signal.aborted };
  terminal.say(formatWaiting(waiting, asked ? 'the names of the rules' : 'every required target'));
  const waited = await untilReachable(waiting, {
    run,
    pendingIn: (result) => pendingIn(result, asked),
    clock,
    signal,
    onRound: (...round) => terminal.say(formatRound(...round)),
  });
  return { report: waited.report, interrupted: waited.interrupted, waited };
}

function pendingIn(result: RunResult, asked: Attesting['asked']): readonly string[] {
  if (!asked) {
    return result.results
      .filter(({ target, state }) => target.required && state !== 'reachable')
      .map(({ target }) => target.name);
  }
  const names = asked.map(({ name }) => name);
  return attest(names, result)
    .filter(({ outcome }) => outcome === 'does_not_pass')
    .map(({ name }) => ruleNameLabel(name));
}

/** Beside a table it is part of the result; beside JSON it must not be. */
export function sayAttested(
  { report, waited }: Ran,
  { asked }: Attesting,
  since: string | undefined,
  terminal: Terminal,
  format: 'table' | 'json' | 'ndjson',
): void {
  const [say, screen] =
    format === 'table' ? ([terminal.print, terminal.screen] as const) : ([terminal.say, terminal.errorScreen] as const);
  if (asked && since !== undefined) {
    const names = asked.map(({ name }) => name);
    say(`\n${formatAttested(attest(names, report.result), since, screen)}`);
  }
  if (waited && !waited.interrupted) say(`\n${formatWaited(waited, screen)}`);
}

/** Undefined where nothing was attested: then the run itself gives the code. */
export function attestedExitCode({ report, waited }: Ran, { asked }: Attesting): number | undefined {
  if (!asked && !waited) return undefined;
  if (runFailure({ result: report.result }) !== undefined) return EXIT.notCarriedOut;
  const nothingAsked =
    asked &&
    attest(
      asked.map(({ name }) => name),
      report.result,
    ).every(({ outcome }) => outcome === 'not_asked');
  if (nothingAsked) return EXIT.notCarriedOut;
  return pendingIn(report.result, asked).length > 0 ? EXIT.broken : EXIT.well;
}
