/** The flags of `check` and `targets`: what commander reads, and the settings that come of it. Nothing is checked here: config does. */
import { type Command, Option } from 'commander';
import { type CheckFlags, settingsFromFlags } from '../config/cli-settings.ts';
import type { Environment } from '../config/environment.ts';
import type { Settings } from '../model/settings.ts';

/** As commander gives them: every list is a list. */
export interface SelectionOptions extends Pick<CheckFlags, 'targets' | 'cloud' | 'region' | 'workspace'> {
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

/** Throws a SettingsError with all problems at once. */
export function settingsOf({ agents, ...flags }: ProbeOptions, environment: Environment): Settings {
  return settingsFromFlags({ ...flags, ...(agents && { agents: agents.join(',') }) }, environment);
}
