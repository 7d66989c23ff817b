/** argv → command. Each command is loaded when it is called, so that `--help` costs nothing. */
import { Command, CommanderError } from 'commander';
import { SettingsError } from '../config/problems.ts';
import { RULE_FORMATS } from '../firewall-rules/rule-format.ts';
import { VERSION } from '../run/version.ts';
import type { CatalogDiffOptions } from './catalog-diff.ts';
import type { CheckOptions } from './check.ts';
import { EXIT } from './exit-code.ts';
import type { ExplainOptions } from './explain.ts';
import { formatOption, withAttesting, withProbing, withRules, withSelection } from './options.ts';
import { formatProblems } from './problems.ts';
import type { RulesOptions } from './rules.ts';
import { TARGET_FORMATS } from './target-formats.ts';
import type { TargetsOptions } from './targets.ts';
import type { Terminal } from './terminal.ts';

const EXIT_CODES = `
Exit codes
  0    no required target is broken
  1    some required target is broken
  2    wrong usage or configuration; nothing was done
  3    the run itself could not be carried out: it was ill, its result could not be kept,
       or a firewall was expected and the must-be-denied name passed
  130  interrupted: what was probed by then is shown and kept

With --since or --until: 0 all that was asked for is reachable, 1 something is not (yet).

Settings of the environment (AGENTPATH_…) hold where no flag is given. List flags repeat, and take commas too.`;

const FORMATS = `
Formats
  table   the screen for people
  json    the whole result (the file's content)
  ndjson  first {"schemaVersion", "run"}, then one target a line, last {"summary"}

The whole result is always written to agentpath-last.json, or to the file of --out.`;

const WHAT_IFS = `
Edits of the evidence (--what-if, each key once; alert, end and status need a TARGET)
  alert=N                TLS ends with that fatal alert
  end=fin|rst|silence    the flow is cut once its name was said
  status=N               the HTTP answer has that status
  canary=answered|silent whether something answers where nothing is
  filtered=yes|no        whether the must-be-denied name is cut

Exit codes: 0 explained, 2 wrong usage (no such file, target or edit).`;

const TARGET_TEXTS = `
Formats
  table     the screen for people
  json      targets, what is left out, and the origin of each
  yaml      a targets file, to be kept or changed: --targets reads it
  csv       one row a target, for other programs
  markdown  a table for a page or a change request`;

const RULE_TEXTS = `
Formats
  bicep, arm, terraform   a rule collection group of a firewall policy, with the reason and the source beside each rule
  cli                     a bash script of az commands
  csv, markdown           for a change request

Names are exact. Only where nobody but the service knows a name is its documented wildcard taken, and said.
Legacy hosts are allowed only where --tier names them. --source takes one list: the agents' subnets and the probe's.

Exit codes: 0 written, 2 wrong usage or nothing to allow.`;

const DIFF_TEXTS = `
Regions, workspaces, endpoints and modes are read out of the old list's hosts, so that the same is asked of today's
catalogue. A date shows what the lists name or dropped since, and what their pages say.

Exit codes: 0 compared, 1 with --result: something new or changed does not pass, 2 wrong usage.`;

/** Returns the exit code; never throws. */
export async function agentpath(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.well;
  const program = commandLine(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return exitOf(error, terminal);
  }
}

function commandLine(terminal: Terminal, done: (code: number) => void): Command {
  const program = new Command('agentpath')
    .description('Do the machines in this network really get through to the Azure endpoints their agents need?')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    })
    .configureHelp({ helpWidth: Math.min(terminal.screen.columns, 120) })
    .showHelpAfterError('agentpath --help and agentpath COMMAND --help list what there is.')
    .addHelpText('after', EXIT_CODES);

  withAttesting(
    withProbing(withSelection(program.command('check').description('probe the targets and judge what was seen'))),
  )
    .addOption(formatOption(['table', 'json', 'ndjson'], 'table'))
    .option('--out <file>', 'where the whole result is written', 'agentpath-last.json')
    .addHelpText('after', FORMATS)
    .addHelpText('after', EXIT_CODES)
    .action(async (options: CheckOptions) => {
      const { check } = await import('./check.ts');
      done(await check(options, terminal));
    });

  program
    .command('explain')
    .description('judge a stored result again, offline, and say why: steps, questions, findings, the rule, what to do')
    .argument('<result>', 'a result that check wrote')
    .argument('[target]', 'name or host of a target (default: every target that is not reachable)')
    .addOption(formatOption(['table', 'json'], 'table'))
    .option('--what-if <edit>', 'judge edited evidence', (value, before: readonly string[]) => [...before, value], [])
    .addHelpText('after', WHAT_IFS)
    .action(async (file: string, target: string | undefined, options: ExplainOptions) => {
      const { explain } = await import('./explain.ts');
      done(await explain(file, target, options, terminal));
    });

  withSelection(program.command('targets').description('the targets that check would probe'))
    .addOption(formatOption(TARGET_FORMATS, 'table'))
    .option('--explain', 'where each target comes from, and why others are left out')
    .addHelpText('after', TARGET_TEXTS)
    .action(async (options: TargetsOptions) => {
      const { targets } = await import('./targets.ts');
      done(targets(options, terminal));
    });

  withRules(
    withSelection(program.command('rules').description('the rules that let the agents, and the probe, through')),
  )
    .addOption(formatOption(RULE_FORMATS, 'bicep'))
    .addHelpText('after', RULE_TEXTS)
    .action(async (options: RulesOptions) => {
      const { rules } = await import('./rules.ts');
      done(rules(options, terminal));
    });

  program
    .command('catalog')
    .description('the catalogue of endpoints itself')
    .command('diff')
    .description("what the agents need by today's catalogue and did not before")
    .argument('<old>', 'what targets --format json wrote, a result that check wrote, or a date such as 2026-01-31')
    .addOption(formatOption(['table', 'json'], 'table'))
    .option('--result <file>', 'a result of check: whether what is new or changed passes now')
    .addHelpText('after', DIFF_TEXTS)
    .action(async (old: string, options: CatalogDiffOptions) => {
      const { catalogDiff } = await import('./catalog-diff.ts');
      done(catalogDiff(old, options, terminal));
    });
  return program;
}

function exitOf(error: unknown, terminal: Terminal): number {
  // commander has said already what is wrong, or shown what was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.well : EXIT.usage;
  if (error instanceof SettingsError) {
    terminal.say(formatProblems(error.problems, terminal.errorScreen));
    return EXIT.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.say(`agentpath could not carry this out: ${text}`);
  return EXIT.notCarriedOut;
}
