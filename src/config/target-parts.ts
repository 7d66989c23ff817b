/** Parts that one's own targets and the overrides of the catalogue have in common. */
import type { Node } from 'yaml';
import type { Expectation } from '../model/target.ts';
import { hasControlCharacter, type Reader, read, refuse } from './read-value.ts';
import { isList, type Pair, type Reading, readAs, readMap, readScalar, readSeq } from './yaml-nodes.ts';

export const MOST_STATUSES = 100;
/** No more of a body is looked at. */
const LONGEST_BODY_BYTES = 4096;

export function readExpectation(reading: Reading, pair: Pair | undefined): Expectation | undefined {
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

export function readWhole(
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
