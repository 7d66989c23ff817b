/** What of a certificate is kept as evidence. */
import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '../model/step.ts';
import { childrenOf, type Element, elementAt, extensionsOf, SEQUENCE } from './der.ts';
import { printable } from './printable.ts';

const URLS_KEPT = 12;
const TEXT_KEPT = 400;
const SUBJECT_KEY = '551d0e';
const AUTHORITY_KEY = '551d23';
const CRL_POINTS = '551d1f';
const SCT_LIST = '2b06010401d679020402';

export function toCertificate(x509: X509Certificate): Certificate {
  const subject = subjectOf(x509);
  const issuer = issuerOf(x509);
  const extensions = extensionsOf(x509.raw);
  const ski = keyIdentifier(extensions.get(SUBJECT_KEY), 0x04);
  const aki = authorityKey(extensions.get(AUTHORITY_KEY));
  return {
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    subjectCn: attributeOf(subject, 'CN'),
    issuerCn: attributeOf(issuer, 'CN'),
    issuerOrganization: attributeOf(issuer, 'O'),
    notBefore: isoDate(x509.validFrom),
    notAfter: isoDate(x509.validTo),
    fingerprint: fingerprintOf(x509),
    ...(ski !== undefined && { ski }),
    ...(aki !== undefined && { aki }),
    scts: extensions.has(SCT_LIST),
    selfSigned: subject === issuer,
    urls: urlsOf(x509.infoAccess, extensions.get(CRL_POINTS)),
  };
}

/** As Node prints it. It gives undefined, whatever its type says, for the empty name that certificates with alternative names alone have. */
export function subjectOf(x509: X509Certificate): string {
  return x509.subject ?? '';
}
export function issuerOf(x509: X509Certificate): string {
  return x509.issuer ?? '';
}

export function fingerprintOf(x509: X509Certificate): string {
  return x509.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** Node gives names as lines, `C=US\nO=…\nCN=…`, with the control characters of ASCII inside a value escaped, and no others. */
export function oneLine(name: string): string {
  return kept(name.replaceAll('\n', ', '));
}

/** The last of this type: repeated ones go from the general to the special. */
export function attributeOf(name: string, type: string): string {
  const line = name.split('\n').findLast((one) => one.startsWith(`${type}=`));
  return line === undefined ? '' : kept(line.slice(type.length + 1));
}

/** Cut first: a name may be as long as a handshake allows. */
function kept(text: string): string {
  return printable(text.slice(0, TEXT_KEPT));
}

/** `Nov 24 20:00:00 2026 GMT`; a date that is none stays as it was written. */
function isoDate(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? kept(text) : new Date(ms).toISOString();
}

function keyIdentifier(bytes: Uint8Array | undefined, tag: number): string | undefined {
  const element = bytes && elementAt(bytes, 0);
  return bytes && element?.tag === tag ? shortHex(bytes, element) : undefined;
}

function authorityKey(bytes: Uint8Array | undefined): string | undefined {
  const outer = bytes && elementAt(bytes, 0);
  if (!bytes || !outer) return undefined;
  const id = childrenOf(bytes, outer, 3).find(({ tag }) => tag === 0x80);
  return id && shortHex(bytes, id);
}

function shortHex(bytes: Uint8Array, { from, to }: Element): string | undefined {
  return to > from && to <= bytes.length && to - from <= 64
    ? Buffer.from(bytes.subarray(from, to)).toString('hex')
    : undefined;
}

/** AIA as Node prints it (`OCSP - URI:http://…`), and the addresses inside the CRL distribution points. */
function urlsOf(infoAccess: string | undefined, crlPoints: Uint8Array | undefined): readonly string[] {
  const aia = [...(infoAccess ?? '').slice(0, 8192).matchAll(/URI:"?(https?:\/\/[^\s"]+)/g)].map(([, url = '']) => url);
  return [...new Set([...aia, ...(crlPoints ? crlUrls(crlPoints) : [])])]
    .slice(0, URLS_KEPT)
    .map((url) => printable(url.slice(0, 300)));
}

/** CRLDistributionPoints (RFC 5280 §4.2.1.13): points, each with [0] a name, that is [0] full names, each [6] an address. */
function crlUrls(bytes: Uint8Array): readonly string[] {
  const within = (parents: readonly Element[], tag: number): readonly Element[] =>
    parents.flatMap((parent) => childrenOf(bytes, parent, URLS_KEPT)).filter((child) => child.tag === tag);
  const list = elementAt(bytes, 0);
  const addresses = within(within(within(within(list ? [list] : [], SEQUENCE), 0xa0), 0xa0), 0x86);
  return addresses
    .map(({ from, to }) => Buffer.from(bytes.subarray(from, to)).toString('latin1'))
    .filter((url) => /^https?:\/\/[!-~]+$/.test(url));
}
