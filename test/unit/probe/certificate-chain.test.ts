import { createServer, type Server } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TlsFacts } from '../../../src/model/step.ts';
import { createAuthorities } from '../../../src/probe/authorities.ts';
import {
  Extension,
  type Issued,
  issue,
  type PublicKeyInfrastructure,
  pems,
  publicKeyInfrastructure,
  TARGET_NAMES,
} from '../../support/certificates.ts';
import { bench, listening, type Peer, target } from '../../support/probing.ts';

let pki: PublicKeyInfrastructure;
/** A root that nobody trusts, and what it issued. */
let inspection: PublicKeyInfrastructure;
const open: Peer[] = [];
beforeAll(async () => {
  [pki, inspection] = await Promise.all([publicKeyInfrastructure('Example'), publicKeyInfrastructure('Inspection')]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

interface Trusts {
  readonly trust?: readonly string[];
  readonly inspectionCas?: readonly string[];
  readonly host?: string;
}

/** The facts of a handshake with a server that sends this chain. The example root is public unless said otherwise. */
async function factsOf(chain: string, leaf: Issued, trusts: Trusts = {}): Promise<TlsFacts> {
  const server: Server = createServer({ cert: chain, key: leaf.key }, (socket) =>
    socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
  );
  const one = await listening(server);
  open.push(one);
  const { prober } = bench({ trust: trusts.trust ?? [pki.root.cert], inspectionCas: trusts.inspectionCas ?? [] });
  const { steps } = await prober.probeTarget(target(one.port, { host: trusts.host ?? 'target.test' }));
  if (steps.tls.status !== 'ok') throw new Error(`no handshake: ${JSON.stringify(steps.tls)}`);
  expect(steps.http.status).toBe('ok');
  return steps.tls.facts;
}

const IN_ORDER = { verification: 'ok', nameMatches: true, expired: false, notYetValid: false } as const;

describe('where a chain ends', () => {
  test('in a public root', async () => {
    const facts = await factsOf(pki.chain, pki.leaf);
    expect(facts).toMatchObject({
      ...IN_ORDER,
      chainEnd: 'public_root',
      chainLength: 2,
      anchor: 'CN=Example Root, O=Example',
    });
    expect(facts.chain.map(({ subjectCn }) => subjectCn)).toEqual(['target.test', 'Example Issuing 01']);
    const [leaf, intermediate] = facts.chain;
    expect(leaf).toMatchObject({
      issuerCn: 'Example Issuing 01',
      issuerOrganization: 'Example',
      selfSigned: false,
      scts: false,
    });
    expect(leaf?.aki).toBe(intermediate?.ski);
    expect(leaf?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(leaf?.notAfter).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  });

  test('in a public root that is sent along', async () => {
    expect(await factsOf(pems(pki.leaf, pki.intermediate, pki.root), pki.leaf)).toMatchObject({
      ...IN_ORDER,
      chainEnd: 'public_root',
      chainLength: 3,
    });
  });

  test('in a public root, out of order and with a stranger in between', async () => {
    const facts = await factsOf(pems(pki.leaf, inspection.intermediate, pki.root, pki.intermediate), pki.leaf);
    expect(facts).toMatchObject({ chainEnd: 'public_root', anchor: 'CN=Example Root, O=Example' });
  });

  test('in a private root, sent along or not', async () => {
    const { leaf, intermediate, root } = inspection;
    expect(await factsOf(pems(leaf, intermediate, root), leaf)).toMatchObject({
      chainEnd: 'private_root',
      anchor: 'CN=Inspection Root, O=Inspection',
      verification: 'SELF_SIGNED_CERT_IN_CHAIN',
      nameMatches: true,
    });
    expect(await factsOf(inspection.chain, leaf)).toMatchObject({
      chainEnd: 'incomplete',
      anchor: 'CN=Inspection Root, O=Inspection',
      verification: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    });
  });

  test('nowhere: a public issuer whose intermediate is missing', async () => {
    expect(await factsOf(pems(pki.leaf), pki.leaf)).toMatchObject({
      chainEnd: 'incomplete',
      anchor: 'CN=Example Issuing 01, O=Example',
      verification: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      chainLength: 1,
    });
  });

  test('in itself', async () => {
    const own = await issue({ name: 'CN=target.test', ...TARGET_NAMES });
    expect(await factsOf(own.cert, own)).toMatchObject({
      chainEnd: 'self_signed',
      anchor: 'CN=target.test',
      verification: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  test('a name alone makes no public root: the signature decides', async () => {
    const impostor = await issue({ name: 'CN=Example Root, O=Example', ca: true });
    const leaf = await issue({ name: 'CN=target.test', issuer: impostor, ...TARGET_NAMES });
    expect(await factsOf(pems(leaf, impostor), leaf)).toMatchObject({ chainEnd: 'private_root' });
    expect(await factsOf(pems(leaf), leaf)).toMatchObject({ chainEnd: 'incomplete' });
  });

  test('cross-signed: the branch that leads to a public root counts', async () => {
    const crossed = await issue({
      name: 'CN=Example Issuing 01, O=Example',
      ca: true,
      issuer: inspection.root,
      keys: pki.intermediate.keys,
    });
    const facts = await factsOf(pems(pki.leaf, crossed, inspection.root, pki.intermediate), pki.leaf);
    expect(facts).toMatchObject({ chainEnd: 'public_root', anchor: 'CN=Example Root, O=Example' });
  });

  test('what is trusted may be an intermediate, or the very certificate', async () => {
    const trust = [inspection.intermediate.cert];
    expect(await factsOf(inspection.chain, inspection.leaf, { trust })).toMatchObject({ chainEnd: 'public_root' });
    expect(await factsOf(pems(inspection.leaf), inspection.leaf, { trust: [inspection.leaf.cert] })).toMatchObject({
      chainEnd: 'public_root',
      anchor: 'CN=target.test',
    });
  });
});

describe('known inspectors', () => {
  test.for(['root', 'intermediate', 'leaf'] as const)('the %s of a chain is one', async (position) => {
    const facts = await factsOf(inspection.chain, inspection.leaf, { inspectionCas: [inspection[position].cert] });
    expect(facts).toMatchObject({
      chainEnd: 'known_inspector',
      anchor: expect.stringContaining(position === 'leaf' ? 'target.test' : 'Inspection'),
    });
  });

  test('one stays an inspector where its CA is trusted too, and among several in one PEM', async () => {
    const both = `${pki.root.cert}\n# the proxy\n${inspection.root.cert}`;
    const facts = await factsOf(inspection.chain, inspection.leaf, {
      trust: [both],
      inspectionCas: [pems(inspection.root)],
    });
    expect(facts).toMatchObject({
      ...IN_ORDER,
      chainEnd: 'known_inspector',
      anchor: 'CN=Inspection Root, O=Inspection',
    });
  });

  test('a chain that has nothing to do with it is not touched', async () => {
    expect(await factsOf(pki.chain, pki.leaf, { inspectionCas: [inspection.root.cert] })).toMatchObject({
      ...IN_ORDER,
      chainEnd: 'public_root',
    });
  });
});

describe('dates and names', () => {
  test('expired leaf: the chain still ends in the public root', async () => {
    const leaf = await issue({ name: 'CN=target.test', issuer: pki.intermediate, from: -60, to: -30, ...TARGET_NAMES });
    expect(await factsOf(pems(leaf, pki.intermediate), leaf)).toMatchObject({
      chainEnd: 'public_root',
      expired: true,
      notYetValid: false,
      verification: 'CERT_HAS_EXPIRED',
      nameMatches: true,
    });
  });

  test('not yet valid', async () => {
    const leaf = await issue({ name: 'CN=target.test', issuer: pki.intermediate, from: 30, to: 60, ...TARGET_NAMES });
    expect(await factsOf(pems(leaf, pki.intermediate), leaf)).toMatchObject({
      chainEnd: 'public_root',
      expired: false,
      notYetValid: true,
    });
  });

  test('an expired intermediate is one of the certificates used; an expired stranger is not', async () => {
    const old = await issue({
      name: 'CN=Example Issuing 02, O=Example',
      ca: true,
      issuer: pki.root,
      from: -60,
      to: -30,
    });
    const leaf = await issue({ name: 'CN=target.test', issuer: old, ...TARGET_NAMES });
    expect(await factsOf(pems(leaf, old), leaf)).toMatchObject({ chainEnd: 'public_root', expired: true });
    expect(await factsOf(pems(pki.leaf, pki.intermediate, old), pki.leaf)).toMatchObject({
      chainEnd: 'public_root',
      expired: false,
    });
  });

  test('a wrong name', async () => {
    const leaf = await issue({ name: 'CN=other.test', issuer: pki.intermediate, dnsNames: ['other.test'] });
    expect(await factsOf(pems(leaf, pki.intermediate), leaf)).toMatchObject({
      chainEnd: 'public_root',
      nameMatches: false,
      verification: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test('a wrong name is seen behind a fault of the chain too', async () => {
    const leaf = await issue({ name: 'CN=other.test', issuer: inspection.root, dnsNames: ['other.test'] });
    expect(await factsOf(pems(leaf), leaf)).toMatchObject({ chainEnd: 'incomplete', nameMatches: false });
  });

  test('an address is looked for among the addresses of the certificate', async () => {
    expect(await factsOf(pki.chain, pki.leaf, { host: '127.0.0.1' })).toMatchObject(IN_ORDER);
    const leaf = await issue({ name: 'CN=127.0.0.1', issuer: pki.intermediate, dnsNames: ['target.test'] });
    expect(await factsOf(pems(leaf, pki.intermediate), leaf, { host: '127.0.0.1' })).toMatchObject({
      nameMatches: false,
    });
  });
});

describe('what is kept of a certificate', () => {
  test('addresses of revocation, timestamps, and the last of repeated names', async () => {
    const urls = { crl: 'http://crl.example.test/one.crl', ocsp: 'http://ocsp.example.test' };
    const scts = new Extension('1.3.6.1.4.1.11129.2.4.2', false, Buffer.from([4, 2, 0, 0]));
    const leaf = await issue({
      name: 'CN=first, CN=target.test, O=One\\, Two',
      issuer: pki.intermediate,
      urls,
      extensions: [scts],
      ...TARGET_NAMES,
    });
    const { chain } = await factsOf(pems(leaf, pki.intermediate), leaf);
    expect(chain[0]).toMatchObject({ subjectCn: 'target.test', scts: true, urls: [urls.ocsp, urls.crl] });
  });

  test('a certificate without a subject', async () => {
    const leaf = await issue({ name: '', issuer: pki.intermediate, ...TARGET_NAMES });
    const facts = await factsOf(pems(leaf, pki.intermediate), leaf);
    expect(facts).toMatchObject({ ...IN_ORDER, chainEnd: 'public_root' });
    expect(facts.chain[0]).toMatchObject({ subject: '', subjectCn: '', issuerCn: 'Example Issuing 01' });
  });

  test('an issuer without a name is no public root', async () => {
    const nobody = await issue({ name: '', ca: true });
    const leaf = await issue({ name: 'CN=target.test', issuer: nobody, ...TARGET_NAMES });
    expect(await factsOf(pems(leaf, nobody), leaf)).toMatchObject({ chainEnd: 'private_root', anchor: '' });
  });

  test('a giant chain is counted, kept in part, and costs little', async () => {
    const strangers = Array.from({ length: 120 }, () => inspection.intermediate);
    const facts = await factsOf(pems(pki.leaf, pki.intermediate, ...strangers), pki.leaf);
    expect(facts).toMatchObject({ chainEnd: 'public_root', chainLength: 122 });
    expect(facts.chain).toHaveLength(10);
  });
});

describe('what is given as PEM', () => {
  test.for(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    '%j is refused',
    (text) => {
      expect(() => createAuthorities([text], [])).toThrow();
      expect(() => createAuthorities([], [text])).toThrow();
    },
  );

  test('the bundled roots are public without a word', () => {
    expect(createAuthorities([], []).public.size).toBeGreaterThan(100);
  });
});
