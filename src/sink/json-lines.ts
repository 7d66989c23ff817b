import { open } from 'node:fs/promises';
import type { ProbeRecord } from '../record/columns.ts';
import { safeJson } from '../record/safe-json.ts';
import { NOTHING_WRITTEN, type Sink, withCounts } from './sink.ts';

/** One row a line, appended to a file. What the file system refuses is in the report. */
export function jsonLinesFile(path: string): Sink {
  return {
    async write(records) {
      if (records.length === 0) return NOTHING_WRITTEN;
      const text = lines(records);
      try {
        const file = await open(path, 'a');
        try {
          await file.appendFile(text);
        } finally {
          await file.close();
        }
      } catch (error) {
        return refused(records.length, error);
      }
      return written(records.length, text);
    },
  };
}

/** One row a line, to a stream that stays open. */
export function jsonLinesStream(stream: NodeJS.WritableStream): Sink {
  return {
    async write(records) {
      if (records.length === 0) return NOTHING_WRITTEN;
      const text = lines(records);
      const error = await new Promise<Error | null | undefined>((resolve) => {
        stream.once('error', resolve);
        stream.write(text, (failed) => {
          // After a failed write the stream emits the error too, on some versions of Node later than this: then it must still be listened for.
          if (!failed) stream.removeListener('error', resolve);
          resolve(failed);
        });
      });
      return error ? refused(records.length, error) : written(records.length, text);
    },
  };
}

function lines(records: readonly ProbeRecord[]): string {
  return records.map((record) => `${safeJson(record)}\n`).join('');
}
function written(rows: number, text: string) {
  return { ...NOTHING_WRITTEN, written: rows, calls: 1, bytes: Buffer.byteLength(text) };
}
function refused(rows: number, error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  return { ...NOTHING_WRITTEN, refused: rows, calls: 1, reasons: withCounts([[reason, rows]]) };
}
