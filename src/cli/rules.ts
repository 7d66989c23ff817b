/** `agentpath rules`: from the catalogue, or from what a run found denied, to the rules of a firewall. */
import { CATALOG_VERSION, expandTargets } from '../catalog/expand-targets.ts';
import { notInCatalogue } from '../catalog/not-in-catalogue.ts';
import { type Problem, SettingsError } from '../config/problems.ts';
import type { Allowances, NotAllowed } from '../firewall-rules/allowance.ts';
import { deniedTargets } from '../firewall-rules/denied-targets.ts';
import { limitProblems } from '../firewall-rules/limits.ts';
import type { RuleFormat } from '../firewall-rules/rule-format.ts';
import type { RulePlan } from '../firewall-rules/rule-plan.ts';
import { toAllowances } from '../firewall-rules/to-allowances.ts';
import { toRulePlan } from '../firewall-rules/to-rule-plan.ts';
import { writeRules } from '../firewall-rules/write-rules.ts';
import type { RunResult } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import { EXIT } from './exit-code.ts';
import { formatRulesSummary, formatRulesWarnings } from './format-rules.ts';
import { flagsOf, type SelectionOptions } from './options.ts';
import { keeping, usageProblem } from './problems.ts';
import { messageOf, readResult, writeWhole } from './result-file.ts';
import { type RulesFlags, type RulesGiven, readRulesFlags } from './rules-given.ts';
import { hostProblems } from './stored-hosts.ts';
import { storedOrigins } from './stored-origins.ts';
import type { Terminal } from './terminal.ts';
import { unnamedIn } from './unnamed.ts';

export interface RulesOptions extends SelectionOptions, RulesFlags {
  readonly format: RuleFormat;
  readonly from?: string;
  readonly blocked?: boolean;
  readonly wildcards?: boolean;
  readonly networkRules?: boolean;
  readonly out?: string;
}

export function rules(options: RulesOptions, terminal: Terminal): number {
  const { settings, given, legacy, stored } = read(options, terminal);
  const found = stored
    ? fromRun(stored, options, settings, legacy)
    : fromCatalogue(settings, { wildcards: options.wildcards === true, legacy });
  const plan = toRulePlan(found.allowances, {
    ...given,
    networkRules: options.networkRules === true,
    notes: [...found.notes, ...ALWAYS],
  });
  refuseWhatIsTooMuch(plan, options);

  const text = writeRules(plan, options.format);
  if (options.out === undefined) terminal.print(text.replace(/\n$/, ''));
  else writeOut(options.out, text);
  const warnings = formatRulesWarnings(plan, { stored, settings }, terminal.errorScreen);
  if (warnings !== '') terminal.say(warnings);
  terminal.say(formatRulesSummary(plan, options, terminal.errorScreen));
  return EXIT.well;
}

/** Above every set of rules. */
const ALWAYS = [
  'An earlier deny wins: look at rule collections of higher priority and at the parent policy first',
  'TLS inspection is off in every rule: the Azure Monitor Agent does not work behind it',
  'A change takes minutes on the firewall; agentpath check --since FILE --until reachable tells when it is in effect (FILE: these rules as csv or arm)',
];

interface Read {
  readonly settings: Settings;
  readonly given: RulesGiven;
  readonly legacy: boolean;
  readonly stored: RunResult | undefined;
}

/** Flags, settings and the stored result, with the problems of all three at once. */
function read(options: RulesOptions, terminal: Terminal): Read {
  const { from } = options;
  const flags = readRulesFlags(options);
  const problems: Problem[] = [...flags.problems, ...problemsBesideResult(options)];
  const settings = keeping(problems, () => flagsOf(options, terminal.environment));
  const stored = from === undefined ? undefined : keeping(problems, () => readResult(from));
  if (from !== undefined && stored) problems.push(...hostProblems(from, stored));
  if (problems.length > 0 || !settings) throw new SettingsError(problems);
  // Nothing stops without legacy hosts: they are allowed only where somebody names the tier.
  const legacy = settings.given.tiers !== undefined && settings.settings.targets.tiers.includes('legacy');
  return { settings: settings.settings, given: flags.given, legacy, stored };
}

