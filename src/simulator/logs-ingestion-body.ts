import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** 1 MB, compressed and uncompressed, read as 2^20. */
export const MAX_CALL_BYTES = 1_048_576;
/** What is read and thrown away of a body that is too large, so that its sender gets to see the answer. */
const MAX_DRAINED_BYTES = 16 * MAX_CALL_BYTES;

export type BodyRead =
  | { readonly kind: 'body'; readonly text: string; readonly bytes: number; readonly compressedBytes: number }
  | { readonly kind: 'too_large'; readonly compressedBytes: number }
  | { readonly kind: 'bad_gzip'; readonly compressedBytes: number }
  | { readonly kind: 'unknown_encoding'; readonly compressedBytes: number }
  /** The sender went away, or sent far too much. */
  | { readonly kind: 'abandoned' };

const unzip = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** Holds at most the limit of the body, and at most the limit of what it unpacks to. */
export async function readBody(request: IncomingMessage): Promise<BodyRead> {
  const raw = await bytesOf(request);
  if (raw === undefined) return { kind: 'abandoned' };
  const { bytes, total: compressedBytes } = raw;
  if (compressedBytes > MAX_CALL_BYTES) return { kind: 'too_large', compressedBytes };
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity')
    return { kind: 'body', text: bytes.toString('utf8'), bytes: bytes.length, compressedBytes };
  if (encoding !== 'gzip') return { kind: 'unknown_encoding', compressedBytes };
  try {
    const unpacked = await unzip(bytes, { maxOutputLength: MAX_CALL_BYTES });
    return { kind: 'body', text: unpacked.toString('utf8'), bytes: unpacked.length, compressedBytes };
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { kind: tooLarge ? 'too_large' : 'bad_gzip', compressedBytes };
  }
}

function bytesOf(request: IncomingMessage): Promise<{ readonly bytes: Buffer; readonly total: number } | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let total = 0;
    request.on('data', (chunk: Buffer) => {
      total += chunk.length;
      if (total <= MAX_CALL_BYTES) chunks.push(chunk);
      if (total > MAX_DRAINED_BYTES) request.destroy();
    });
    request.on('end', () => resolve({ bytes: Buffer.concat(total <= MAX_CALL_BYTES ? chunks : []), total }));
    request.on('close', () => resolve(undefined));
    request.on('error', () => resolve(undefined));
  });
}
