/** The flags of `check` and `targets`: what commander reads, and the settings that come of it. Nothing is checked here: config does. */
import { type Command, Option } from 'commander';
import { type CheckFlags, settingsFromFlags } from '../config/cli-settings.ts';
import type { Environment } from '../config/environment.ts';
import { type Problem, SettingsError } from '../config/problems.ts';
import type { Settings } from '../model/settings.ts';

export interface SelectionOptions extends Pick<CheckFlags, 'targets' | 'cloud' | 'region' | 'workspace'> {
  readonly agents?: readonly string[];
}

export interface ProbeOptions
  extends SelectionOptions,
    Pick<
      CheckFlags,
      | 'concurrency'
      | 'trust'
      | 'inspectionCa'
      | 'canary'
      | 'mustBeDenied'
      | 'expectFirewall'
      | 'resolver'
      | 'proxy'
      | 'allAddresses'
      | 'deliver'
    > {
  readonly dnsTimeout?: string;
  readonly tcpTimeout?: string;
  readonly tlsTimeout?: string;
  readonly httpTimeout?: string;
  readonly followUps?: string;
  readonly beaconDomain?: string;
  readonly vantage?: string;
  readonly oddPort?: string;
}

/** Flags that are no more than the environment's setting, typed. */
const TYPED_SETTINGS = [
  ['dnsTimeout', '--dns-timeout', 'AGENTPATH_DNS_TIMEOUT_MS'],
  ['tcpTimeout', '--tcp-timeout', 'AGENTPATH_TCP_TIMEOUT_MS'],
  ['tlsTimeout', '--tls-timeout', 'AGENTPATH_TLS_TIMEOUT_MS'],
  ['httpTimeout', '--http-timeout', 'AGENTPATH_HTTP_TIMEOUT_MS'],
  ['followUps', '--follow-ups', 'AGENTPATH_FOLLOW_UPS'],
  ['beaconDomain', '--beacon-domain', 'AGENTPATH_BEACON_DOMAIN'],
  ['vantage', '--vantage', 'AGENTPATH_VANTAGE'],
  ['oddPort', '--odd-port', 'AGENTPATH_ODD_PORT'],
] as const satisfies readonly (readonly [keyof ProbeOptions, string, string])[];

/** A list: the flag repeats. Commas within one value are taken apart where the values are read. */
const repeated = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

export function withSelection(command: Command): Command {
  return command
    .option(
      '--targets <file>',
      "one's own targets (YAML) instead of the catalogue; beside it where --agents is given too",
    )
    .option('--agents <names>', 'whose endpoints the catalogue adds: ama, cma (default: both)', repeated)
    .option('--cloud <cloud>', 'public, usgov or china (default: public)')
    .option('--region <name>', 'a region of machines and data collection rules, such as westeurope', repeated)
    .option('--workspace <id>', 'id (GUID) of a Log Analytics workspace', repeated);
}

export function withProbing(command: Command): Command {
  return command
    .option('--concurrency <n>', 'targets probed at once (default: 64)')
    .option('--trust <pem>', 'roots that count as public, for laboratories', repeated)
    .option('--inspection-ca <pem>', 'a known inspection CA: what it signs is called intercepted', repeated)
    .option('--canary <address>', 'an address where nothing is (default: three of RFC 5737; none: ask none)', repeated)
    .option('--odd-port <port>', 'a port that nothing uses, for the canaries')
    .option('--must-be-denied <host>', 'a resolvable name that no rule allows (default: example.com)')
    .option('--beacon-domain <domain>', "a domain that nobody allows: a name in it is looked up in the firewall's log")
    .option('--expect-firewall', 'the run fails where the must-be-denied name passes')
    .option('--resolver <address>', "a DNS server, address or address:port (default: the machine's)", repeated)
    .option('--proxy <url>', 'an explicit proxy, http://host:port')
    .option('--all-addresses', 'probe every address of a name')
    .option('--follow-ups <n>', 'extra connections that questions about failures may cost (default: 200; 0: none)')
    .option('--dns-timeout <ms>', 'deadline of the DNS phase (default: 4000)')
    .option('--tcp-timeout <ms>', 'deadline of the TCP phase (default: 5000)')
    .option('--tls-timeout <ms>', 'deadline of the TLS phase (default: 8000)')
    .option('--http-timeout <ms>', 'deadline of the HTTP phase (default: 8000)')
    .option('--vantage <name>', "where the probe runs (default: the machine's name)")
    .option('--deliver', 'deliver the rows to the Logs Ingestion endpoint of the environment');
}

export function formatOption<T extends string>(formats: readonly T[], preset: T): Option {
  return new Option('--format <format>', 'how the result is printed').choices(formats).default(preset);
}

/** Throws a SettingsError that names the flag where one was typed. */
export function settingsOf(options: ProbeOptions, environment: Environment): Settings {
  const typed = TYPED_SETTINGS.flatMap(([key, flag, name]) => {
    const text = options[key];
    return text === undefined ? [] : [{ flag, name, text }];
  });
  const blank = typed
    .filter(({ text }) => text.trim() === '')
    .map(({ flag }): Problem => ({ place: flag, says: 'it is empty', wayOut: 'Write a value, or leave the flag out' }));
  const below = { ...environment, ...Object.fromEntries(typed.map(({ name, text }) => [name, text])) };
  const { agents, ...flags } = options;
  try {
    const settings = settingsFromFlags({ ...flags, ...(agents && { agents: agents.join(',') }) }, below);
    if (blank.length > 0) throw new SettingsError(blank);
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const flagOf = new Map<string, string>(typed.map(({ name, flag }) => [name, flag]));
    const said = blank.filter((one) => !error.problems.includes(one));
    throw new SettingsError([
      ...said,
      ...error.problems.map((problem) => ({ ...problem, place: flagOf.get(problem.place) ?? problem.place })),
    ]);
  }
}
