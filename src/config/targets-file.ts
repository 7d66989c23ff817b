/** One's own targets from YAML or JSON. Every problem names file, line and column; all are told at once, in the order of the file. */
import { isIPv6 } from 'node:net';
import { isMap, type Node } from 'yaml';
import {
  AGENTS,
  type Agent,
  type Expectation,
  INSPECTION,
  SCHEMES,
  type Scheme,
  type Target,
  TIERS,
} from '../model/target.ts';
import { SettingsError } from './problems.ts';
import { readHost, readProxy } from './read-host.ts';
import { readLabel, readOneOf, readPath } from './read-text.ts';
import { hasControlCharacter, quoted, type Reader, read, refuse } from './read-value.ts';
import { isList, openYaml, type Pair, type Reading, readAs, readMap, readScalar, readSeq } from './yaml-nodes.ts';

const MOST_TARGETS = 10_000;
const MOST_STATUSES = 100;
/** No more of a body is looked at. */
const LONGEST_BODY_BYTES = 4096;

const KEYS = [
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
  'proxy',
  'inspection',
] as const;
type Pairs = ReadonlyMap<(typeof KEYS)[number], Pair>;

/** `fileName` is only for the places of problems. Throws a SettingsError. */
export function parseTargets(text: string, fileName: string): readonly Target[] {
  const opened = openYaml(text, fileName);
  if (!opened.ok) throw new SettingsError(opened.problems);
  const { reading } = opened;
  const targets = readDocument(reading);
  if (reading.problems.length > 0) {
    const inOrder = reading.problems.toSorted((a, b) => a.offset - b.offset);
    throw new SettingsError(inOrder.map(({ place, says, wayOut }) => ({ place, says, wayOut })));
  }
  return targets;
}

function readDocument(reading: Reading): readonly Target[] {
  const { contents } = reading.document;
  const wayOut = 'Begin with targets: and list at least one target with its host';
  if (!isMap(contents)) {
    reading.problem(contents ?? undefined, 'there are no targets', wayOut);
    return [];
  }
  const file = readMap(reading, contents, ['targets'], 'the file');
  if (!file) return [];
  const list = file.get('targets');
  if (!list?.value) {
    reading.problem(list?.at ?? contents, 'there are no targets', wayOut);
    return [];
  }
  const items = readSeq(reading, list, 'targets', MOST_TARGETS) ?? [];
  if (items.length === 0 && reading.problems.length === 0)
    reading.problem(list.at, 'the list of targets is empty', wayOut);
  const firstLines = new Map<string, number>();
  return items.flatMap((item) => {
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
    return [target];
  });
}

function readTarget(reading: Reading, item: Node): { readonly target: Target; readonly at: Node } | undefined {
  const pairs: Pairs | undefined = readMap(reading, item, KEYS, 'a target');
  if (!pairs) return undefined;
  const text = <T>(key: (typeof KEYS)[number], reader: Reader<T>): T | undefined => {
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
  const feature = text('feature', readLabel(100)) ?? '';
  const required = readRequired(reading, pairs.get('required'));
  const tier = text('tier', readOneOf(TIERS)) ?? (required ? 'required' : 'feature');
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
    effect: required ? 'broken' : 'degraded',
    stops: '',
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
  const items = readSeq(reading, pair, 'agents', MOST_STATUSES) ?? [];
  const agents = items.flatMap((item) => readAs(reading, item, item, 'agents', readOneOf(AGENTS)) ?? []);
  return AGENTS.filter((agent) => agents.includes(agent));
}

function readExpectation(reading: Reading, pair: Pair | undefined): Expectation | undefined {
  if (!pair) return undefined;
  const pairs = readMap(reading, pair.value ?? pair.at, ['status', 'body'], 'expect');
  if (!pairs) return undefined;
  const bodyPair = pairs.get('body');
  const status = readStatuses(reading, pairs.get('status'));
  const body = bodyPair && readAs(reading, bodyPair.at, bodyPair.value, 'body', readBody);
  if (pairs.size === 0) reading.problem(pair.at, 'expect says nothing', 'Write status, body or both, or remove expect');
  return { ...(status && { status }), ...(body !== undefined && { body }) };
}

function readStatuses(reading: Reading, pair: Pair | undefined): readonly number[] | undefined {
  if (!pair) return undefined;
  const one = (at: Node, value: Node | undefined): number | undefined =>
    readWhole(reading, at, value, 'status', 100, 599);
  if (!isList(reading, pair)) {
    const status = one(pair.at, pair.value);
    return status === undefined ? undefined : [status];
  }
  const items = readSeq(reading, pair, 'status', MOST_STATUSES) ?? [];
  if (items.length === 0)
    reading.problem(pair.at, 'the list of statuses is empty', 'Write at least one, or remove status');
  return [...new Set(items.flatMap((item) => one(item, item) ?? []))];
}

const readBody: Reader<string> = (text) => {
  if (text === '') return refuse('it is empty', 'Write a text that the answer must hold, or remove body');
  if (Buffer.byteLength(text) > LONGEST_BODY_BYTES)
    return refuse('it is longer than 4096 bytes', 'Write less: no more of an answer is read');
  return hasControlCharacter(text.replaceAll(/[\r\n\t]/g, ''))
    ? refuse('it holds control characters', 'Write a part of the answer without them')
    : read(text);
};

function readWhole(
  reading: Reading,
  at: Node,
  value: Node | undefined,
  what: string,
  from: number,
  to: number,
): number | undefined {
  const found = readScalar<number>(reading, at, value, what, 'number');
  if (found === undefined || (Number.isInteger(found) && found >= from && found <= to)) return found;
  reading.problem(at, `${what} ${found} is out of range`, `Write a whole number from ${from} to ${to}`);
  return undefined;
}
