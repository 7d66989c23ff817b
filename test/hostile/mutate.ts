/** Bytes as an enemy would change them, and as an enemy would send them. */
import type { Duplex } from 'node:stream';
import { ALL_TRICKS, pour } from './far-end.ts';
import type { Random } from './seeded.ts';

const TRICKS = Buffer.from(ALL_TRICKS);
/** Where lengths, counts and signs turn over. */
const EDGES = [0, 1, 0x0d, 0x0a, 0x1b, 0x20, 0x3a, 0x7f, 0x80, 0xc0, 0xff];

type Change = (bytes: Buffer, random: Random, other: Buffer) => Buffer;
const at = (bytes: Buffer, random: Random): number => random.below(bytes.length + 1);
const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) change(copy);
  return copy;
};
const spliced = (bytes: Buffer, from: number, to: number, middle: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);

const CHANGES: readonly Change[] = [
  (bytes, random) =>
    changed(bytes, (copy) => {
      const index = random.below(copy.length);
      copy[index] = (copy[index] ?? 0) ^ (1 << random.below(8));
    }),
  (bytes, random) =>
    changed(bytes, (copy) => {
      copy[random.below(copy.length)] = random.pick(EDGES);
    }),
  (bytes, random) =>
    changed(bytes, (copy) => {
      if (copy.length >= 2)
        copy.writeUInt16BE(random.pick([0, 1, 0x7fff, 0x8000, 0xffff]), random.below(copy.length - 1));
    }),
  (bytes, random) => bytes.subarray(0, at(bytes, random)),
  (bytes, random) => {
    const from = at(bytes, random);
    return spliced(bytes, from, Math.min(bytes.length, from + 1 + random.below(64)), Buffer.alloc(0));
  },
  (bytes, random) => {
    const from = at(bytes, random);
    return spliced(bytes, from, from, random.bytes(1 + random.below(32)));
  },
  (bytes, random) => {
    const from = at(bytes, random);
    const part = bytes.subarray(from, from + 1 + random.below(200));
    return spliced(bytes, from, from, Buffer.concat(Array.from({ length: 1 + random.below(40) }, () => part)));
  },
  (bytes, random) => {
    const from = at(bytes, random);
    return spliced(bytes, from, from, TRICKS.subarray(random.below(TRICKS.length)));
  },
  (bytes, random, other) => spliced(bytes, at(bytes, random), bytes.length, other.subarray(at(other, random))),
];

/** @param other Of the same kind: its end may be put in the place of this one's. */
export function mutate(bytes: Buffer, random: Random, other: Buffer = bytes): Buffer {
  let result = bytes;
  for (let left = random.below(5); left >= 0; left -= 1) result = random.pick(CHANGES)(result, random, other);
  return result;
}

/** In pieces, and then one of the ends that a connection can have. Most close: waiting for a deadline is dear. */
export function deliver(stream: Duplex, bytes: Buffer, random: Random, reset: () => void): void {
  stream.on('error', () => {});
  for (let from = 0; from < bytes.length; ) {
    const to = random.chance(3) ? from + 1 + random.below(bytes.length) : bytes.length;
    stream.write(bytes.subarray(from, to));
    from = to;
  }
  const end = random.below(24);
  if (end === 0) return; // silence until the deadline
  if (end === 1) pour(stream, random.bytes(1_000));
  else if (end === 2) stream.write('', reset);
  else stream.end();
}
