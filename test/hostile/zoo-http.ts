/** Hostile answers in clear, and inside TLS. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocketOptions } from 'node:tls';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { ALL_TRICKS, answering, drip, type FarEnd, overTls, pour, TRICKS } from './far-end.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
type Act = (stream: Duplex) => void;
type Spoken = Omit<FarEnd, 'scheme' | 'serve'> & { readonly act: Act };

const said = (name: string, answer: string | Buffer, ends: RegExp, more: Partial<Spoken> = {}): Spoken => ({
  name,
  ends,
  act: (stream) => stream.end(answer),
  ...more,
});
const endless = (
  name: string,
  first: string,
  again: string | Buffer,
  ends: RegExp,
  more: Partial<Spoken> = {},
): Spoken => ({
  name,
  ends,
  act: (stream) => pour(stream, again, first),
  ...more,
});

const reachable = { reachable: true } as const;
/** Some 32 MiB of zeros, as a few kB. */
const ZEROS = Buffer.alloc(32 * 1024 * 1024);
const bomb = (coding: string, body: Buffer): Spoken =>
  said(
    `a compressed bomb: ${coding}`,
    Buffer.concat([Buffer.from(`${OK}Content-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`), body]),
    /^http 200$/,
    reachable,
  );

const FLOODS: readonly Spoken[] = [
  endless(
    'interim answers without end',
    '',
    'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(50),
    /headers_too_large/,
  ),
  endless('switching protocols without end', '', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(50), /headers_too_large/),
  endless('headers without end', OK, `X-Filler: ${'y'.repeat(1000)}\r\n`, /headers_too_large/),
  endless('one header without end', `${OK}Server: `, 'y'.repeat(16_384), /headers_too_large/),
  endless('a status line without end', 'HTTP/1.1 200 ', 'y'.repeat(16_384), /headers_too_large/),
  endless('a header name without end', OK, 'y'.repeat(16_384), /headers_too_large/),
  endless('a body without end', `${OK}\r\n`, Buffer.alloc(65_536, 'x'), /^http 200$/, reachable),
  endless(
    'chunks without end',
    `${OK}Transfer-Encoding: chunked\r\n\r\n`,
    `4000\r\n${'x'.repeat(16_384)}\r\n`,
    /^http 200$/,
    reachable,
  ),
  endless(
    'a chunk of 2^48 bytes',
    `${OK}Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\n`,
    'x'.repeat(16_384),
    /^http 200$/,
    reachable,
  ),
  endless(
    'trailers without end',
    `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n`,
    'A: b\r\n'.repeat(100),
    /^http 200$/,
    reachable,
  ),
  said(
    'a header of blanks',
    `${OK}Server: b${' \t'.repeat(7_900)}c\r\nContent-Length: 0\r\n\r\n`,
    /^http 200$/,
    reachable,
  ),
  said(
    'a thousand headers of a proxy',
    `${OK}${'Via: x\r\n'.repeat(1_000)}Content-Length: 0\r\n\r\n`,
    /^http 200$/,
    reachable,
  ),
];

const SLOW: readonly Spoken[] = [
  {
    name: 'a head, one byte a second',
    hangs: 'http',
    ends: /^http\.stalled$/,
    act: (stream) => drip(stream, Buffer.from(`${OK}Server: ${'x'.repeat(2_000)}`)),
  },
  {
    name: 'a body, one byte a second',
    hangs: 'http',
    ends: /^http 200$/,
    ...reachable,
    act: (stream) => {
      stream.write(`${OK}Content-Length: 5000\r\n\r\n`);
      drip(stream, Buffer.alloc(5_000, 'x'));
    },
  },
  {
    name: 'interim answers, one byte a second',
    hangs: 'http',
    ends: /^http\.stalled$/,
    act: (stream) => drip(stream, Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(200))),
  },
];

const BOMBS: readonly Spoken[] = [
  bomb('gzip', gzipSync(ZEROS)),
  bomb('deflate', deflateSync(ZEROS)),
  bomb('br', brotliCompressSync(ZEROS)),
  bomb('gzip, gzip', gzipSync(gzipSync(ZEROS))),
];

/** Where they lead is the test's to watch: `{evil}` stands for its address. */
export const REDIRECTS: readonly string[] = [
  ...[300, 301, 302, 303, 307, 308].map(
    (status) => `HTTP/1.1 ${status} Go\r\nLocation: {evil}\r\nContent-Length: 0\r\n\r\n`,
  ),
  'HTTP/1.1 200 OK\r\nRefresh: 0; url={evil}\r\nContent-Type: text/html\r\n\r\n<meta http-equiv="refresh" content="0;url={evil}"><script src="{evil}"></script>',
  'HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate, NTLM, Basic realm="x"\r\nLocation: {evil}\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nAlt-Svc: h3="{evil}"\r\nLink: <{evil}>; rel=preload\r\nContent-Length: 0\r\n\r\n',
];

