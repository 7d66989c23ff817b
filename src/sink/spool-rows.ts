/** Rows as they are kept: one JSON a line, compressed. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ProbeRecord } from '../record/columns.ts';

const pack = promisify<Buffer, Buffer>(gzip);
const unpack = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);

/** JSON of one part of a run: what a later delivery holds in memory at once. */
export const MAX_PART_BYTES = 4_000_000;
/** No part of ours unpacks to more: a single row is far below a megabyte. */
const MAX_UNPACKED_BYTES = 4 * MAX_PART_BYTES;

/** In order, each within the bound; a row above it has a part of its own. */
export function partsOf(rows: readonly ProbeRecord[], maxBytes = MAX_PART_BYTES): readonly (readonly ProbeRecord[])[] {
  const parts: ProbeRecord[][] = [];
  let size = 0;
  for (const row of rows) {
    const bytes = Buffer.byteLength(JSON.stringify(row)) + 1;
    const last = parts.at(-1);
    if (last && size + bytes <= maxBytes) {
      last.push(row);
      size += bytes;
    } else {
      parts.push([row]);
      size = bytes;
    }
  }
  return parts;
}

export function packRows(rows: readonly ProbeRecord[]): Promise<Buffer> {
  return pack(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
}

/** Undefined for what is no part of ours, or not as many rows as its name says: the archive's own checksum tells a broken one. */
export async function unpackRows(content: Uint8Array, count: number): Promise<readonly ProbeRecord[] | undefined> {
  const text = await unpack(content, { maxOutputLength: MAX_UNPACKED_BYTES }).catch(() => undefined);
  const lines = text?.toString('utf8').split('\n').slice(0, -1);
  if (lines?.length !== count) return undefined;
  try {
    // Written by `packRows`: what passed the checksum is as it was.
    return lines.map((line) => JSON.parse(line) as ProbeRecord);
  } catch {
    return undefined;
  }
}
