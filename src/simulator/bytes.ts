import type { Duplex } from 'node:stream';
import type { Lifetime } from './lifetime.ts';
import type { Bytes, Ending, Pace } from './world.ts';

export function toBuffer(bytes: Bytes): Buffer {
  return 'text' in bytes ? Buffer.from(bytes.text, 'latin1') : Buffer.from(bytes.hex, 'hex');
}

/** A stream and the way to reset what carries it: a TLS stream has no reset of its own. */
export interface Line {
  readonly stream: Duplex;
  reset(): void;
}

/**
 * `close`: a FIN, and what still comes is read, because unread bytes would turn the FIN into an RST; `open`: only read on.
 * `reset`: after what was written has left.
 */
export function finish(line: Line, how: Ending): void {
  line.stream.resume();
  switch (how) {
    case 'open':
      endWithPeer(line);
      return;
    case 'close':
      line.stream.end();
      return;
    case 'reset':
      if (line.stream.writableLength === 0) onceRead(() => line.reset());
      else line.stream.write('', () => onceRead(() => line.reset()));
  }
}

/**
 * Bytes and a reset that arrive together read as bytes and a FIN, or as a reset alone, as the system likes it. Client and server share
 * one event loop here: once it has gone round, the client has read what was sent.
 */
function onceRead(call: () => void): void {
  setImmediate(() => setImmediate(call));
}

/** Who keeps silent still lets go of a peer that has left. */
function endWithPeer({ stream }: Line): void {
  if (stream.readableEnded) stream.end();
  else stream.once('end', () => stream.end());
}

/** All of it at once, or step by step on the clock. `done` once the last byte was handed over; never where the peer has left. */
export function send(line: Line, bytes: Buffer, pace: Pace | undefined, life: Lifetime, done: () => void): void {
  if (!pace) {
    line.stream.write(bytes, (trouble) => trouble ?? done());
    return;
  }
  const step = (at: number): void => {
    if (line.stream.destroyed) return;
    const next = at + pace.bytes;
    line.stream.write(bytes.subarray(at, next));
    if (next >= bytes.length) done();
    else life.after(pace.everyMs, () => step(next));
  };
  step(0);
}

/** Without end, as fast as the peer takes it. */
export function flood(line: Line, chunk: Buffer): void {
  // Some kilobytes at a time: one call per tiny chunk would keep this process busy with itself.
  const block = Buffer.concat(Array.from({ length: Math.max(1, Math.ceil(4096 / chunk.length)) }, () => chunk));
  const write = (): void => {
    if (line.stream.writable && line.stream.write(block)) setImmediate(write);
  };
  line.stream.on('drain', write);
  // A FIN is no end of it: what waits to be sent would wait for ever.
  line.stream.once('end', () => line.stream.destroy());
  line.stream.resume();
  write();
}
