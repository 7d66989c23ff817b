import { describe, expect, test } from 'vitest';
import { readClientHello } from '../../../src/simulator/client-hello.ts';
import { readRequestHead, splitAuthority } from '../../../src/simulator/http-head.ts';
import { helloOf } from './clients.ts';

/** The same handshake message in records of at most `size` bytes. */
function refragmented(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const pieces = Array.from({ length: Math.ceil(message.length / size) }, (_, at) =>
    message.subarray(at * size, (at + 1) * size),
  );
  return Buffer.concat(
    pieces.flatMap((piece) => [Buffer.from([22, 3, 1, piece.length >> 8, piece.length & 0xff]), piece]),
  );
}

describe('the name in a ClientHello', () => {
  test.for([['alpha.contoso.test'], ['a-rather-long-label.westeurope-1.handler.control.monitor.azure.com']] as const)(
    'of Node for %s',
    async ([name]) => {
      const hello = await helloOf(name);
      expect(readClientHello(hello)).toEqual({ kind: 'hello', bytes: hello.length, serverName: name });
    },
  );

  test('is read in lower case, and is absent without SNI', async () => {
    expect(readClientHello(await helloOf('ALPHA.contoso.test'))).toMatchObject({ serverName: 'alpha.contoso.test' });
    const bare = readClientHello(await helloOf(undefined));
    expect(bare).toMatchObject({ kind: 'hello' });
    expect(bare).not.toHaveProperty('serverName');
  });

  test('is the same over many records, and every cut short is incomplete', async () => {
    const hello = refragmented(await helloOf('alpha.contoso.test'), 100);
    expect(readClientHello(hello)).toMatchObject({ kind: 'hello', serverName: 'alpha.contoso.test' });
    for (let end = 0; end < hello.length; end += 1) {
      expect(readClientHello(hello.subarray(0, end)), `after ${end} bytes`).toEqual({ kind: 'incomplete' });
    }
  });

  test.for([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n')],
    ['an alert', Buffer.from('15030300020228', 'hex')],
    ['a handshake that is no ClientHello', Buffer.from('160303000400000000', 'hex')],
    ['a record of an unknown major version', Buffer.from('1607', 'hex')],
  ] as const)('%s is not one', ([, bytes]) => {
    expect(readClientHello(bytes)).toEqual({ kind: 'not_tls' });
  });
});

describe('the head of a request', () => {
  test('has a method, a target, headers and a length', () => {
    const head = readRequestHead(Buffer.from('GET /ping?x=1 HTTP/1.1\r\nHost: a.test:80\r\nX-Y:  z \r\n\r\nrest'));
    expect(head).toMatchObject({ kind: 'request', method: 'GET', target: '/ping?x=1', bytes: 53 });
    expect(head.kind === 'request' && [...head.headers]).toEqual([
      ['host', 'a.test:80'],
      ['x-y', 'z'],
    ]);
  });

  test.for([
    ['GET / HTTP/1.1\r\nHost: a', 'incomplete'],
    ['GE', 'incomplete'],
    ['\x16\x03\x01', 'not_http'],
    ['get / http/1.1\r\n\r\n', 'not_http'],
    ['GET /\r\n\r\n', 'not_http'],
    [`GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}`, 'not_http'],
  ] as const)('%j is %s', ([text, kind]) => {
    expect(readRequestHead(Buffer.from(text, 'latin1'))).toEqual({ kind });
  });

  test.for([
    ['a.test', { host: 'a.test' }],
    ['A.test:8443', { host: 'a.test', port: 8443 }],
    ['[2001:db8::1]:443', { host: '2001:db8::1', port: 443 }],
  ] as const)('authority %s', ([text, split]) => {
    expect(splitAuthority(text)).toEqual(split);
  });
});
