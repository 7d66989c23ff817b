/** The names of `--since`: of a file that `rules` wrote, of any ARM template with rules, or of an earlier result. */
import { type Problem, SettingsError } from '../config/problems.ts';
import { readRules } from '../firewall-rules/read-rules.ts';
import { eachOnce, isFor, isWildcard, type RuleName, ruleNameLabel } from '../firewall-rules/rule-name.ts';
import type { Scheme, Target } from '../model/target.ts';
import { readResult, readText } from './result-file.ts';

export interface AskedName {
  readonly name: RuleName;
  /** How an earlier result asked for it. */
  readonly target?: Target;
}

const WAY_OUT = 'Give what agentpath rules wrote with --format arm or csv, or a result of agentpath check';

/** Throws a SettingsError with every problem. */
export function readAskedNames(path: string): readonly AskedName[] {
  const text = readText(path, WAY_OUT);
  if (/^\s*\{/.test(text) && /"(?:schemaVersion|result)"\s*:/.test(text)) return namesOfResult(path);
  const read = readRules(text);
  if (read.ok) return read.names.map((name) => ({ name }));
  throw new SettingsError(read.problems.map((says): Problem => ({ place: path, says, wayOut: WAY_OUT })));
}

/** Of an earlier result: whatever was not reachable then. */
function namesOfResult(path: string): readonly AskedName[] {
  const targets = readResult(path)
    .results.filter(({ state }) => state !== 'reachable')
    .map(({ evidence }) => evidence.target);
  if (targets.length === 0) {
    const says = 'every target of this result was reachable: there is nothing to attest';
    throw new SettingsError([{ place: path, says, wayOut: 'Give a result from before the change' }]);
  }
  const names = targets.map(
    ({ host, port, scheme }): RuleName => ({
      destination: host.toLowerCase(),
      protocol: scheme === 'https' ? 'Https' : scheme === 'http' ? 'Http' : 'Tcp',
      port,
    }),
  );
  return eachOnce(names).map((name) => {
    const target = targets.find((one) => isFor(name, one));
    return { name, ...(target && { target }) };
  });
}

/** Targets for the names that none of the given ones asks for. A wildcard names nobody who could be asked. */
export function missingTargets(asked: readonly AskedName[], given: readonly Target[]): readonly Target[] {
  const taken = new Set(given.map(({ name }) => name));
  return asked.flatMap(({ name, target }) => {
    if (isWildcard(name) || given.some((one) => isFor(name, one))) return [];
    const made = target ?? targetOf(name);
    // A target of the same name that asks another host would be replaced.
    return [taken.has(made.name) ? { ...made, name: `${made.name} (of a rule)` } : made];
  });
}

function targetOf(name: RuleName): Target {
  return {
    name: ruleNameLabel(name),
    host: name.destination,
    port: name.port,
    scheme: schemeOf(name),
    path: '/',
    agents: [],
    feature: 'a name of the rules',
    required: true,
    tier: 'required',
    effect: 'unknown',
    stops: '',
    inspection: 'unknown',
  };
}

/** What a service tag carries is https on 443; any other rule by address says nothing of what is spoken. */
function schemeOf({ protocol, port }: RuleName): Scheme {
  switch (protocol) {
    case 'Https':
      return 'https';
    case 'Http':
      return 'http';
    case 'Tcp':
      return port === 443 ? 'https' : port === 80 ? 'http' : 'tcp';
  }
}
