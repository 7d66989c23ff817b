import 'reflect-metadata';
import { createHash, createSign, KeyObject } from 'node:crypto';
import { X509CrlGenerator } from '@peculiar/x509';
import { publicAuthorities } from './certificates.ts';

export interface RevocationDocument {
  readonly type: string;
  readonly body: Buffer;
}

/** What a revocation service gives: bytes of the real structure, signed by the simulated public CA. */
export async function revocationDocument(kind: 'crl' | 'ocsp' | 'certificate'): Promise<RevocationDocument> {
  const { root, intermediate } = await publicAuthorities();
  switch (kind) {
    case 'certificate':
      return { type: 'application/pkix-cert', body: Buffer.from(intermediate.certificate.rawData) };
    case 'crl': {
      const crl = await X509CrlGenerator.create({
        issuer: root.certificate.subject,
        thisUpdate: new Date('2020-01-01T00:00:00Z'),
        nextUpdate: new Date('2049-12-31T00:00:00Z'),
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        signingKey: root.keys.privateKey,
      });
      return { type: 'application/pkix-crl', body: Buffer.from(crl.rawData) };
    }
    case 'ocsp':
      return { type: 'application/ocsp-response', body: await ocspResponse() };
  }
}

// DER, as much as an OCSP answer needs (RFC 6960 §4.2.1).
const SEQUENCE = 0x30;
const OID_SHA1 = '06052b0e03021a';
const OID_ECDSA_SHA256 = '06082a8648ce3d040302';
const OID_OCSP_BASIC = '06092b0601050507300101';

function der(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** An INTEGER's bytes from hexadecimal: a leading one bit would make it negative. */
const positive = (hex: string): string => (Number.parseInt(hex.slice(0, 2), 16) < 0x80 ? hex : `00${hex}`);

/** "Good", for the intermediate, by the root. */
async function ocspResponse(): Promise<Buffer> {
  const { root, intermediate } = await publicAuthorities();
  const sha1 = (bytes: ArrayBuffer): Buffer => createHash('sha1').update(new Uint8Array(bytes)).digest();
  const time = der(0x18, Buffer.from('20200101000000Z'));
  const keyHash = sha1(root.certificate.publicKey.rawData);
  const certId = der(
    SEQUENCE,
    der(SEQUENCE, OID_SHA1, '0500'),
    der(0x04, sha1(root.certificate.subjectName.toArrayBuffer())),
    der(0x04, keyHash),
    der(0x02, positive(intermediate.certificate.serialNumber)),
  );
  const single = der(SEQUENCE, certId, der(0x80), time);
  const responseData = der(SEQUENCE, der(0xa2, der(0x04, keyHash)), time, der(SEQUENCE, single));
  const signature = createSign('sha256').update(responseData).sign(KeyObject.from(root.keys.privateKey));
  const basic = der(SEQUENCE, responseData, der(SEQUENCE, OID_ECDSA_SHA256), der(0x03, '00', signature));
  const responseBytes = der(SEQUENCE, OID_OCSP_BASIC, der(0x04, basic));
  return der(SEQUENCE, der(0x0a, '00'), der(0xa0, responseBytes));
}
