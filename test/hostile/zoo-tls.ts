/** Hostile bytes where TLS is due, before a handshake is complete. */
import { randomBytes } from 'node:crypto';
import { alert, handshake, record, SUPPORTED_VERSION_13, serverHello } from '../support/tls-bytes.ts';
import { ALL_TRICKS, answering, drip, type FarEnd, pour } from './far-end.ts';

const TLS12 = 0x0303;
const HELLO = record(22, serverHello(TLS12));
/** A handshake message that says it is so long, and its first bytes. */
const claiming = (type: number, length: number, sent: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type, length >> 16, (length >> 8) & 0xff, length & 0xff]), sent]);
/** A record whose header says another length than it has. */
const lying = (type: number, length: number, sent: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, length >> 8, length & 0xff]), sent]);
const CERTIFICATE = 11;
const NOT_UNDERSTOOD = /^tls\.(protocol_error|unsupported_protocol)$/;

type Row = readonly [name: string, bytes: Buffer, ends: RegExp];
/** Sent, and then the connection is closed. */
const SENT: readonly Row[] = [
  ['a record of 64 KiB', lying(22, 0xffff, Buffer.alloc(65_535)), NOT_UNDERSTOOD],
  ['a record of 64 KiB, encrypted', Buffer.concat([HELLO, lying(23, 0xffff, Buffer.alloc(65_535))]), NOT_UNDERSTOOD],
  ['an alert record of 64 KiB', lying(21, 0xffff, Buffer.alloc(65_535)), NOT_UNDERSTOOD],
  ['an empty alert', record(21, Buffer.alloc(0)), NOT_UNDERSTOOD],
  ['an alert of one byte', record(21, Buffer.from([2])), NOT_UNDERSTOOD],
  ['an alert of a level that is none', alert(7, 40), NOT_UNDERSTOOD],
  ['a heartbeat that asks for more than it brings', record(24, Buffer.from([1, 0x40, 0])), NOT_UNDERSTOOD],
  ['application data before any handshake', record(23, Buffer.from(ALL_TRICKS)), NOT_UNDERSTOOD],
  ['a Finished before any handshake', record(22, handshake(20, Buffer.alloc(12))), NOT_UNDERSTOOD],
  ['a certificate before any handshake', record(22, handshake(CERTIFICATE, Buffer.alloc(3))), NOT_UNDERSTOOD],
  ['a change of keys before any handshake', record(20, Buffer.from([1])), /^tls\.(protocol_error|closed_after_hello)$/],
  ['a ServerHello twice', Buffer.concat([HELLO, HELLO]), NOT_UNDERSTOOD],
  ['a suite that was not offered', record(22, serverHello(TLS12, 0xffff)), NOT_UNDERSTOOD],
  ['a version of the future', record(22, serverHello(0x0399)), NOT_UNDERSTOOD],
  [
    'extensions longer than the message',
    record(22, serverHello(TLS12, 0xc02f, Buffer.from([0, 43, 0xff, 0xff, 3]))),
    NOT_UNDERSTOOD,
  ],
  [
    'an extension twice',
    record(22, serverHello(TLS12, 0x1301, Buffer.concat([SUPPORTED_VERSION_13, SUPPORTED_VERSION_13]))),
    NOT_UNDERSTOOD,
  ],
  [
    'a key share of no group',
    record(
      22,
      serverHello(TLS12, 0x1301, Buffer.concat([SUPPORTED_VERSION_13, Buffer.from([0, 51, 0, 4, 0xff, 0xff, 0, 0])])),
    ),
    NOT_UNDERSTOOD,
  ],
  [
    'a session id of 255 bytes',
    record(
      22,
      handshake(2, Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32), Buffer.from([255]), Buffer.alloc(255)])),
    ),
    NOT_UNDERSTOOD,
  ],
  [
    'a certificate list longer than its message',
    Buffer.concat([HELLO, record(22, handshake(CERTIFICATE, Buffer.from([0xff, 0xff, 0xff, 0, 0, 1, 0])))]),
    NOT_UNDERSTOOD,
  ],
  [
    'a certificate of garbage',
    Buffer.concat([
      HELLO,
      record(22, handshake(CERTIFICATE, Buffer.concat([Buffer.from([0, 1, 3, 0, 1, 0]), randomBytes(256)]))),
    ]),
    NOT_UNDERSTOOD,
  ],
  [
    'no certificate at all',
    Buffer.concat([
      HELLO,
      record(22, handshake(CERTIFICATE, Buffer.from([0, 0, 0]))),
      record(22, handshake(14, Buffer.alloc(0))),
    ]),
    NOT_UNDERSTOOD,
  ],
  ['SSL 2', Buffer.from([0x80, 0x2e, 4, 0, 1, 0, 2]), /^tls\.not_tls$/],
  ['every trick in plain text', Buffer.from(ALL_TRICKS), /^tls\.not_tls$/],
  ['a plain 200', Buffer.from(`HTTP/1.1 200 OK\r\nServer: ${ALL_TRICKS}\r\n\r\n`), /^tls\.not_tls$/],
];

