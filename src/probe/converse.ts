/** One question in clear over a connection that stands, and the bounded answer to it. What the end of it means is the caller's to say. */
import type { Duplex } from 'node:stream';
import type { Clock } from '../model/clock.ts';
import type { Alert } from '../model/step.ts';
import { type AnswerReader, createAnswerReader } from './http-answer.ts';
import type { Tap } from './tap.ts';
import { alertInMessage } from './tls-alert.ts';
import { type SystemError, toSystemError } from './to-failure.ts';

/** TLS records without an answer in them (empty ones, tickets, requests for a new handshake) end somewhere too. */
const RAW_LIMIT = 256 * 1024;

export interface Talk {
  readonly clock: Clock;
  /** What is spoken over: the tap itself, or the TLS socket over it. */
  readonly stream: Duplex;
  readonly tap: Tap;
  readonly deadlineMs: number;
}
/** How it ended: `answered` means that the reader had what it wanted (which may be nonsense: see its state). */
export type TalkEnd = 'answered' | 'fin' | 'rst' | 'deadline' | 'flood' | 'error';

export interface Conversation {
  readonly end: TalkEnd;
  readonly answer: AnswerReader;
  /** Bytes of the answer, without what carried them. */
  readonly bytesReceived: number;
  readonly alert?: Alert;
  readonly error?: SystemError;
  /** Wall clock when the final head was complete. */
  readonly headAtMs?: number;
  readonly durationMs: number;
}

export async function converse(
  talk: Talk,
  method: 'GET' | 'CONNECT',
  request: string,
  bodyLimit?: number,
): Promise<Conversation> {
  const answer = createAnswerReader(method, bodyLimit);
  const started = talk.clock.monotonicMs();
  let headAtMs: number | undefined;
  const wanted = (): boolean => answer.state === 'head' || answer.state === 'body';
  const heard = await listen(talk, request, (chunk) => {
    answer.read(chunk);
    if (answer.head && headAtMs === undefined) headAtMs = talk.clock.wallMs();
    return wanted();
  });
  if (heard.end === 'fin') answer.end();
  return {
    ...heard,
    end: wanted() ? heard.end : 'answered',
    answer,
    durationMs: talk.clock.monotonicMs() - started,
    ...(headAtMs !== undefined && { headAtMs }),
  };
}

interface Heard {
  readonly end: TalkEnd;
  readonly bytesReceived: number;
  readonly alert?: Alert;
  readonly error?: SystemError;
}

/** Sends, then hands on what comes until `take` wants no more, the far end ends it, or the time is over. Leaves no listener and no timer behind. */
export function listen(talk: Talk, send: string, take: (chunk: Buffer) => boolean): Promise<Heard> {
  const { stream, tap, clock } = talk;
  return new Promise((resolve) => {
    let bytesReceived = 0;
    const finish = (end: TalkEnd, error?: SystemError): void => {
      cancel();
      stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      stream.pause();
      tap.begin();
      const alert = error && alertInMessage(error.message);
      resolve({ end, bytesReceived, ...(alert && { alert }), ...(error && { error }) });
    };
    const onData = (chunk: Buffer): void => {
      bytesReceived += chunk.length;
      if (!take(chunk)) finish('answered');
    };
    const onEnd = (): void => finish('fin');
    const onError = (thrown: Error): void => {
      const error = toSystemError(thrown);
      if (alertInMessage(error.message)) finish('error', error);
      else finish(tap.seen.end === 'rst' ? 'rst' : 'error', error);
    };
    const onClose = (): void => {
      const { end, error } = tap.seen;
      finish(end ?? 'error', error);
    };
    const cancel = clock.after(talk.deadlineMs, () => finish('deadline'));
    tap.begin({
      bytes: () => {
        if (stream === tap || tap.bytesReceived <= RAW_LIMIT) return true;
        finish('flood');
        tap.destroy();
        return false;
      },
    });
    if (stream.destroyed) return stream.errored ? onError(stream.errored) : onClose();
    stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
    // The phase before paused it on purpose; a new listener alone does not lift that.
    stream.resume();
    if (send !== '') stream.write(send);
  });
}
