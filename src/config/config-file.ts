/**
 * The configuration file: the settings under their own names (`AGENTPATH_TLS_TIMEOUT_MS` is `tlsTimeoutMs`), one's own targets, and overrides of the
 * catalogue. Its values go through the same readers as those of the environment, so that both are judged by the same rules.
 */
import path from 'node:path';
import { isMap, type Node } from 'yaml';
import { type Given, type GivenSettings, partsOf } from './given.ts';
import type { Layer } from './layers.ts';
import { didYouMean } from './nearest.ts';
import { readOverrides } from './overrides-file.ts';
import type { Problem } from './problems.ts';
import { isPem, type ReadFile, readTextFile } from './read-pem.ts';
import { fileKeyOf, type Setting } from './setting.ts';
import { SETTING_KEYS, type SettingKey, settingOf } from './settings-table.ts';
import { readTargetList } from './targets-file.ts';
import {
  isList,
  openYaml,
  type Pair,
  problemsInOrder,
  type Reading,
  readMap,
  readScalar,
  readSeq,
} from './yaml-nodes.ts';

const LONGEST_LIST = 1000;

/** By what a file calls them. `targets` may be a list too. */
const IN_FILE: ReadonlyMap<string, SettingKey> = new Map(
  SETTING_KEYS.filter((key) => settingOf(key).notInFile === undefined).map((key) => [fileKeyOf(settingOf(key)), key]),
);
/** `$schema` is for editors. */
export const CONFIG_KEYS: readonly string[] = ['$schema', ...IN_FILE.keys(), 'overrides'];

export interface ReadConfig {
  readonly layer: Layer;
  readonly problems: readonly Problem[];
}
const NOTHING: Layer = { given: {} };

/** `text` of the given value is a file's path, or the document itself. */
export function readConfig({ place, text }: Given, readFile: ReadFile): ReadConfig {
  const inline = text.includes('\n') || /^(?:[{[#]|---|"?[A-Za-z]+"?\s*:(?:\s|$))/.test(text);
  if (inline) return parseConfig(text, place, '');
  const file = readTextFile(text, readFile);
  if (!file.ok) return { layer: NOTHING, problems: [{ place, says: file.says, wayOut: file.wayOut }] };
  return parseConfig(file.value, text, path.dirname(text));
}

/** `folder`: what relative paths in it begin at. */
function parseConfig(text: string, fileName: string, folder: string): ReadConfig {
  const opened = openYaml(text, fileName);
  if (!opened.ok) return { layer: NOTHING, problems: opened.problems };
  const { reading } = opened;
  const layer = readDocument(reading, folder);
  return { layer, problems: problemsInOrder(reading) };
}

function readDocument(reading: Reading, folder: string): Layer {
  const { contents } = reading.document;
  if (!isMap(contents) || contents.items.length === 0) {
    reading.problem(
      contents ?? undefined,
      'there are no settings',
      'Write settings and values, such as region: westeurope',
    );
    return NOTHING;
  }
  const pairs = readMap(reading, contents, CONFIG_KEYS, 'the file', wayOutOfKey);
  const given: { -readonly [Key in keyof GivenSettings]: GivenSettings[Key] } = {};
  let own: Layer['own'];
  let overrides: Layer['overrides'];
  for (const [name, pair] of pairs ?? []) {
    const key = IN_FILE.get(name);
    if (name === 'overrides') overrides = readOverrides(reading, pair);
    else if (key === 'targets' && isList(reading, pair)) own = readTargetList(reading, pair);
    else if (key !== undefined) given[key] = readSetting(reading, name, settingOf(key), pair, folder);
  }
  return { given, ...(own && { own }), ...(overrides && { overrides }) };
}

/** Keys are many, and some slips are of one kind. */
function wayOutOfKey(name: string): string {
  const key = SETTING_KEYS.find(
    (one) => one === name || settingOf(one).name === name || fileKeyOf(settingOf(one)) === name,
  );
  const typed = name.startsWith('AGENTPATH_') ? fileKeyOf({ name }) : name;
  if (key === undefined)
    return didYouMean(typed, CONFIG_KEYS).trim() || 'Remove it: agentpath.sample.yaml shows every key';
  const setting = settingOf(key);
  if (setting.notInFile !== undefined) return `Set ${setting.name} in the environment: ${setting.notInFile}`;
  return `Write ${fileKeyOf(setting)}: keys are the names of the settings without AGENTPATH_, in lower camel case`;
}

/** Values as texts, each with its own place. */
function readSetting(reading: Reading, name: string, setting: Setting, pair: Pair, folder: string): readonly Given[] {
  const one = (at: Node, value: Node | undefined): readonly Given[] => {
    const found = value && readScalar<string | number | boolean>(reading, at, value, name, setting.kind ?? 'text');
    const text = String(found ?? '').trim();
    if (value === undefined || (found !== undefined && text === '')) {
      reading.problem(at, `${name} is empty`, `Write a value, or remove ${name}`);
    }
    if (text === '') return [];
    return textsOf(setting, text, folder).map((each) => ({ place: reading.place(at), key: name, text: each }));
  };
  if (!isList(reading, pair)) return one(pair.at, pair.value);
  if (!setting.list && !setting.files) {
    reading.problem(pair.at, `${name} is a list`, 'Write one value');
    return [];
  }
  const items = readSeq(reading, pair, name, LONGEST_LIST) ?? [];
  if (items.length === 0) {
    reading.problem(pair.at, `the list of ${name} is empty`, `Write at least one value, or remove ${name}`);
  }
  return items.flatMap((item) => one(item, item));
}

function textsOf(setting: Setting, text: string, folder: string): readonly string[] {
  if (setting.files) return isPem(text) ? [text] : partsOf(text).map((part) => pathIn(folder, part));
  return [setting.path ? pathIn(folder, text) : text];
}

/** A relative path in a file begins at the file's folder. What is no path at all (a URL, a document) stays as it is. */
function pathIn(folder: string, text: string): string {
  const noPath = /^[a-z][a-z0-9+.-]+:\/\//i.test(text) || text.includes('\n') || /^[{[#]/.test(text);
  return noPath || path.isAbsolute(text) || path.win32.isAbsolute(text) ? text : path.join(folder, text);
}
