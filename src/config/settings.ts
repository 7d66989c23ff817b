/** Settings from the environment. */
import { readFileSync } from 'node:fs';
import type { Settings } from '../model/settings.ts';
import type { Environment } from './environment.ts';
import { Collector, givenByEnvironment, unknownNames } from './given.ts';
import { readSchedule } from './ncrontab.ts';
import type { ReadFile } from './read-pem.ts';
import { type Defaults, toSettings } from './to-settings.ts';

/** The Function's: it stands behind a firewall. */
export const FUNCTION_DEFAULTS: Defaults = { expectFirewall: true };

export const readUtf8: ReadFile = (path) => readFileSync(path, 'utf8');

/** Throws a SettingsError with all problems at once. Names: settings-table.ts. */
export function readSettings(
  env: Environment,
  readFile: ReadFile = readUtf8,
  defaults: Defaults = FUNCTION_DEFAULTS,
): Settings {
  const given = givenByEnvironment(env);
  const collector = new Collector();
  collector.one(given.schedule, readSchedule);
  return toSettings(given, {
    readFile,
    defaults: withAppName(defaults, env),
    problems: [...unknownNames(env), ...collector.problems],
  });
}

/** Inside Azure the machine's name means nothing, the app's does. */
export function withAppName(defaults: Defaults, env: Environment): Defaults {
  const app = env['WEBSITE_SITE_NAME'];
  return app && defaults.vantage === undefined ? { ...defaults, vantage: app } : defaults;
}
