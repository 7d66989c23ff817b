/** Genuine handshakes with certificates that mean harm. */
import { createServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { giantChain, type HostileCertificate, hostileCertificate } from '../../hostile/certificates.ts';
import { ALL_TRICKS, TRICKS } from '../../hostile/far-end.ts';
import { type Probed, probedAt } from '../../hostile/probed.ts';
import { Extension } from '../../support/certificates.ts';
import { listening } from '../../support/probing.ts';
import { holds } from './holds.ts';

const DEADLINES = { dnsMs: 10_000, tcpMs: 10_000, tlsMs: 15_000, httpMs: 10_000 };

async function meets(
  { cert, key }: HostileCertificate,
  maxVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3',
): Promise<Probed> {
  const server = createServer({ cert, key, maxVersion }, (socket) => {
    socket.on('error', () => {});
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  });
  const far = await listening(server);
  server.on('tlsClientError', () => {});
  try {
    return await probedAt(far, { scheme: 'https' }, { deadlines: DEADLINES });
  } finally {
    await far.close();
  }
}
function chainOf({ only }: Probed) {
  const { tls } = only.evidence.steps;
  if (tls.status !== 'ok') throw new Error(`tls: ${JSON.stringify(tls)}`);
  return tls.facts;
}

describe('names in certificates', () => {
  test.for(Object.entries({ ...TRICKS, all: ALL_TRICKS }))('%s in subject and issuer', async ([, text]) => {
    // The library that writes the certificate takes what stands in quotes for the whole.
    const trick = text.replaceAll('"', '');
    const seen = await meets(
      await hostileCertificate({
        subject: [{ C: ['US'] }, { O: [trick] }, { CN: [`a${trick}`] }],
        issuer: [{ O: [`b${trick}`] }, { CN: [`c${trick}`] }],
        dnsNames: ['target.test'],
      }),
    );
    const facts = chainOf(seen);
    expect(facts.chain[0]?.subjectCn).toMatch(/^a/);
    expect(seen.only.state).not.toBe('reachable');
    await holds(seen);
  });

  test('a line break in a name forges no other part of it', async () => {
    const seen = await meets(
      await hostileCertificate({ subject: [{ O: ['x\nCN=DigiCert Global Root G2'] }, { CN: ['y\nO=DigiCert Inc'] }] }),
    );
    const [leaf] = chainOf(seen).chain;
    expect(leaf?.subjectCn.startsWith('y')).toBe(true);
    expect(leaf?.issuerOrganization.startsWith('x')).toBe(true);
    await holds(seen);
  });

  test.for([
    ['a NUL in the common name', [{ CN: ['target.test\0.evil.example'] }], undefined],
    ['a NUL in an alternative name', [{ CN: ['x'] }], ['target.test\0.evil.example']],
    ['an alternative name that holds a list', [{ CN: ['x'] }], ['evil.example, DNS:target.test']],
    ['a quote in an alternative name', [{ CN: ['x'] }], ['evil.example", DNS:target.test, "']],
  ] as const)('%s is not our name', async ([, subject, dnsNames]) => {
    const seen = await meets(
      await hostileCertificate({ subject: subject.map((one) => ({ CN: [...one.CN] })), ...(dnsNames && { dnsNames }) }),
    );
    expect(chainOf(seen).nameMatches).toBe(false);
    await holds(seen);
  });
});

describe('size', () => {
  test('a chain of 10 MB is cut by the handshake', async () => {
    const giant = await giantChain(10_000_000);
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const seen = await meets(giant, version);
      expect(seen.ended).toMatch(/^tls\.(protocol_error|too_much_data)$/);
      expect(seen.only.state).not.toBe('reachable');
      await holds(seen);
    }
  });

  test('hundreds of alternative names, and a subject of 15 kB', async () => {
    const dnsNames = Array.from({ length: 800 }, (_, index) => `host-${index}.some-long-name.evil.example`);
    const seen = await meets(
      await hostileCertificate({
        subject: Array.from({ length: 200 }, (_, index) => ({ OU: [`${index} ${'x'.repeat(64)}`] })),
        dnsNames,
      }),
    );
    expect(chainOf(seen).nameMatches).toBe(false);
    expect(chainOf(seen).chain[0]?.subject.length).toBeLessThanOrEqual(400);
    await holds(seen);
  });

  test('a hundred issuers of one name cost a bounded number of signatures', async () => {
    const name = [{ CN: ['Same'] }];
    const leaf = await hostileCertificate({
      subject: [{ CN: ['target.test'] }],
      issuer: name,
      dnsNames: ['target.test'],
    });
    const others = await Promise.all(Array.from({ length: 100 }, () => hostileCertificate({ subject: name })));
    const seen = await meets({ key: leaf.key, cert: [leaf, ...others].map(({ cert }) => cert.trim()).join('\n') });
    expect(chainOf(seen)).toMatchObject({ chainEnd: 'incomplete', chainLength: expect.any(Number) });
    expect(chainOf(seen).chain.length).toBeLessThanOrEqual(10);
    await holds(seen);
  });
});

describe('extensions', () => {
  const URL_OF_TRICKS = Buffer.from(`http://x.example/${ALL_TRICKS}`);
  const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 0xff]), body]);
  };
  test.for([
    ['CRL addresses of tricks', '2.5.29.31', der(0x30, der(0x30, der(0xa0, der(0xa0, der(0x86, URL_OF_TRICKS)))))],
    [
      'CRL addresses without end',
      '2.5.29.31',
      der(
        0x30,
        ...Array.from({ length: 300 }, (_, i) =>
          der(0x30, der(0xa0, der(0xa0, der(0x86, Buffer.from(`http://x${i}.example/`))))),
        ),
      ),
    ],
    [
      'AIA of tricks',
      '1.3.6.1.5.5.7.1.1',
      der(0x30, der(0x30, Buffer.from([6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 1]), der(0x86, URL_OF_TRICKS))),
    ],
    ['an extension that nests 10,000 deep', '2.5.29.31', Buffer.alloc(20_000, Buffer.from([0x30, 0x80]))],
    ['a key identifier of 60 kB', '2.5.29.14', der(0x04, Buffer.alloc(60_000))],
    ['alternative names of garbage', '2.5.29.17', Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff])],
    ['an empty extension', '2.5.29.35', Buffer.alloc(0)],
  ] as const)('%s', async ([, oid, value]) => {
    const seen = await meets(
      await hostileCertificate({
        subject: [{ CN: ['target.test'] }],
        extensions: [new Extension(oid, false, Uint8Array.from(value).buffer)],
      }),
    );
    expect(seen.only.state).not.toBe('reachable');
    await holds(seen);
  });
});
