/** Settings from the flags of the command line, over those of the environment. */
import type { Settings } from '../model/settings.ts';
import type { Environment } from './environment.ts';
import { type Given, type GivenSettings, givenByEnvironment, partsOf, unknownNames } from './given.ts';
import type { Problem } from './problems.ts';
import type { ReadFile } from './read-pem.ts';
import { readUtf8, withAppName } from './settings.ts';
import type { SettingKey } from './settings-table.ts';
import { type Defaults, toSettings } from './to-settings.ts';

/** The flags of `check` that are settings; `targets` takes some of them. Texts as typed: nothing is checked before. */
export interface CheckFlags {
  /** Path of a targets file. */
  readonly targets?: string;
  readonly agents?: string;
  readonly cloud?: string;
  readonly region?: readonly string[];
  readonly workspace?: readonly string[];
  readonly concurrency?: string;
  readonly trust?: readonly string[];
  readonly inspectionCa?: readonly string[];
  readonly canary?: readonly string[];
  readonly mustBeDenied?: string;
  readonly expectFirewall?: boolean;
  readonly resolver?: readonly string[];
  readonly proxy?: string;
  readonly beaconDomain?: string;
  readonly allAddresses?: boolean;
  readonly deliver?: boolean;
  readonly vantage?: string;
  readonly oddPort?: string;
  readonly followUps?: string;
  readonly dnsTimeout?: string;
  readonly tcpTimeout?: string;
  readonly tlsTimeout?: string;
  readonly httpTimeout?: string;
}

/** A machine of one's own may stand anywhere. */
export const CLI_DEFAULTS: Defaults = { expectFirewall: false };

/**
 * A flag beats the environment variable of the same meaning, and a problem names the one that was given. `--targets` replaces the catalogue unless
 * `--agents` is typed too, whatever the environment says. Throws a SettingsError with all problems at once.
 */
export function settingsFromFlags(flags: CheckFlags, env: Environment, readFile: ReadFile = readUtf8): Settings {
  const byEnvironment = givenByEnvironment(env);
  const byFlags = givenByFlags(flags);
  const { agents: _, ...withoutAgents } = byEnvironment;
  const below = byFlags.targets ? withoutAgents : byEnvironment;
  const given = { ...below, ...byFlags };
  return toSettings(given, {
    readFile,
    defaults: withAppName(CLI_DEFAULTS, env),
    problems: [...unknownNames(env), ...deliveryProblems(flags, given)],
  });
}

function givenByFlags(flags: CheckFlags): GivenSettings {
  const given: Partial<Record<SettingKey, readonly Given[]>> = {};
  const add = (key: SettingKey, place: string, texts: readonly string[]): void => {
    if (texts.length > 0) given[key] = texts.map((text) => ({ place, text: text.trim() }));
  };
  const one = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);
  const yes = (flag: boolean | undefined): readonly string[] => (flag === true ? ['true'] : []);
  /** A list may be typed as a repeated flag, with commas, or both; a flag with nothing in it stays, to be refused. */
  const many = (texts: readonly string[] = []): readonly string[] =>
    texts.flatMap((text) => (text.includes(',') ? partsOf(text) : [text]));

  add('targets', '--targets', one(flags.targets));
  add('agents', '--agents', many(one(flags.agents)));
  add('cloud', '--cloud', one(flags.cloud));
  add('regions', '--region', many(flags.region));
  add('workspaces', '--workspace', many(flags.workspace));
  add('concurrency', '--concurrency', one(flags.concurrency));
  add('trust', '--trust', flags.trust ?? []);
  add('inspectionCas', '--inspection-ca', flags.inspectionCa ?? []);
  add('canaries', '--canary', many(flags.canary));
  add('mustBeDenied', '--must-be-denied', one(flags.mustBeDenied));
  add('expectFirewall', '--expect-firewall', yes(flags.expectFirewall));
  add('resolvers', '--resolver', many(flags.resolver));
  add('proxy', '--proxy', one(flags.proxy));
  add('beaconDomain', '--beacon-domain', one(flags.beaconDomain));
  add('allAddresses', '--all-addresses', yes(flags.allAddresses));
  add('vantage', '--vantage', one(flags.vantage));
  add('oddPort', '--odd-port', one(flags.oddPort));
  add('followUps', '--follow-ups', one(flags.followUps));
  add('dnsMs', '--dns-timeout', one(flags.dnsTimeout));
  add('tcpMs', '--tcp-timeout', one(flags.tcpTimeout));
  add('tlsMs', '--tls-timeout', one(flags.tlsTimeout));
  add('httpMs', '--http-timeout', one(flags.httpTimeout));
  return given;
}

function deliveryProblems({ deliver }: CheckFlags, given: GivenSettings): readonly Problem[] {
  if (!deliver || given.ingestionEndpoint || given.ruleId) return [];
  return [
    {
      place: '--deliver',
      says: 'there is nowhere to deliver to',
      wayOut: 'Set AGENTPATH_INGESTION_ENDPOINT and AGENTPATH_DCR_ID in the environment',
    },
  ];
}