/** A result names its targets; only who needs them and how much can narrow it. */
function problemsBesideResult(options: RulesOptions): readonly Problem[] {
  const { targets, cloud, region, workspace, dce, keyVault, gateway, privateLink, from, blocked } = options;
  const typed = Object.entries({ targets, cloud, region, workspace, dce, keyVault, gateway, privateLink });
  if (from === undefined) {
    const wayOut = 'Give a result with --from';
    return blocked ? [{ place: '--blocked', says: 'it is about the targets of a result', wayOut }] : [];
  }
  return typed
    .filter(([, value]) => value !== undefined)
    .map(([name]) => ({
      place: `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      says: 'a result given with --from names its targets already',
      wayOut: 'Leave one of the two out; --agents and --tier narrow a result',
    }));
}

interface Found {
  readonly allowances: Allowances;
  readonly notes: readonly string[];
}

function fromCatalogue(settings: Settings, options: { readonly wildcards: boolean; readonly legacy: boolean }): Found {
  const { targets, leftOut, origins } = expandTargets(settings.targets);
  const { unnamed, notAllowed } = unnamedIn(leftOut, settings.targets);
  const made = toAllowances(targets, origins, unnamed, options);
  return {
    allowances: { ...made, notAllowed: [...made.notAllowed, ...notAllowed] },
    notes: [
      `Written by agentpath from its catalogue ${CATALOG_VERSION} (${settings.targets.cloud} cloud)`,
      ...needsTag(settings.targets),
    ],
  };
}

/** What no rule by name can allow. */
function needsTag({ cloud, agents, gateway }: Settings['targets']): readonly string[] {
  if (!agents.includes('cma') || gateway !== undefined) return [];
  return notInCatalogue(cloud)
    .filter(({ serviceTag }) => serviceTag !== undefined)
    .map(({ host, because }) => `Not among these rules: ${host}, ${because}`);
}

function fromRun(stored: RunResult, options: RulesOptions, { targets: wanted }: Settings, legacy: boolean): Found {
  const { run, results } = stored;
  const { origins, patterns } = storedOrigins(results.map(({ evidence }) => evidence.target));
  const denied = deniedTargets(stored, options.blocked === true);
  const isWanted = ({ agents, tier }: Target): boolean =>
    (options.agents === undefined || agents.some((agent) => wanted.agents.includes(agent))) &&
    wanted.tiers.includes(tier);
  const others = denied.targets
    .filter((target) => !isWanted(target))
    .map(({ name }): NotAllowed => ({ name, because: 'not among the chosen agents and tiers' }));
  // Names that a service was to tell and did not, since it was denied itself.
  const untold = (run.discoveries ?? []).filter(({ outcome }) => outcome === 'failed').map(({ kind }) => kind);
  const unknown = patterns.filter(({ discoveredBy }) => discoveredBy !== undefined && untold.includes(discoveredBy));
  const made = toAllowances(denied.targets.filter(isWanted), origins, unknown, {
    wildcards: options.wildcards === true,
    legacy,
  });
  return {
    allowances: { ...made, notAllowed: [...made.notAllowed, ...denied.notAllowed, ...others] },
    notes: [
      ...(run.simulated ? ['THE RUN WAS SIMULATED: these names were denied by no firewall of yours'] : []),
      `Written by agentpath for what run ${run.id} of ${run.startedAt} found denied (vantage ${run.vantage}, catalogue ${run.catalogVersion})`,
    ],
  };
}

function refuseWhatIsTooMuch(plan: RulePlan, { from }: RulesOptions): void {
  if (plan.groups.length === 0) {
    throw usageProblem(
      from === undefined ? '--agents, --targets' : '--from',
      from === undefined ? 'there is nothing to allow' : 'this run found nothing that a rule would let through',
      plan.notAllowed.length === 0
        ? 'Name agents (ama, cma) or a targets file, and the values that the catalogue needs (--region, --workspace)'
        : plan.notAllowed.map(({ name, because }) => `${name}: ${because}`).join('; '),
    );
  }
  const problems = limitProblems(plan);
  if (problems.length === 0) return;
  throw new SettingsError(
    problems.map((says) => ({
      place: 'the rules',
      says,
      wayOut: 'Take IP groups (--ip-group) instead of subnets, wildcards (--wildcards), or another --priority',
    })),
  );
}

function writeOut(path: string, text: string): void {
  try {
    writeWhole(path, [text.replace(/\n$/, '')]);
  } catch (error) {
    throw usageProblem('--out', `${path} cannot be written (${messageOf(error)})`, 'Name another file');
  }
}
