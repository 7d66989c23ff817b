/** One's own targets from YAML or JSON. Every problem names file, line and column; all are told at once, in the order of the file. */
import { isIPv6 } from 'node:net';
import { isMap, type Node } from 'yaml';
import { AGENTS, type Agent, EFFECTS, INSPECTION, SCHEMES, type Scheme, type Target, TIERS } from '../model/target.ts';
import type { PlacedTargets } from './layers.ts';
import { SettingsError } from './problems.ts';
import { readHost, readProxy } from './read-host.ts';
import { readLabel, readOneOf, readPath } from './read-text.ts';
import { quoted, type Reader } from './read-value.ts';
import { readExpectation, readWhole } from './target-parts.ts';
import {
  openYaml,
  type Pair,
  problemsInOrder,
  type Reading,
  readAs,
  readMap,
  readScalar,
  readSeq,
} from './yaml-nodes.ts';

const BEGIN_WITH = 'Begin with targets: and list at least one target with its host';
const NONE: PlacedTargets = { targets: [], places: {} };
const MOST_TARGETS = 10_000;
const MOST_AGENTS = 100;

export const TARGET_KEYS = [
  'name',
  'host',
  'port',
  'scheme',
  'path',
  'expect',
  'agents',
  'feature',
  'required',
  'tier',
  'effect',
  'stops',
  'proxy',
  'inspection',
] as const;
type Pairs = ReadonlyMap<(typeof TARGET_KEYS)[number], Pair>;

/** `fileName` is only for the places of problems. Throws a SettingsError. */
export function parseTargets(text: string, fileName: string): readonly Target[] {
  return parsePlacedTargets(text, fileName).targets;
}

/** The targets of a targets file, and where each stands. Throws a SettingsError. */
export function parsePlacedTargets(text: string, fileName: string): PlacedTargets {
  const opened = openYaml(text, fileName);
  if (!opened.ok) throw new SettingsError(opened.problems);
  const { reading } = opened;
  const targets = readDocument(reading);
  const problems = problemsInOrder(reading);
  if (problems.length > 0) throw new SettingsError(problems);
  return targets;
}

function readDocument(reading: Reading): PlacedTargets {
  const { contents } = reading.document;
  if (!isMap(contents)) {
    reading.problem(contents ?? undefined, 'there are no targets', BEGIN_WITH);
    return NONE;
  }
  const file = readMap(reading, contents, ['targets'], 'the file');
  if (!file) return NONE;
  const list = file.get('targets');
  if (list?.value) return readTargetList(reading, list);
  reading.problem(list?.at ?? contents, 'there are no targets', BEGIN_WITH);
  return NONE;
}

/** The list under `targets:`, of a targets file or of a configuration file. */
export function readTargetList(reading: Reading, list: Pair): PlacedTargets {
  const items = readSeq(reading, list, 'targets', MOST_TARGETS) ?? [];
  if (items.length === 0 && reading.problems.length === 0)
    reading.problem(list.at, 'the list of targets is empty', BEGIN_WITH);
  const firstLines = new Map<string, number>();
  const places = new Map<string, string>();
  const targets = items.flatMap((item) => {
    const found = readTarget(reading, item);
    if (!found) return [];
    const { target, at } = found;
    const earlier = firstLines.get(target.name);
    if (earlier !== undefined) {
      reading.problem(
        at,
        `the name ${quoted(target.name)} is taken by the target in line ${earlier}`,
        'Give each target a name of its own',
      );
    }
    firstLines.set(target.name, earlier ?? reading.line(at));
    if (earlier === undefined) places.set(target.name, reading.place(at));
    return [target];
  });
  return { targets, places: Object.fromEntries(places) };
}

function readTarget(reading: Reading, item: Node): { readonly target: Target; readonly at: Node } | undefined {
  const pairs: Pairs | undefined = readMap(reading, item, TARGET_KEYS, 'a target');
  if (!pairs) return undefined;
  const text = <T>(key: (typeof TARGET_KEYS)[number], reader: Reader<T>): T | undefined => {
    const pair = pairs.get(key);
    return pair && readAs(reading, pair.at, pair.value, key, reader);
  };
  if (!pairs.has('host'))
    reading.problem(item, 'a target without a host', 'Add host: the DNS name or address to be reached');
  const host = text('host', readHost);
  const { port, scheme } = portAndScheme(reading, pairs, item);
  const path = text('path', readPath) ?? '/';
  const expect = readExpectation(reading, pairs.get('expect'));
  const agents = readAgents(reading, pairs.get('agents'));
  const feature = text('feature', readLabel(300)) ?? '';
  const required = readRequired(reading, pairs.get('required'));
  const tier = text('tier', readOneOf(TIERS)) ?? (required ? 'required' : 'feature');
  const effect = text('effect', readOneOf(EFFECTS)) ?? (required ? 'broken' : 'degraded');
  const stops = text('stops', readLabel(500)) ?? '';
  const proxy = text('proxy', readProxy);
  const inspection = text('inspection', readOneOf(INSPECTION)) ?? 'unknown';
  const givenName = text('name', readLabel(200));
  if (scheme === 'tcp') refuseHttpOfTcp(reading, pairs);
  if (host === undefined || port === undefined || scheme === undefined) return undefined;
  const target: Target = {
    name: givenName ?? `${isIPv6(host) ? `[${host}]` : host}:${port}`,
    host,
    port,
    scheme,
    path,
    ...(expect && { expect }),
    agents,
    feature,
    required,
    tier,
    effect,
    stops,
    inspection,
    ...(proxy !== undefined && { proxy }),
  };
  return { target, at: pairs.get('name')?.at ?? item };
}

/** One of the two tells the other; with neither it is https on 443. */
function portAndScheme(
  reading: Reading,
  pairs: Pairs,
  item: Node,
): { readonly port: number | undefined; readonly scheme: Scheme | undefined } {
  const portPair = pairs.get('port');
  const schemePair = pairs.get('scheme');
  const port = portPair && readWhole(reading, portPair.at, portPair.value, 'port', 1, 65_535);
  const scheme = schemePair && readAs(reading, schemePair.at, schemePair.value, 'scheme', readOneOf(SCHEMES));
  if (portPair && !schemePair) return { port, scheme: port === 80 ? 'http' : 'https' };
  if (!portPair && scheme === 'tcp') {
    reading.problem(schemePair?.at ?? item, 'scheme tcp without a port', 'Add port: no port can be derived from tcp');
    return { port: undefined, scheme };
  }
  if (!portPair) return { port: scheme === 'http' ? 80 : 443, scheme: schemePair ? scheme : 'https' };
  return { port, scheme };
}

function refuseHttpOfTcp(reading: Reading, pairs: Pairs): void {
  for (const key of ['path', 'expect'] as const) {
    const pair = pairs.get(key);
    if (pair)
      reading.problem(
        pair.key,
        `${key} means nothing with scheme tcp`,
        `Remove ${key}, or write scheme: https or http`,
      );
  }
}

function readRequired(reading: Reading, pair: Pair | undefined): boolean {
  return pair ? (readScalar<boolean>(reading, pair.at, pair.value, 'required', 'boolean') ?? true) : true;
}

function readAgents(reading: Reading, pair: Pair | undefined): readonly Agent[] {
  if (!pair) return [];
  const items = readSeq(reading, pair, 'agents', MOST_AGENTS) ?? [];
  const agents = items.flatMap((item) => readAs(reading, item, item, 'agents', readOneOf(AGENTS)) ?? []);
  return AGENTS.filter((agent) => agents.includes(agent));
}