const header = (name: string, line: string | Buffer, ends: RegExp, more: Partial<Spoken> = {}): Spoken =>
  said(
    name,
    Buffer.concat([Buffer.from(OK), Buffer.from(line), Buffer.from('\r\nContent-Length: 0\r\n\r\n')]),
    ends,
    more,
  );

const TEXTS: readonly Spoken[] = [
  header('ANSI colours in a header', `Server: ${TRICKS.colour}`, /malformed/),
  header('NUL in a header', `Server: ${TRICKS.nul}`, /malformed/),
  header('a bare CR in a header', 'Server: a\rSet-Cookie: b=c', /malformed/),
  header('a header with a header in it', 'Server: a\r\nProxy-Agent: forged\r\nVia: forged', /^http 200$/, reachable),
  header(
    'C1 controls and bidi in a header',
    Buffer.concat([
      Buffer.from('Server: '),
      Buffer.from([0x9b, 0x33, 0x31, 0x6d, 0x85, 0x90]),
      Buffer.from(`${TRICKS.bidi} ${TRICKS.hidden} ${TRICKS.separators}`),
    ]),
    /^http 200$/,
    reachable,
  ),
  header(
    'a token in a redirect',
    `Location: https://user:SECRET-PASSWORD@x.example/?code=SECRET-TOKEN#SECRET-FRAGMENT`,
    /^http 200$/,
    reachable,
  ),
  header(
    'cookies',
    'Set-Cookie: session=SECRET-COOKIE\r\nAuthorization: Bearer SECRET-BEARER',
    /^http 200$/,
    reachable,
  ),
  said('every trick in a body', `${OK}Content-Type: text/html\r\n\r\n${ALL_TRICKS}`, /^http 200$/, reachable),
  said(
    'a body that is no UTF-8',
    Buffer.concat([Buffer.from(`${OK}\r\n`), Buffer.from([0xff, 0xfe, 0xc2, 0x9b, 0xed, 0xa0, 0x80, 0xf0, 0x9f])]),
    /^http 200$/,
    reachable,
  ),
  said(
    'every trick in a status line',
    `HTTP/1.1 403 ${ALL_TRICKS.replaceAll(/[\0\r\n]/g, '')}\r\n\r\n`,
    /^http 403$/,
    reachable,
  ),
];

const NONSENSE: readonly Spoken[] = [
  said('a negative length', `${OK}Content-Length: -1\r\n\r\nx`, /malformed/),
  said('a length of 20 digits', `${OK}Content-Length: ${'9'.repeat(20)}\r\n\r\nx`, /malformed/),
  said('two lengths', `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`, /malformed/),
  said('a chunk size that is none', `${OK}Transfer-Encoding: chunked\r\n\r\n-1\r\nx`, /^http 200$/, reachable),
  said('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /malformed/),
  said('bytes from 0 to 255', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), /malformed/),
];

const PLAIN = [...FLOODS, ...SLOW, ...BOMBS, ...TEXTS, ...NONSENSE];

export const HTTP_ENDS: readonly FarEnd[] = PLAIN.map(({ act, ...rest }) => ({
  ...rest,
  scheme: 'http',
  serve: answering((socket: Socket) => act(socket)),
}));

/** The same inside a true TLS session. A genuine chain proves reachability whatever is said inside, so the caller decides what chain it is. */
export function httpInsideTls(options: TLSSocketOptions): readonly FarEnd[] {
  return PLAIN.map(({ act, reachable: _, ...rest }) => ({
    ...rest,
    name: `inside TLS: ${rest.name}`,
    scheme: 'https',
    serve: overTls(options, act),
  }));
}

/** Scheme `tcp`: what is said unasked, which is all the proof that this scheme knows. */
export const BANNERS: readonly FarEnd[] = [
  {
    name: 'a banner of tricks',
    scheme: 'tcp',
    reachable: true,
    ends: /^http 0$/,
    serve: (socket) => socket.end(ALL_TRICKS),
  },
  {
    name: 'a banner without end',
    scheme: 'tcp',
    reachable: true,
    ends: /^http 0$/,
    serve: (socket) => pour(socket, 'x'.repeat(65_536)),
  },
  {
    name: 'a banner, one byte a second',
    scheme: 'tcp',
    reachable: true,
    hangs: 'http',
    ends: /^http 0$/,
    serve: (socket) => drip(socket, Buffer.alloc(5_000, 'x')),
  },
];
