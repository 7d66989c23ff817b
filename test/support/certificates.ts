/** Certificates for tests, made when asked for. Keys are EC, so that this takes milliseconds. */
import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509';

export { Extension };

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 24 * 3600 * 1000;

export interface Issued {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}
export interface Wish {
  /** `CN=…, O=…` */
  readonly name: string;
  readonly issuer?: Issued;
  readonly ca?: boolean;
  readonly dnsNames?: readonly string[];
  readonly addresses?: readonly string[];
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** The key of another certificate: for cross-signing. */
  readonly keys?: webcrypto.CryptoKeyPair;
  readonly extensions?: readonly Extension[];
  readonly urls?: { readonly crl: string; readonly ocsp: string };
}

export async function issue(wish: Wish): Promise<Issued> {
  const keys =
    wish.keys ?? ((await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair);
  const now = Date.now();
  const issuer = wish.issuer;
  const names = [
    ...(wish.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(wish.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    subject: wish.name,
    issuer: issuer ? issuer.certificate.subject : wish.name,
    notBefore: new Date(now + (wish.from ?? -30) * DAY),
    notAfter: new Date(now + (wish.to ?? 300) * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    extensions: [
      new BasicConstraintsExtension(wish.ca ?? false, undefined, true),
      new KeyUsagesExtension(
        wish.ca ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign : KeyUsageFlags.digitalSignature,
        true,
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey),
      ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
      ...(wish.urls
        ? [
            new CRLDistributionPointsExtension([wish.urls.crl]),
            new AuthorityInfoAccessExtension({ ocsp: wish.urls.ocsp }),
          ]
        : []),
      ...(wish.extensions ?? []),
    ],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate, keys, cert: certificate.toString('pem'), key };
}

export interface PublicKeyInfrastructure {
  readonly root: Issued;
  readonly intermediate: Issued;
  /** For `target.test`, 127.0.0.1 and 127.0.0.2, by the intermediate. */
  readonly leaf: Issued;
  /** Leaf and intermediate, as a server sends them. */
  readonly chain: string;
}

/** A root, an intermediate and a leaf that is in order. */
export async function publicKeyInfrastructure(organization: string): Promise<PublicKeyInfrastructure> {
  const root = await issue({ name: `CN=${organization} Root, O=${organization}`, ca: true });
  const intermediate = await issue({
    name: `CN=${organization} Issuing 01, O=${organization}`,
    ca: true,
    issuer: root,
  });
  const leaf = await issue({ name: 'CN=target.test', issuer: intermediate, ...TARGET_NAMES });
  return { root, intermediate, leaf, chain: pems(leaf, intermediate) };
}

export const TARGET_NAMES = { dnsNames: ['target.test'], addresses: ['127.0.0.1', '127.0.0.2'] } as const;

export function pems(...certificates: readonly Issued[]): string {
  return certificates.map(({ cert }) => cert.trim()).join('\n');
}

/** DER of a CRL with so many entries. */
export async function revocationList({ certificate, keys }: Issued, entries = 0): Promise<Buffer> {
  const list = await X509CrlGenerator.create({
    issuer: certificate.subject,
    thisUpdate: new Date(),
    signingAlgorithm: ALGORITHM,
    signingKey: keys.privateKey,
    entries: Array.from({ length: entries }, (_, i) => ({
      serialNumber: (0x100000 + i).toString(16),
      revocationDate: new Date(),
    })),
  });
  return Buffer.from(list.rawData);
}
