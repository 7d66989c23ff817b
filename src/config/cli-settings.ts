/** Settings from the flags of the command line, over those of the environment. */
import type { Settings } from '../model/settings.ts';
import type { Environment } from './environment.ts';
import { type Given, type GivenSettings, givenByEnvironment, partsOf, unknownNames } from './given.ts';
import { layered } from './layers.ts';
import type { Problem } from './problems.ts';
import type { ReadFile } from './read-pem.ts';
import { configLayer, readUtf8, withAppName } from './settings.ts';
import type { SettingKey } from './settings-table.ts';
import { type CatalogueProblems, type Defaults, toSettings } from './to-settings.ts';

/** The flags of `check` that are settings; `targets` takes some of them. Texts as typed: nothing is checked before. */
export interface CheckFlags {
  /** Path of a targets file. */
  readonly targets?: string;
  readonly agents?: string;
  readonly cloud?: string;
  readonly region?: readonly string[];
  readonly workspace?: readonly string[];
  readonly tier?: readonly string[];
  /** Hosts, or resource ids. */
  readonly dce?: readonly string[];
  readonly keyVault?: readonly string[];
  readonly gateway?: string;
  readonly privateLink?: readonly string[];
  readonly discovery?: boolean;
  readonly derived?: boolean;
  /** Path of a configuration file. */
  readonly config?: string;
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

export interface ReadFlags {
  readonly settings: Settings;
  /** What was given, each value with the place that won. */
  readonly given: GivenSettings;
}

/**
 * A flag beats the environment variable of the same meaning, that beats the configuration file, and a problem names the one that was given. `--targets`
 * replaces the catalogue unless `--agents` is typed too, whatever the environment and the file say. Throws a SettingsError with all problems at once.
 */
export function settingsFromFlags(flags: CheckFlags, env: Environment, readFile: ReadFile = readUtf8): Settings {
  return readFlags(flags, env, readFile).settings;
}

export function readFlags(
  flags: CheckFlags,
  env: Environment,
  readFile: ReadFile = readUtf8,
  catalogue?: CatalogueProblems,
): ReadFlags {
  const byFlags = givenByFlags(flags);
  const byEnvironment = givenByEnvironment(env);
  const file = configLayer({ ...byEnvironment, ...byFlags }, readFile);
  const all = layered([{ given: byFlags }, { given: byEnvironment }, file.layer]);
  const settings = toSettings(all, {
    readFile,
    env,
    defaults: withAppName(CLI_DEFAULTS, env),
    ...(catalogue && { catalogue }),
    problems: [...unknownNames(env), ...file.problems, ...deliveryProblems(flags, all.given)],
  });
  return { settings, given: all.given };
}

function givenByFlags(flags: CheckFlags): GivenSettings {
  const given: Partial<Record<SettingKey, readonly Given[]>> = {};
  const add = (key: SettingKey, place: string, texts: readonly string[]): void => {
    if (texts.length > 0) given[key] = texts.map((text) => ({ place, text: text.trim() }));
  };
  const one = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);
  const yes = (flag: boolean | undefined): readonly string[] => (flag === true ? ['true'] : []);
  const no = (flag: boolean | undefined): readonly string[] => (flag === false ? ['false'] : []);
  /** A list may be typed as a repeated flag, with commas, or both; a flag with nothing in it stays, to be refused. */
  const many = (texts: readonly string[] = []): readonly string[] =>
    texts.flatMap((text) => (text.includes(',') ? partsOf(text) : [text]));

  add('targets', '--targets', one(flags.targets));
  add('agents', '--agents', many(one(flags.agents)));
  add('cloud', '--cloud', one(flags.cloud));
  add('regions', '--region', many(flags.region));
  add('workspaces', '--workspace', many(flags.workspace));
  add('tiers', '--tier', many(flags.tier));
  const [dceIds, dceHosts] = sorted(many(flags.dce), (text) => text.trim().startsWith('/'));
  add('dceHosts', '--dce', dceHosts);
  add('dceIds', '--dce', dceIds);
  add('keyVaults', '--key-vault', many(flags.keyVault));
  add('gateway', '--gateway', one(flags.gateway));
  add('privateLink', '--private-link', many(flags.privateLink));
  add('discover', '--no-discovery', no(flags.discovery));
  add('deriveRevocation', '--no-derived', no(flags.derived));
  add('config', '--config', one(flags.config));
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

function sorted(texts: readonly string[], test: (text: string) => boolean): readonly [string[], string[]] {
  return [texts.filter(test), texts.filter((text) => !test(text))];
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
