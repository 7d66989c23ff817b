/** Changes to targets of the catalogue, as a configuration file lists them. */
import type { Node } from 'yaml';
import type { Override } from '../model/settings.ts';
import { INSPECTION, TIERS } from '../model/target.ts';
import { readProxy } from './read-host.ts';
import { readLabel, readOneOf, readPath } from './read-text.ts';
import { quoted, type Reader } from './read-value.ts';
import { readExpectation } from './target-parts.ts';
import { type Pair, type Reading, readAs, readMap, readScalar, readSeq } from './yaml-nodes.ts';

const MOST_OVERRIDES = 1000;
export const OVERRIDE_KEYS = [
  'name',
  'enabled',
  'path',
  'expect',
  'feature',
  'required',
  'tier',
  'inspection',
  'proxy',
] as const;
type Key = (typeof OVERRIDE_KEYS)[number];

export function readOverrides(reading: Reading, list: Pair): readonly Override[] {
  const items = readSeq(reading, list, 'overrides', MOST_OVERRIDES);
  if (items?.length === 0) {
    reading.problem(list.at, 'the list of overrides is empty', 'Write at least one, or remove overrides');
  }
  const firstLines = new Map<string, number>();
  return (items ?? []).flatMap((item) => {
    const found = readOverride(reading, item);
    if (!found) return [];
    const earlier = firstLines.get(found.name);
    if (earlier !== undefined) {
      reading.problem(item, `${quoted(found.name)} is overridden in line ${earlier} already`, 'Write them as one');
    }
    firstLines.set(found.name, earlier ?? reading.line(item));
    return [found];
  });
}

function readOverride(reading: Reading, item: Node): Override | undefined {
  const before = reading.problems.length;
  const pairs: ReadonlyMap<Key, Pair> | undefined = readMap(reading, item, OVERRIDE_KEYS, 'an override');
  if (!pairs) return undefined;
  const text = <T>(key: Key, reader: Reader<T>): T | undefined => {
    const pair = pairs.get(key);
    return pair && readAs(reading, pair.at, pair.value, key, reader);
  };
  const yes = (key: Key): boolean | undefined => {
    const pair = pairs.get(key);
    return pair && readScalar<boolean>(reading, pair.at, pair.value, key, 'boolean');
  };
  const name = text('name', readLabel(300));
  if (!pairs.has('name')) {
    reading.problem(
      item,
      'an override without a name',
      'Add name: the name of a target of the catalogue or the id of its entry, as agentpath targets --explain shows them',
    );
  }
  if (pairs.has('name') && pairs.size === 1 && reading.problems.length === before) {
    reading.problem(item, 'an override that changes nothing', `Write one of ${OVERRIDE_KEYS.slice(1).join(', ')}`);
  }
  const enabled = yes('enabled');
  const path = text('path', readPath);
  const expect = readExpectation(reading, pairs.get('expect'));
  const feature = text('feature', readLabel(300));
  const tier = text('tier', readOneOf(TIERS));
  const required = requiredOf(reading, pairs.get('required'), yes('required'), tier);
  const inspection = text('inspection', readOneOf(INSPECTION));
  const proxy = text('proxy', readProxy);
  if (name === undefined) return undefined;
  return {
    name,
    ...(enabled !== undefined && { enabled }),
    change: {
      ...(path !== undefined && { path }),
      ...(expect && { expect }),
      ...(feature !== undefined && { feature }),
      ...required,
      ...(inspection !== undefined && { inspection }),
      ...(proxy !== undefined && { proxy }),
    },
    place: reading.place(pairs.get('name')?.at ?? item),
  };
}

/** In the catalogue a target is required exactly where its tier says so; either of the two tells the other. */
function requiredOf(
  reading: Reading,
  pair: Pair | undefined,
  required: boolean | undefined,
  tier: (typeof TIERS)[number] | undefined,
): Override['change'] {
  if (tier !== undefined && required !== undefined && required !== (tier === 'required')) {
    reading.problem(
      pair?.at,
      `required: ${required} beside tier: ${tier}`,
      'In the catalogue a target is required exactly where its tier is: write tier alone',
    );
  }
  if (tier !== undefined) return { tier, required: tier === 'required' };
  if (required === undefined) return {};
  return { required, tier: required ? 'required' : 'recommended' };
}