type Endless = readonly [name: string, first: Buffer, again: Buffer, ends: RegExp];
const TOO_MUCH = /^tls\.(too_much_data|protocol_error)$/;
const ENDLESS: readonly Endless[] = [
  ['a certificate of 16 MiB', HELLO, record(22, Buffer.alloc(16_000)), TOO_MUCH],
  [
    'a certificate list of 10 MB, in records of 16 KiB',
    Buffer.concat([HELLO, record(22, claiming(CERTIFICATE, 10_000_000, Buffer.alloc(0)))]),
    record(22, Buffer.alloc(16_384)),
    TOO_MUCH,
  ],
  ['records of 64 KiB', Buffer.alloc(0), lying(22, 0xffff, Buffer.alloc(65_535)), TOO_MUCH],
  [
    'empty records',
    Buffer.alloc(0),
    Buffer.concat(Array.from({ length: 2_000 }, () => record(22, Buffer.alloc(0)))),
    TOO_MUCH,
  ],
  ['warnings', Buffer.alloc(0), Buffer.concat(Array.from({ length: 2_000 }, () => alert(1, 112))), TOO_MUCH],
  [
    'requests for a hello',
    HELLO,
    Buffer.concat(Array.from({ length: 2_000 }, () => record(22, handshake(0, Buffer.alloc(0))))),
    TOO_MUCH,
  ],
  [
    'changes of keys',
    Buffer.alloc(0),
    Buffer.concat(Array.from({ length: 2_000 }, () => record(20, Buffer.from([1])))),
    TOO_MUCH,
  ],
  ['plain text', Buffer.alloc(0), Buffer.alloc(65_536, 'x'), /^tls\.not_tls$/],
  ['a line that never ends, after TLS', HELLO, Buffer.alloc(65_536, 'x'), TOO_MUCH],
];

const WAITING: readonly FarEnd[] = [
  {
    name: 'a ServerHello, one byte a second',
    scheme: 'https',
    hangs: 'tls',
    ends: /^tls\.stalled_mid_handshake$/,
    serve: answering((socket) => drip(socket, Buffer.concat([HELLO, record(22, Buffer.alloc(4_000))]))),
  },
  {
    name: 'a record that never comes whole',
    scheme: 'https',
    hangs: 'tls',
    ends: /^tls\.stalled_mid_handshake$/,
    serve: answering((socket) => socket.write(lying(22, 0x4000, Buffer.alloc(100)))),
  },
  {
    name: 'a chain of 10 MB of which 50 kB come',
    scheme: 'https',
    hangs: 'tls',
    ends: /^tls\.(stalled_mid_handshake|protocol_error)$/,
    serve: answering((socket) =>
      socket.write(
        Buffer.concat([
          HELLO,
          record(22, claiming(CERTIFICATE, 10_000_000, Buffer.alloc(16_000))),
          record(22, Buffer.alloc(16_000)),
          record(22, Buffer.alloc(16_000)),
        ]),
      ),
    ),
  },
];

export const TLS_ENDS: readonly FarEnd[] = [
  ...SENT.map(
    ([name, bytes, ends]): FarEnd => ({ name, scheme: 'https', ends, serve: answering((socket) => socket.end(bytes)) }),
  ),
  ...ENDLESS.map(
    ([name, first, again, ends]): FarEnd => ({
      name: `${name}, without end`,
      scheme: 'https',
      ends,
      serve: answering((socket) => pour(socket, again, first)),
    }),
  ),
  ...WAITING,
];
