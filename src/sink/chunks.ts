/** Rows with their JSON, cut into bodies that the service takes. */
import type { ProbeRecord } from '../record/columns.ts';

/** The service takes 1 MB, compressed and uncompressed; the client would otherwise split by a sum that leaves out the commas. */
export const MAX_BODY_BYTES = 950_000;

export interface MeasuredRow {
  readonly record: ProbeRecord;
  readonly bytes: number;
}
export type Chunk = readonly MeasuredRow[];

export function measured(record: ProbeRecord): MeasuredRow {
  return { record, bytes: Buffer.byteLength(JSON.stringify(record)) };
}

/** Bytes of the JSON array, brackets and commas included. */
export function bodyBytes(chunk: Chunk): number {
  return chunk.reduce((sum, { bytes }) => sum + bytes + 1, 1);
}

/** In order. A row that is too large by itself gets a chunk of its own. */
export function chunksOf(rows: Chunk, maxBytes = MAX_BODY_BYTES): readonly Chunk[] {
  const chunks: MeasuredRow[][] = [];
  let size = 1;
  for (const row of rows) {
    const last = chunks.at(-1);
    if (last && size + row.bytes + 1 <= maxBytes) {
      last.push(row);
      size += row.bytes + 1;
    } else {
      chunks.push([row]);
      size = row.bytes + 2;
    }
  }
  return chunks;
}

export function halves(chunk: Chunk): readonly [Chunk, Chunk] {
  const middle = Math.ceil(chunk.length / 2);
  return [chunk.slice(0, middle), chunk.slice(middle)];
}

/** The row without its evidence, which says so; nothing where it has none to lose. */
export function withoutEvidence({ record }: MeasuredRow): MeasuredRow | undefined {
  if (record.Evidence === undefined) return undefined;
  const { Evidence: _, ...rest } = record;
  return measured({ ...rest, EvidenceDropped: ['all of it: the row was too large to be delivered'] });
}
