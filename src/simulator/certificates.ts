import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateWish, InspectionAuthority } from './world.ts';

/** What a TLS server needs: certificates leaf first, and the leaf's key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}
export interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: CryptoKeyPair;
  readonly pem: string;
}
interface PublicAuthorities {
  readonly root: Authority;
  readonly intermediate: Authority;
}
type CryptoKeyPair = webcrypto.CryptoKeyPair;

// Fixed, so that neither a run's clock nor the machine's makes a valid certificate invalid, and records repeat.
const VALID = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T00:00:00Z') };
const EXPIRED = { notBefore: new Date('2019-01-01T00:00:00Z'), notAfter: new Date('2020-01-01T00:00:00Z') };
const NOT_YET = { notBefore: new Date('2048-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T00:00:00Z') };

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};

/** Signed certificate timestamps (RFC 6962): public CAs embed them, inspection CAs do not. The content is nobody's signature. */
const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';
const sctList = (): Extension => {
  const sct = Buffer.concat([
    Buffer.from([0]),
    Buffer.alloc(32, 0x5a),
    Buffer.alloc(8),
    Buffer.from([0, 0, 4, 3, 0, 0]),
  ]);
  const list = Buffer.concat([Buffer.from([0, sct.length]), sct]);
  const tls = Buffer.concat([Buffer.from([0, list.length]), list]);
  return new Extension(SCT_LIST, false, Buffer.concat([Buffer.from([0x04, tls.length]), tls]));
};

// Made once per process and kind: a leaf costs about 4 ms, an RSA key 130 ms.
const made = new Map<string, Promise<unknown>>();
function once<Made>(kind: string, make: () => Promise<Made>): Promise<Made> {
  const known = made.get(kind) as Promise<Made> | undefined;
  if (known) return known;
  const fresh = make();
  made.set(kind, fresh);
  return fresh;
}

const keysFor = (owner: string, key: 'ecdsa' | 'rsa'): Promise<CryptoKeyPair> =>
  once(`keys ${owner} ${key}`, () =>
    key === 'rsa'
      ? webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
      : webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']),
  );

async function authority(
  subject: string,
  issuer: Authority | undefined,
  validity: typeof VALID,
  key: 'ecdsa' | 'rsa' = 'ecdsa',
): Promise<Authority> {
  const keys = await keysFor(subject, key);
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    ...validity,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: ECDSA,
    extensions: [
      new BasicConstraintsExtension(true, issuer ? 0 : 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(issuer ? [await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey)] : []),
    ],
  });
  return { certificate, keys, pem: certificate.toString('pem') };
}

/** The root that stands for the public ones (to be given as `--trust`), and the CA that issues beneath it. */
export const publicAuthorities = (): Promise<PublicAuthorities> =>
  once('public', async () => {
    const root = await authority('CN=Simulated Public Root, O=Simulated Trust Services', undefined, VALID);
    const subject = 'CN=Simulated Azure TLS Issuing CA 04, O=Simulated Trust Services';
    return { root, intermediate: await authority(subject, root, VALID) };
  });

const privateAuthority = (): Promise<Authority> =>
  once('private', () => authority('CN=Contoso Private CA, O=Contoso', undefined, VALID));

/** The CA with which the firewall inspects TLS. */
export function inspectionAuthority(wish: InspectionAuthority = {}): Promise<Authority> {
  const name = wish.name ?? 'Contoso Inspection CA';
  const expired = wish.expired === true;
  return once(`inspection ${name} ${expired}`, () =>
    authority(`CN=${name}, O=Contoso`, undefined, expired ? EXPIRED : VALID),
  );
}

/** A certificate for a far end, as wished. */
export function identityFor(host: string, wish: CertificateWish = {}): Promise<Identity> {
  const names = wish.names ?? [host];
  return once(`leaf ${JSON.stringify({ ...wish, names })}`, async () => {
    const validity = { valid: VALID, expired: EXPIRED, not_yet_valid: NOT_YET }[wish.validity ?? 'valid'];
    const keys = await keysFor('far ends', wish.key ?? 'ecdsa');
    if (wish.issuer === 'self') {
      const alone = await leaf(names, validity, keys, undefined, false);
      return { cert: alone.toString('pem'), key: pemOf(keys) };
    }
    if (wish.issuer === 'private') {
      const ca = await privateAuthority();
      const issued = await leaf(names, validity, keys, ca, false);
      return { cert: chain(issued, wish.sends === 'nothing' ? [] : [ca]), key: pemOf(keys) };
    }
    const { root, intermediate } = await publicAuthorities();
    const issued = await leaf(names, validity, keys, intermediate, true);
    return { cert: chain(issued, sent(wish.sends ?? 'intermediate', intermediate, root)), key: pemOf(keys) };
  });
}

/** What the inspecting firewall makes on the fly. */
export function inspectionIdentity(host: string, wish: InspectionAuthority = {}): Promise<Identity> {
  return once(`inspected ${host} ${JSON.stringify(wish)}`, async () => {
    const ca = await inspectionAuthority(wish);
    const keys = await keysFor('inspection leaves', 'rsa');
    const issued = await leaf([host], VALID, keys, ca, false);
    return { cert: chain(issued, wish.sends === 'leaf' ? [] : [ca]), key: pemOf(keys) };
  });
}

async function leaf(
  names: readonly string[],
  validity: typeof VALID,
  keys: CryptoKeyPair,
  issuer: Authority | undefined,
  isPublic: boolean,
): Promise<X509Certificate> {
  // A common name holds 64 characters at most (RFC 5280, ub-common-name).
  const subject = `CN=${(names[0] ?? 'unnamed').slice(0, 64)}`;
  return X509CertificateGenerator.create({
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    ...validity,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: issuer ? ECDSA : { ...keys.privateKey.algorithm, hash: 'SHA-256' },
    extensions: [
      new BasicConstraintsExtension(false),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(issuer ? [await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey)] : []),
      ...(isPublic ? publicExtensions() : []),
    ],
  });
}

const publicExtensions = (): Extension[] => [
  new AuthorityInfoAccessExtension({
    ocsp: 'http://oneocsp.microsoft.com/ocsp',
    caIssuers: 'http://www.microsoft.com/pkiops/certs/simulated.crt',
  }),
  new CRLDistributionPointsExtension(['http://www.microsoft.com/pkiops/crl/simulated.crl']),
  sctList(),
];

function sent(wish: NonNullable<CertificateWish['sends']>, intermediate: Authority, root: Authority): Authority[] {
  if (typeof wish === 'number') return [intermediate, ...Array.from({ length: Math.max(0, wish - 2) }, () => root)];
  return { intermediate: [intermediate], nothing: [], root: [intermediate, root] }[wish];
}

const chain = (issued: X509Certificate, above: readonly Authority[]): string =>
  [issued.toString('pem'), ...above.map(({ pem }) => pem)].join('\n');

const pemOf = (keys: CryptoKeyPair): string =>
  KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
