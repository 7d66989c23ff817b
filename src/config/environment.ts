/** The only reader of the process's environment. */
import { SettingsError } from './problems.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export function environment(): Environment {
  return process.env;
}

/** Azure gives every instance of an app an id. */
export function insideAzure(env: Environment = environment()): boolean {
  return (env['WEBSITE_INSTANCE_ID'] ?? '') !== '';
}

/** The module of another network, for the playground and tests. Inside Azure nothing may stand in for the real one. */
export function networkModule(env: Environment = environment()): string | undefined {
  const module = env['AGENTPATH_NETWORK']?.trim() ?? '';
  if (module === '') return undefined;
  if (insideAzure(env)) {
    throw new SettingsError([
      {
        place: 'AGENTPATH_NETWORK',
        says: 'another network is set, and the app runs inside Azure',
        wayOut: 'Remove this setting: in Azure only the real network is probed',
      },
    ]);
  }
  return module;
}
