/** Settings as they were given, before anything is checked: every value with the place that a problem must name. */
import { SECRET_WAY_OUT, secretIn } from './looks-secret.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problems.ts';
import { type Read, type Reader, refuse } from './read-value.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey, settingOf } from './settings-table.ts';

/** Where a value was given. */
export interface At {
  /** The environment variable or the flag; in a file `file:line:column`. */
  readonly place: string;
  /** In a file: the key, for a place alone does not tell it. */
  readonly key?: string;
}
export interface Given extends At {
  readonly text: string;
}
export type GivenSettings = Readonly<Partial<Record<SettingKey, readonly Given[]>>>;

/** What the environment gives. A blank value is none: templates leave such behind. */
export function givenByEnvironment(env: Readonly<Record<string, string | undefined>>): GivenSettings {
  const given: Partial<Record<SettingKey, readonly Given[]>> = {};
  for (const key of SETTING_KEYS) {
    const { name, list } = settingOf(key);
    const text = env[name]?.trim() ?? '';
    const values = list ? partsOf(text) : [text].filter((one) => one !== '');
    if (values.length > 0) given[key] = values.map((value) => ({ place: name, text: value }));
  }
  return given;
}

export function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const PREFIX = 'AGENTPATH_';
/** Read elsewhere, or handed to the playground's network. */
const KNOWN_ELSEWHERE = /^AGENTPATH_(?:NETWORK|SIMULATION\w*)$/;

/** Names that begin like ours and are none: nearly always a slip of the keyboard. */
export function unknownNames(env: Readonly<Record<string, string | undefined>>): readonly Problem[] {
  const known = SETTINGS.map(({ name }) => name);
  return Object.keys(env)
    .filter((name) => name.toUpperCase().startsWith(PREFIX) && !known.includes(name) && !KNOWN_ELSEWHERE.test(name))
    .sort()
    .map((name) => {
      // The prefix is right by now, and must not make names that share nothing else look near.
      const tails = known.filter((one) => one.startsWith(PREFIX)).map((one) => one.slice(PREFIX.length));
      const meant = nearest(name.slice(PREFIX.length), tails);
      return {
        place: name,
        says: 'there is no such setting',
        wayOut: meant === undefined ? 'Remove it: the README lists all settings' : `Did you mean ${PREFIX}${meant}?`,
      };
    });
}

/** What is wrong with a value, named as it was given. */
export function problemAt({ place, key }: At, says: string, wayOut: string): Problem {
  return { place, says: key === undefined ? says : `${key}: ${says}`, wayOut };
}

/** Before anything else looks at it, and might repeat it. */
function refuseSecret(text: string): Read<never> | undefined {
  const what = secretIn(text);
  return what === undefined ? undefined : refuse(`it holds what looks like ${what}`, SECRET_WAY_OUT);
}

/** Reads given values one by one and keeps every problem. */
export class Collector {
  readonly problems: Problem[] = [];

  one<T>(given: readonly Given[] | undefined, reader: Reader<T>): T | undefined {
    return this.list(given, reader)[0];
  }

  /** All values that can be read, each once. */
  list<T>(given: readonly Given[] | undefined, reader: Reader<T>): readonly T[] {
    const values = (given ?? []).flatMap((one) => {
      const value = this.keep(one, refuseSecret(one.text) ?? reader(one.text));
      return value === undefined ? [] : [value];
    });
    return [...new Set(values)];
  }

  keep<T>(at: At, value: Read<T>): T | undefined {
    if (value.ok) return value.value;
    this.problems.push(problemAt(at, value.says, value.wayOut));
    return undefined;
  }
}
