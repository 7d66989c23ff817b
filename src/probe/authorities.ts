/** The CAs that mean something here: those whose word is public, and known inspectors. */
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { fingerprintOf, subjectOf } from './certificate.ts';

/** Certificates by the subject as Node prints it, and by fingerprint. */
export interface AuthoritySet {
  bySubject(subject: string): readonly X509Certificate[];
  has(fingerprint: string): boolean;
  readonly size: number;
}
export interface Authorities {
  /** The bundled roots and those of `--trust`. */
  readonly public: AuthoritySet;
  readonly inspectors: AuthoritySet;
}

/** Texts are PEM, each with one certificate or several; they need not be roots. Throws on a text without any, or with a broken one. */
export function createAuthorities(trust: readonly string[], inspectionCas: readonly string[]): Authorities {
  const trusted = setOf(trust.flatMap(splitPem));
  return {
    public: {
      bySubject: (subject) => {
        const own = trusted.bySubject(subject);
        const bundled = bundledRoots().bySubject(subject);
        return own.length === 0 ? bundled : [...own, ...bundled];
      },
      has: (fingerprint) => trusted.has(fingerprint) || bundledRoots().has(fingerprint),
      get size() {
        return trusted.size + bundledRoots().size;
      },
    },
    inspectors: setOf(inspectionCas.flatMap(splitPem)),
  };
}

export function splitPem(text: string): readonly string[] {
  const found = text.match(/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END \1?CERTIFICATE-----/g);
  if (!found) throw new Error('no certificate in this PEM text');
  return found;
}

let bundled: AuthoritySet | undefined;
/** About 8 ms, once a process. */
function bundledRoots(): AuthoritySet {
  bundled ??= setOf(rootCertificates);
  return bundled;
}

function setOf(pems: readonly string[]): AuthoritySet {
  const certificates = pems.map((pem) => new X509Certificate(pem));
  const bySubject = Map.groupBy(certificates, subjectOf);
  const fingerprints = new Set(certificates.map(fingerprintOf));
  return {
    bySubject: (subject) => bySubject.get(subject) ?? [],
    has: (fingerprint) => fingerprints.has(fingerprint),
    size: fingerprints.size,
  };
}
