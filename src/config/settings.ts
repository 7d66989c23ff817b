/** Settings from the environment. */
import { readFileSync } from 'node:fs';
import type { Settings } from '../model/settings.ts';
import { type ReadConfig, readConfig } from './config-file.ts';
import type { Environment } from './environment.ts';
import { Collector, type GivenSettings, givenByEnvironment, unknownNames } from './given.ts';
import { layered } from './layers.ts';
import { readSchedule } from './ncrontab.ts';
import type { ReadFile } from './read-pem.ts';
import { type CatalogueProblems, type Defaults, toSettings } from './to-settings.ts';

/** The Function's: it stands behind a firewall. */
export const FUNCTION_DEFAULTS: Defaults = { expectFirewall: true };

export const readUtf8: ReadFile = (path) => readFileSync(path, 'utf8');

/** Throws a SettingsError with all problems at once. Names: settings-table.ts. */
export function readSettings(
  env: Environment,
  readFile: ReadFile = readUtf8,
  defaults: Defaults = FUNCTION_DEFAULTS,
  catalogue?: CatalogueProblems,
): Settings {
  const given = givenByEnvironment(env);
  const collector = new Collector();
  collector.one(given.schedule, readSchedule);
  const file = configLayer(given, readFile);
  return toSettings(layered([{ given }, file.layer]), {
    readFile,
    env,
    defaults: withAppName(defaults, env),
    ...(catalogue && { catalogue }),
    problems: [...unknownNames(env), ...collector.problems, ...file.problems],
  });
}

/** The configuration file that is named, if one is. */
export function configLayer(given: GivenSettings, readFile: ReadFile): ReadConfig {
  const [config] = given.config ?? [];
  return config ? readConfig(config, readFile) : { layer: { given: {} }, problems: [] };
}

/** Inside Azure the machine's name means nothing, the app's does. */
export function withAppName(defaults: Defaults, env: Environment): Defaults {
  const app = env['WEBSITE_SITE_NAME'];
  return app && defaults.vantage === undefined ? { ...defaults, vantage: app } : defaults;
}
