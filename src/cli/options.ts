/** The flags of `check` and `targets`: what commander reads, and the settings that come of it. Nothing is checked here: config does. */
import { type Command, Option } from 'commander';
import { type CheckFlags, type ReadFlags, readFlags } from '../config/cli-settings.ts';
import type { Environment } from '../config/environment.ts';
import { readUtf8 } from '../config/settings.ts';
import type { Settings } from '../model/settings.ts';
import { catalogueProblems } from '../run/catalogue-problems.ts';

type SelectionFlags =
  | 'config'
  | 'targets'
  | 'cloud'
  | 'region'
  | 'workspace'
  | 'tier'
  | 'dce'
  | 'keyVault'
  | 'gateway'
  | 'privateLink'
  | 'discovery'
  | 'derived';

/** As commander gives them: every list is a list. */
export interface SelectionOptions extends Pick<CheckFlags, SelectionFlags> {
  readonly agents?: readonly string[];
}
export interface ProbeOptions extends Omit<CheckFlags, 'agents'>, SelectionOptions {}

/** A list: the flag repeats. Commas within one value are taken apart where the values are read. */
const repeated = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

export function withSelection(command: Command): Command {
  return command
    .option('--config <file>', 'a configuration file (YAML or JSON); flags and AGENTPATH_… beat it')
    .option(
      '--targets <file>',
      "one's own targets (YAML) instead of the catalogue; beside it where --agents is given too",
    )
    .option('--agents <names>', 'whose endpoints the catalogue adds: ama, cma (default: both)', repeated)
    .option('--cloud <cloud>', 'public, usgov or china (default: public)')
    .option('--region <name>', 'a region of machines and data collection rules, such as westeurope', repeated)
    .option('--workspace <id>', 'a Log Analytics workspace: GUID, or GUID@region', repeated)
    .option('--tier <tier>', 'required, recommended, feature or legacy (default: all)', repeated)
    .option('--dce <host>', 'host or resource id of a data collection endpoint or rule', repeated)
    .option('--key-vault <name>', "a key vault, for SQL Server's certificates", repeated)
    .option('--gateway <host>', 'the Arc gateway, PREFIX.gw.arc.azure.com')
    .option('--private-link <scope>', 'monitor or arc: whose hosts must have private addresses', repeated)
    .option('--no-discovery', 'ask no service for names that only it can tell')
    .option('--no-derived', 'probe no revocation hosts named by the certificates just seen');
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

export function withAttesting(command: Command): Command {
  return command
    .option(
      '--since <rules>',
      'say which names of these rules pass: csv or arm of agentpath rules, or an earlier result',
    )
    .addOption(
      new Option('--until <state>', 'run again until all that is required (or all names of --since) pass').choices([
        'reachable',
      ]),
    )
    .option('--timeout <duration>', 'with --until: give up after this long (default: 15m)')
    .option('--every <duration>', 'with --until: from the beginning of a run to the next (default: 15s)');
}

export function withRules(command: Command): Command {
  return command
    .option('--from <result>', 'only what this result of check found denied, instead of the catalogue')
    .option('--blocked', 'with --from: blocked targets too')
    .option('--source <cidr>', 'a subnet of the agents or of the probe', repeated)
    .option('--ip-group <id>', 'resource id of an IP group, instead of subnets', repeated)
    .option('--policy <name>', 'name of the firewall policy (default: a parameter of the text)')
    .option('--collection-group <name>', 'name of the rule collection group', 'rcg-agentpath')
    .option('--priority <n>', 'priority of the rule collection group, 100 to 65000', '1000')
    .option('--wildcards', 'documented wildcards instead of the names they cover')
    .option('--network-rules', 'network rules by service tag where the documents name tags')
    .option('--out <file>', 'where the rules are written (default: standard output)');
}

export function formatOption<T extends string>(formats: readonly T[], preset: T): Option {
  return new Option('--format <format>', 'how the result is printed').choices(formats).default(preset);
}

/** Throws a SettingsError with all problems at once. */
export function settingsOf(options: ProbeOptions, environment: Environment): Settings {
  return flagsOf(options, environment).settings;
}

/** The settings, and where each value was given. Throws a SettingsError with all problems at once. */
export function flagsOf({ agents, ...flags }: ProbeOptions, environment: Environment): ReadFlags {
  const given = { ...flags, ...(agents && { agents: agents.join(',') }) };
  return readFlags(given, environment, readUtf8, catalogueProblems);
}
