import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { serverHelloRecord } from '../../../src/simulator/tls-bytes.ts';
import type { CertificateWish, HttpsService, Service, World } from '../../../src/simulator/world.ts';
import { converse, dialling, helloOf, running, securely } from './clients.ts';

const HOST = 'a.contoso.test';
const ADDRESS = '20.1.1.1';
const at = (service: Service): World => ({
  hosts: { [HOST]: { dns: { addresses: [ADDRESS] }, services: { 443: service } } },
  firewall: 'none',
});
const https = (more: Omit<HttpsService, 'kind'> = {}): World => at({ kind: 'https', ...more });
const withCertificate = (certificate: CertificateWish) => https({ certificate });

describe('certificates', () => {
  test.for([
    ['healthy', {}, 'ok'],
    ['healthy, RSA', { key: 'rsa' }, 'ok'],
    ['expired', { validity: 'expired' }, 'CERT_HAS_EXPIRED'],
    ['not yet valid', { validity: 'not_yet_valid' }, 'CERT_NOT_YET_VALID'],
    ['for another name', { names: ['b.contoso.test'] }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['for a wildcard', { names: ['*.contoso.test'] }, 'ok'],
    ['self-signed', { issuer: 'self' }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['self-signed, RSA', { issuer: 'self', key: 'rsa' }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['by a private CA', { issuer: 'private' }, 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['without its intermediate', { sends: 'nothing' }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['with the root too', { sends: 'root' }, 'ok'],
    ['in a chain of sixty', { sends: 60 }, 'ok'],
  ] as const)('%s', async ([, wish, verification]) => {
    expect(await securely(await running(withCertificate(wish)), ADDRESS, HOST)).toMatchObject({ verification });
  });

  test('a public leaf names its revocation services and carries timestamps, by an intermediate under the root', async () => {
    const run = await running(https());
    const other = await securely(run, ADDRESS, HOST, { ca: run.simulation.inspectionCa });
    expect(other).toMatchObject({
      verification: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      issuer: 'Simulated Azure TLS Issuing CA 04',
      sent: [HOST, 'Simulated Azure TLS Issuing CA 04'],
    });
    expect(new X509Certificate(run.simulation.trust).subject).toContain('Simulated Public Root');
  });

  test.for([2, 3, 60])('%i certificates are as many on the wire', async (sends) => {
    const { network } = await running(withCertificate({ sends }));
    // In TLS 1.2 the chain is in clear, between ServerHello and ServerHelloDone.
    const hello = await helloOf(HOST, { maxVersion: 'TLSv1.2' });
    let messages = new Map<number, Buffer>();
    await converse(await dialling(network, ADDRESS, 443), hello, (bytes) => {
      messages = handshakeMessages(bytes);
      return messages.has(SERVER_HELLO_DONE);
    });
    const list = messages.get(CERTIFICATE)?.subarray(3) ?? Buffer.alloc(0);
    let count = 0;
    for (let at = 0; at < list.length; at += 3 + list.readUIntBE(at, 3)) count += 1;
    expect(count).toBe(sends);
  });
});

const CERTIFICATE = 11;
const SERVER_HELLO_DONE = 14;

/** The handshake messages in a flight, by type, records taken away. */
function handshakeMessages(flight: Buffer): Map<number, Buffer> {
  const records: Buffer[] = [];
  for (let at = 0; at + 5 <= flight.length; at += 5 + flight.readUInt16BE(at + 3)) {
    records.push(flight.subarray(at + 5, at + 5 + flight.readUInt16BE(at + 3)));
  }
  const bytes = Buffer.concat(records);
  const messages = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; at += 4 + bytes.readUIntBE(at + 1, 3)) {
    messages.set(bytes[at] ?? 0, bytes.subarray(at + 4, at + 4 + bytes.readUIntBE(at + 1, 3)));
  }
  return messages;
}

describe('versions, suites, client certificates', () => {
  test.for([
    ['TLS 1.2 only', { maxVersion: 'TLSv1.2' }, 'TLSv1.2'],
    ['TLS 1.3 only', { minVersion: 'TLSv1.3' }, 'TLSv1.3'],
  ] as const)('%s', async ([, wish, protocol]) => {
    expect(await securely(await running(https(wish)), ADDRESS, HOST)).toMatchObject({ protocol, verification: 'ok' });
  });

  test.for([
    ['TLSv1', 'TLSv1'],
    ['TLSv1', 'TLSv1.1'],
  ] as const)(
    '%s to %s only: alert 70 to a modern hello, a handshake with one that still speaks it',
    async ([minVersion, maxVersion]) => {
      const run = await running(https({ minVersion, maxVersion }));
      expect(await securely(run, ADDRESS, HOST)).toMatchObject({
        message: expect.stringContaining('SSL alert number 70'),
      });
      const old = { minVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
      expect(await securely(run, ADDRESS, HOST, old)).toMatchObject({ protocol: maxVersion, verification: 'ok' });
    },
  );

  test('an old far end that ignores what it does not know answers in its own version', async () => {
    const says = serverHelloRecord('TLSv1');
    const run = await running(at({ kind: 'bytes', when: 'after_first_bytes', says }));
    expect(await securely(run, ADDRESS, HOST)).toMatchObject({ code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' });
  });

  test('suites outside those of the agents: a handshake for a wide hello, alert 40 for theirs', async () => {
    const run = await running(
      https({ certificate: { key: 'rsa' }, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-CHACHA20-POLY1305' }),
    );
    expect(await securely(run, ADDRESS, HOST)).toMatchObject({ cipher: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256' });
    const agents = {
      ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256',
      maxVersion: 'TLSv1.2',
    } as const;
    expect(await securely(run, ADDRESS, HOST, agents)).toMatchObject({
      message: expect.stringContaining('SSL alert number 40'),
      bytes: 7,
    });
  });

  test('old suites alone: alert 40 for a modern hello', async () => {
    const run = await running(https({ certificate: { key: 'rsa' }, maxVersion: 'TLSv1.2', ciphers: 'AES256-SHA' }));
    const modern = { ciphers: 'ECDHE-RSA-AES256-GCM-SHA384' };
    expect(await securely(run, ADDRESS, HOST, modern)).toMatchObject({ message: expect.stringContaining('number 40') });
    expect(await securely(run, ADDRESS, HOST, { ciphers: 'AES256-SHA' })).toMatchObject({ verification: 'ok' });
  });

  // OpenSSL before 3.5 has no post-quantum group.
  test.skipIf(Number.parseFloat(process.versions.openssl) < 3.5)(
    'a group that a small hello does not offer',
    async () => {
      const run = await running(https({ minVersion: 'TLSv1.3', groups: 'X25519MLKEM768' }));
      expect(await securely(run, ADDRESS, HOST)).toMatchObject({ verification: 'ok' });
      expect(await securely(run, ADDRESS, HOST, { ecdhCurve: 'P-256' })).toMatchObject({
        message: expect.stringContaining('SSL alert number 40'),
      });
    },
  );

  test('a client certificate wanted: alert 116 after the handshake of 1.3, alert 40 in that of 1.2', async () => {
    const newer = await running(https({ clientCertificate: 'wanted' }));
    expect(await securely(newer, ADDRESS, HOST)).toMatchObject({
      verification: 'ok',
      answer: '(ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
    });
    const older = await running(https({ clientCertificate: 'wanted', maxVersion: 'TLSv1.2' }));
    expect(await securely(older, ADDRESS, HOST)).toMatchObject({ message: expect.stringContaining('number 40') });
  });

  test('a far end that knows only its own names alerts 112', async () => {
    const run = await running(https({ strictName: true }));
    expect(await securely(run, ADDRESS, HOST)).toMatchObject({ verification: 'ok' });
    expect(await securely(run, ADDRESS, 'b.contoso.test')).toMatchObject({
      message: expect.stringContaining('number 112'),
    });
  });
});

describe('ends', () => {
  test.for([
    ['close', ''],
    ['reset', '(ECONNRESET)'],
  ] as const)('after the handshake: %s', async ([afterHandshake, answer]) => {
    const run = await running(https({ afterHandshake }));
    expect(await securely(run, ADDRESS, HOST, { maxVersion: 'TLSv1.2' })).toMatchObject({ verification: 'ok', answer });
  });

  test.for([
    [
      'closes after the hello',
      { kind: 'bytes', when: 'after_first_bytes', ending: 'close' },
      { code: 'ECONNRESET', syscall: undefined, bytes: 0 },
    ],
    [
      'resets after the hello',
      { kind: 'bytes', when: 'after_first_bytes', ending: 'reset' },
      { code: 'ECONNRESET', syscall: 'read', bytes: 0 },
    ],
    [
      'closes within the handshake',
      { kind: 'bytes', when: 'after_first_bytes', says: serverHelloRecord('TLSv1.2'), ending: 'close' },
      { code: 'ECONNRESET', syscall: undefined, bytes: 54 },
    ],
    [
      'resets within the handshake',
      { kind: 'bytes', when: 'after_first_bytes', says: serverHelloRecord('TLSv1.2'), ending: 'reset' },
      { code: 'ECONNRESET', syscall: 'read', bytes: 54 },
    ],
    [
      'speaks another protocol',
      { kind: 'bytes', says: { text: 'SSH-2.0-OpenSSH_9.6\r\n' } },
      { code: 'ERR_SSL_WRONG_VERSION_NUMBER', bytes: 21 },
    ],
  ] as const)('a far end that %s', async ([, service, outcome]) => {
    expect(await securely(await running(at(service)), ADDRESS, HOST)).toMatchObject(outcome);
  });
});

test('several hosts at one address, as behind a CDN: the name decides', async () => {
  const run = await running({
    hosts: {
      'one.test': { dns: { addresses: [ADDRESS] } },
      'two.test': {
        dns: { addresses: [ADDRESS] },
        services: {
          443: { kind: 'https', maxVersion: 'TLSv1.2' },
          80: { kind: 'http', http: { otherwise: { status: 418 } } },
        },
      },
    },
    firewall: 'none',
  });
  expect(await securely(run, ADDRESS, 'one.test')).toMatchObject({ verification: 'ok', protocol: 'TLSv1.3' });
  expect(await securely(run, ADDRESS, 'two.test')).toMatchObject({ verification: 'ok', protocol: 'TLSv1.2' });
  expect(await securely(run, ADDRESS, 'three.test')).toMatchObject({ verification: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  const heard = await converse(
    await dialling(run.network, ADDRESS, 80),
    'GET / HTTP/1.1\r\nHost: two.test\r\n\r\n',
    (bytes) => bytes.includes('\r\n\r\n'),
  );
  expect(heard.text).toMatch(/^HTTP\/1.1 418 /);
});
