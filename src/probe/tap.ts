/**
 * A connection that remembers: how many bytes came and went, the first of them, how and when the far end ended it. TLS and HTTP run over it
 * unchanged. Needed because Node says `ECONNRESET` of a FIN, a reset and a warning alert alike, and counts no bytes below TLS.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Clock } from '../model/clock.ts';
import { isReset, type SystemError, toSystemError } from './to-failure.ts';

const KEPT = 512;

export interface Observer {
  /** Sees the bytes before anybody else; `false` keeps them from being passed on. */
  bytes(chunk: Buffer): boolean;
  /** Hears of the far end's FIN before anybody else; `false` keeps it from being passed on. */
  fin?(): boolean;
}

/** What is known of the present phase. */
export interface Seen {
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly firstBytes: Buffer;
  /** The first chunk sent. */
  readonly firstSent?: { readonly bytes: Buffer; readonly atMs: number };
  /** When the far end last did something. */
  readonly lastAtMs?: number;
  readonly end?: 'fin' | 'rst' | 'error';
  readonly error?: SystemError;
}

export class Tap extends Duplex {
  readonly #socket: Socket;
  readonly #clock: Clock;
  #observer: Observer | undefined;
  #received = 0;
  #sent = 0;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #firstSent: { bytes: Buffer; atMs: number } | undefined;
  #lastAtMs: number | undefined;
  #end: Seen['end'];
  #error: SystemError | undefined;

  constructor(socket: Socket, clock: Clock) {
    super({ allowHalfOpen: true, emitClose: true });
    this.#socket = socket;
    this.#clock = clock;
    // The end is read from `seen`; an error with nobody listening must not end the process.
    this.on('error', () => {});
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
    // Nothing is read before somebody listens here.
    socket.pause();
    if (socket.errored) this.#onError(socket.errored);
    else if (socket.destroyed) this.destroy();
  }

  get seen(): Seen {
    return {
      bytesReceived: this.#received,
      bytesSent: this.#sent,
      firstBytes: Buffer.concat(this.#kept, this.#keptBytes),
      ...(this.#firstSent && { firstSent: this.#firstSent }),
      ...(this.#lastAtMs !== undefined && { lastAtMs: this.#lastAtMs }),
      ...(this.#end && { end: this.#end }),
      ...(this.#error && { error: this.#error }),
    };
  }

  get bytesReceived(): number {
    return this.#received;
  }

  /** Counts from here on. */
  begin(observer?: Observer): void {
    this.#observer = observer;
    this.#received = 0;
    this.#sent = 0;
    this.#kept = [];
    this.#keptBytes = 0;
    this.#firstSent = undefined;
  }

  /** What the phase before received and did not use belongs to this one. */
  giveBack(left: Buffer): void {
    if (left.length > 0 && this.#note(left)) this.unshift(left);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#sent += chunk.length;
    this.#firstSent ??= { bytes: chunk, atMs: this.#clock.monotonicMs() };
    this.#socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#observer = undefined;
    this.#socket.destroy();
    done(error);
  }

  /** Counts and shows; true when the bytes may be passed on. */
  #note(chunk: Buffer): boolean {
    this.#received += chunk.length;
    this.#lastAtMs = this.#clock.monotonicMs();
    if (this.#keptBytes < KEPT) {
      const part = chunk.subarray(0, KEPT - this.#keptBytes);
      this.#kept.push(part);
      this.#keptBytes += part.length;
    }
    return this.#observer?.bytes(chunk) ?? true;
  }

  readonly #onData = (chunk: Buffer): void => {
    const pass = this.#note(chunk);
    if (this.destroyed) return;
    if (pass && !this.push(chunk)) this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#end ??= 'fin';
    this.#lastAtMs = this.#clock.monotonicMs();
    // What came before it may still be on its way through us.
    if (this.readableLength > 0 || (this.#observer?.fin?.() ?? true)) this.push(null);
  };

  readonly #onError = (thrown: Error): void => {
    this.#error ??= toSystemError(thrown);
    this.#end ??= isReset(this.#error) ? 'rst' : 'error';
    this.#lastAtMs = this.#clock.monotonicMs();
    this.destroy(thrown);
  };

  readonly #onClose = (): void => {
    this.destroy();
  };
}
