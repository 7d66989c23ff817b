/**
 * What a body is by its structure. A revocation host speaks plain HTTP: its status proves nothing (anybody can answer 200), but a CRL, a
 * certificate or an OCSP answer is something that only the service gives.
 */
import {
  childrenOf,
  type Element,
  ENUMERATED,
  elementAt,
  GENERALIZED_TIME,
  hex,
  INTEGER,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  SEQUENCE,
  UTC_TIME,
} from './der.ts';

export type BodyProof = 'crl' | 'certificate' | 'ocsp';

/** `complete`: the end of the body was seen, so the structure must fill it exactly. A cut body is judged by its beginning. */
export function proofIn(body: Buffer, complete: boolean): BodyProof | undefined {
  const der = fromPem(body) ?? body;
  const outer = elementAt(der, 0);
  if (outer?.tag !== SEQUENCE || outer.to <= outer.from) return undefined;
  if (der === body && (complete ? outer.to !== der.length : outer.to < der.length)) return undefined;
  const inner = elementAt(der, outer.from);
  if (!inner || inner.to > outer.to) return undefined;
  if (inner.tag === ENUMERATED) return isOcspAnswer(der, outer, inner) ? 'ocsp' : undefined;
  if (inner.tag !== SEQUENCE) return undefined;
  return isCertificate(der, inner) ? 'certificate' : isCrl(der, inner) ? 'crl' : undefined;
}

/** TBSCertificate (RFC 5280 §4.1): [0] version, serial, algorithm, issuer, validity, subject … */
function isCertificate(der: Uint8Array, body: Element): boolean {
  const [version, serial, algorithm, issuer, validity, subject] = childrenOf(der, body, 6);
  return (
    version?.tag === 0xa0 &&
    serial?.tag === INTEGER &&
    isAlgorithm(der, algorithm) &&
    issuer?.tag === SEQUENCE &&
    validity?.tag === SEQUENCE &&
    isTime(elementAt(der, validity.from)) &&
    subject?.tag === SEQUENCE
  );
}

/** TBSCertList (RFC 5280 §5.1): version, algorithm, issuer, thisUpdate … */
function isCrl(der: Uint8Array, body: Element): boolean {
  const [first, ...rest] = childrenOf(der, body, 4);
  const [algorithm, issuer, thisUpdate] = first?.tag === INTEGER ? rest : [first, ...rest];
  return isAlgorithm(der, algorithm) && issuer?.tag === SEQUENCE && isTime(thisUpdate);
}

/** id-pkix-ocsp-basic, 1.3.6.1.5.5.7.48.1.1 */
const OCSP_BASIC = '2b0601050507300101';

/** OCSPResponse (RFC 6960 §4.2.1): a status, and with `successful` (0) the basic answer. Other statuses carry nothing more and are too short to prove anything but 5 bytes. */
function isOcspAnswer(der: Uint8Array, outer: Element, status: Element): boolean {
  if (status.to - status.from !== 1) return false;
  const value = der[status.from] ?? 255;
  if (status.to === outer.to) return value > 0 && value <= 6;
  const tagged = elementAt(der, status.to);
  const bytes = tagged?.tag === 0xa0 ? elementAt(der, tagged.from) : undefined;
  if (value !== 0 || bytes?.tag !== SEQUENCE) return false;
  const type = elementAt(der, bytes.from);
  return (
    type?.tag === OBJECT_IDENTIFIER && hex(der, type) === OCSP_BASIC && elementAt(der, type.to)?.tag === OCTET_STRING
  );
}

function isAlgorithm(der: Uint8Array, element: Element | undefined): boolean {
  return element?.tag === SEQUENCE && elementAt(der, element.from)?.tag === OBJECT_IDENTIFIER;
}

function isTime(element: Element | undefined): boolean {
  if (!element) return false;
  const length = element.to - element.from;
  return (element.tag === UTC_TIME && length === 13) || (element.tag === GENERALIZED_TIME && length === 15);
}

function fromPem(body: Buffer): Buffer | undefined {
  const text = /^\s*-----BEGIN (?:CERTIFICATE|X509 CRL)-----\s+([A-Za-z0-9+/=\s]+)/.exec(body.toString('latin1'))?.[1];
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}
