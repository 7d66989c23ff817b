import type { Duplex } from 'node:stream';

export interface Peeked<Reading> {
  readonly bytes: Buffer;
  readonly reading: Reading;
}

/**
 * Reads until `read` has seen enough, then pauses: nothing that came is lost, it is all in `bytes`.
 * Undefined where the peer ended or left before that.
 */
export function peek<Reading extends { readonly kind: string }>(
  stream: Duplex,
  read: (bytes: Buffer) => Reading,
): Promise<Peeked<Reading> | undefined> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.readableEnded) return resolve(undefined);
    let bytes = Buffer.alloc(0);
    const finish = (peeked: Peeked<Reading> | undefined): void => {
      stream.pause();
      stream.off('data', onData).off('end', onEnd).off('close', onEnd);
      resolve(peeked);
    };
    const onEnd = (): void => finish(undefined);
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      const reading = read(bytes);
      if (reading.kind !== 'incomplete') finish({ bytes, reading });
    };
    stream.on('data', onData).on('end', onEnd).on('close', onEnd);
    stream.resume();
  });
}
