/** Far ends that mean harm, as data: what each does with a connection, and how a flow to it may end. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { Scheme } from '../../src/model/target.ts';

export interface FarEnd {
  readonly name: string;
  readonly scheme: Scheme;
  /** The phase that it keeps waiting until the deadline. That one is short; whatever must come to its own end is given seconds. */
  readonly hangs?: 'tls' | 'http';
  /** `http 200`, or the name of the failure. */
  readonly ends: RegExp;
  /** Its status over plain HTTP is an answer like any other: only then may the verdict be `reachable`. */
  readonly reachable?: true;
  serve(socket: Socket): void;
}

/** The far end speaks once it was spoken to. */
export function answering(act: (socket: Socket, said: Buffer) => void): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', (said: Buffer) => {
      socket.on('data', () => {});
      act(socket, said);
    });
  };
}

/** A true TLS server on this connection, and what it does with the first bytes inside. */
export function overTls(
  options: TLSSocketOptions,
  act: (inside: TLSSocket, said: Buffer) => void,
): (socket: Socket) => void {
  return (socket) => {
    const inside = new TLSSocket(socket, { isServer: true, ...options });
    inside.on('error', () => socket.destroy());
    inside.once('data', (said: Buffer) => {
      inside.on('data', () => {});
      act(inside, said);
    });
  };
}

/** Sends for as long as somebody takes it. */
export function pour(stream: Duplex, again: string | Uint8Array, first: string | Uint8Array = ''): void {
  const more = (): void => {
    while (!stream.destroyed && stream.write(again));
  };
  stream.on('drain', more).on('error', () => {});
  stream.write(first);
  more();
}

const DRIP_MS = 10;

/** A byte at a time with a pause after each; at the end it goes on waiting. One byte a second against deadlines of 8 s, scaled down. */
export function drip(stream: Duplex, bytes: Uint8Array): void {
  stream.write(bytes.subarray(0, 1));
  let at = 1;
  const timer = setInterval(() => {
    if (stream.destroyed || at === bytes.length) clearInterval(timer);
    else stream.write(bytes.subarray(at, ++at));
  }, DRIP_MS);
  stream.on('close', () => clearInterval(timer)).on('error', () => {});
}

/** What a terminal, a log or a page could act on: all that must never come out. */
export const TRICKS = {
  colour: '\u001b[31mRED\u001b[0m',
  clear: '\u001b[2J\u001b[H',
  title: '\u001b]0;pwned\u0007',
  link: '\u001b]8;;http://evil.example/\u0007click\u001b]8;;\u0007',
  c1: '\u009b31mRED',
  line: 'first\r\n{"event":"run","reachable":50}',
  nul: 'before\u0000after',
  bidi: '\u202egnp.exe\u202c \u2066x\u2069',
  hidden: 'zero\u200bwidth\ufeff\u00ad',
  separators: 'a\u2028b\u2029c\u0085d',
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  markdown: '[click](javascript:alert(1)) | pipe ` tick',
} as const;
export const ALL_TRICKS = Object.values(TRICKS).join(' ');
