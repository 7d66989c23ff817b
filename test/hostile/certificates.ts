/** Certificates that mean harm: signed as they should be, so that they are read to the end. Keys are EC, made when asked for. */
import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import {
  type Extension,
  type JsonName,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 24 * 3600 * 1000;

export interface HostileWish {
  readonly subject: JsonName;
  readonly issuer?: JsonName;
  readonly dnsNames?: readonly string[];
  readonly extensions?: readonly Extension[];
}
export interface HostileCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Self-signed, whatever it says of its issuer. */
export async function hostileCertificate(wish: HostileWish): Promise<HostileCertificate> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const names = (wish.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value }));
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    subject: wish.subject,
    issuer: wish.issuer ?? wish.subject,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 90 * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    extensions: [...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []), ...(wish.extensions ?? [])],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: certificate.toString('pem'), key };
}

/** A chain of about so many bytes: the leaf, then strangers without end. */
export async function giantChain(bytes: number): Promise<HostileCertificate> {
  const padding = Array.from({ length: 60 }, (_, index) => ({ OU: [`${index} ${'x'.repeat(60)}`] }));
  const leaf = await hostileCertificate({ subject: [{ CN: ['target.test'] }], dnsNames: ['target.test'] });
  const stranger = await hostileCertificate({ subject: padding });
  const each = (stranger.cert.length * 3) / 4;
  const strangers = Array.from({ length: Math.ceil(bytes / each) }, () => ({ cert: stranger.cert }));
  return { cert: [leaf, ...strangers].map(({ cert }) => cert.trim()).join('\n'), key: leaf.key };
}
