import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { X509Crl } from '@peculiar/x509';
import { describe, expect, test, vi } from 'vitest';
import type { HttpAnswer, HttpConduct, Service, World } from '../../../src/simulator/world.ts';
import { complete, converse, dialling, running, securely, WALL_MS } from './clients.ts';

const HOST = 'a.contoso.test';
const ADDRESS = '20.1.1.1';
const at = (service: Service): World => ({
  hosts: { [HOST]: { dns: { addresses: [ADDRESS] }, services: { 80: service, 443: service } } },
  firewall: 'none',
});
const http = (conduct: HttpConduct): World => at({ kind: 'http', http: conduct });
const answering = (otherwise: HttpAnswer): World => http({ otherwise });

async function get(world: World, path = '/', until = (bytes: Buffer) => complete(bytes.toString('latin1'))) {
  const { network } = await running(world);
  return converse(await dialling(network, ADDRESS, 80), `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, until);
}

describe('answers', () => {
  test.for([200, 204, 302, 401, 403, 404, 421, 500, 503])('%i', async (status) => {
    const { text } = await get(answering({ status, body: 'said', headers: { 'X-Said': 'yes' } }));
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*\r\nX-Said: yes\r\n\r\nsaid$`, 's'));
  });

  test('by path, with its query or without, else otherwise', async () => {
    const conduct: HttpConduct = {
      paths: { '/a': { status: 201 }, '/a?x=1': { status: 202 } },
      otherwise: { status: 404 },
    };
    const status = async (path: string) => (await get(http(conduct), path)).text.slice(9, 12);
    expect([await status('/a'), await status('/a?x=1'), await status('/a?x=2'), await status('/b')]).toEqual([
      '201',
      '202',
      '201',
      '404',
    ]);
  });

  test('the date is the clock handed in, and may be wrong', async () => {
    const { text } = await get(http({ clockSkewS: -600 }));
    expect(text).toContain(`Date: ${new Date(WALL_MS - 600_000).toUTCString()}\r\n`);
  });

  test('what revocation services give is of their structure', async () => {
    const body = async (document: 'crl' | 'ocsp' | 'certificate') => {
      const { bytes } = await get(answering({ status: 200, document }));
      return bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
    };
    expect(new X509Crl(new Uint8Array(await body('crl'))).issuer).toContain('Simulated Public Root');
    expect(new X509Certificate(await body('certificate')).subject).toContain('Simulated Azure TLS Issuing CA 04');
    // OCSPResponse: successful, then responseBytes with the type id-pkix-ocsp-basic (RFC 6960).
    const ocsp = await body('ocsp');
    // The signature's length varies by a byte or two, around the length that needs a second byte.
    const header = ocsp[1] === 0x82 ? 4 : 3;
    expect(ocsp[0]).toBe(0x30);
    expect(ocsp.readUIntBE(2, header - 2)).toBe(ocsp.length - header);
    expect(ocsp.subarray(header, header + 3).toString('hex')).toBe('0a0100');
    expect(ocsp.includes(Buffer.from('2b0601050507300101', 'hex'))).toBe(true);
  });

  test('what is no request is answered with 400', async () => {
    const { network } = await running(http({}));
    const heard = await converse(await dialling(network, ADDRESS, 80), '\x16\x03\x01');
    expect(heard.text).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('misconduct', () => {
  test.for([
    ['closes', '', 'fin'],
    ['resets', '', 'rst'],
    ['garbage', '\x00\xff\x10\x80 no protocol\r\n\r\n', 'fin'],
    ['closes_in_headers', 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Begun: ye', 'fin'],
    ['resets_in_headers', 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Begun: ye', 'rst'],
  ] as const)('%s', async ([misconduct, text, end]) => {
    expect(await get(answering({ misconduct }))).toMatchObject({ text, end });
  });

  test.for([
    ['closes', 'close', ''],
    ['resets', 'reset', '(ECONNRESET)'],
  ] as const)('%s before an answer, within TLS', async ([misconduct, , answer]) => {
    const run = await running(at({ kind: 'https', http: { otherwise: { misconduct } } }));
    expect(await securely(run, ADDRESS, HOST)).toMatchObject({ verification: 'ok', answer });
  });

  test.for([
    ['endless_headers', /^HTTP\/1.1 200 OK\r\n(X-Filler: a{52}\r\n)+/],
    ['interim_flood', /^(HTTP\/1.1 103 Early Hints\r\nLink: [^\r]*\r\n\r\n)+/],
  ] as const)('%s goes on until the client leaves, and then ends', async ([misconduct, text]) => {
    const heard = await get(answering({ misconduct }), '/', (bytes) => bytes.length > 1 << 20);
    expect(heard.text.slice(0, 10_000)).toMatch(text);
  });

  test.for([
    ['close', 'fin'],
    ['reset', 'rst'],
  ] as const)('a body cut short by a %s', async ([how, end]) => {
    const heard = await get(answering({ status: 200, body: 'x'.repeat(1000), cut: { afterBytes: 10, how } }));
    expect(heard.end).toBe(end);
    expect(heard.text).toMatch(/Content-Length: 1000\r\n\r\nx{10}$/);
  });

  test('a reset within a body, within TLS', async () => {
    const otherwise: HttpAnswer = { status: 200, body: 'x'.repeat(1000), cut: { afterBytes: 10, how: 'reset' } };
    const run = await running(at({ kind: 'https', http: { otherwise } }));
    expect(await securely(run, ADDRESS, HOST)).toMatchObject({ answer: expect.stringMatching(/x{10}\(ECONNRESET\)$/) });
  });

  test.for([
    ['silent', { misconduct: 'silent' }, ''],
    [
      'stalls in headers',
      { misconduct: 'stalls_in_headers' },
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Begun: ye',
    ],
  ] as const)('%s: what came is all there is', async ([, otherwise, text]) => {
    const { network, simulation } = await running({
      hosts: {
        [HOST]: {
          dns: { addresses: [ADDRESS] },
          services: { 80: { kind: 'http', http: { otherwise, paths: { '/ok': { status: 200 } } } } },
        },
      },
      firewall: 'none',
    });
    const socket = await dialling(network, ADDRESS, 80);
    const heard = converse(socket, `GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
    const done = (bytes: Buffer) => complete(bytes.toString('latin1'));
    for (let at = 0; at < 3; at += 1)
      await converse(await dialling(network, ADDRESS, 80), 'GET /ok HTTP/1.1\r\n\r\n', done);
    expect([socket.bytesRead, socket.readyState]).toEqual([text.length, 'open']);
    await simulation.close();
    expect((await heard).text).toBe(text);
  });
});

test('slow bytes come step by step on the clock handed in', async () => {
  const { network, clock } = await running(answering({ status: 200, body: 'abc', pace: { bytes: 50, everyMs: 1000 } }));
  const socket = await dialling(network, ADDRESS, 80);
  const heard = converse(socket, 'GET / HTTP/1.1\r\n\r\n', (bytes) => complete(bytes.toString('latin1')));
  for (let step = 1; step <= 2; step += 1) {
    await vi.waitFor(() => expect(socket.bytesRead).toBe(50 * step), { interval: 2 });
    await vi.waitFor(() => expect(clock.waiting).toBe(1), { interval: 2 });
    clock.pass(1000);
  }
  expect((await heard).text).toMatch(/abc$/);
});

describe('services without a protocol', () => {
  const raw = async (service: Service, says = '') => {
    const { network } = await running(at(service));
    return converse(await dialling(network, ADDRESS, 80), says, (bytes) => bytes.length > 100_000);
  };
  test('a banner, and what is said without end', async () => {
    expect(await raw({ kind: 'bytes', says: { text: '220 ready\r\n' }, ending: 'close' })).toMatchObject({
      text: '220 ready\r\n',
      end: 'fin',
    });
    expect((await raw({ kind: 'bytes', says: { hex: '16030300040000' }, endless: true })).bytes.length).toBeGreaterThan(
      100_000,
    );
    expect(
      (await raw({ kind: 'bytes', when: 'after_first_bytes', says: { text: 'so' }, ending: 'close' }, 'hi')).text,
    ).toBe('so');
  });
  test('refused, as the system says it', async () => {
    const { network } = await running(at({ kind: 'refused' }));
    await expect(dialling(network, ADDRESS, 80)).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
  });
});
