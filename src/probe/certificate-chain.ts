/**
 * Where a chain ends, by a walk of our own over names and signatures (not dates): a private CA, a missing intermediate and an expired public
 * certificate all fail verification, and each means something else.
 */
import type { X509Certificate } from 'node:crypto';
import type { Certificate, ChainEnd } from '../model/step.ts';
import type { Authorities, AuthoritySet } from './authorities.ts';
import { fingerprintOf, issuerOf, oneLine, subjectOf, toCertificate } from './certificate.ts';

export interface Chain {
  /** As sent, leaf first; at most 10. */
  readonly certificates: readonly Certificate[];
  readonly length: number;
  readonly end: ChainEnd;
  /** Subject of what the chain ends in; of the missing issuer where incomplete. */
  readonly anchor: string;
  readonly expired: boolean;
  readonly notYetValid: boolean;
}

const KEPT = 10;
/** Certificates looked at, and signatures verified, whatever was sent. */
const LOOKED_AT = 20;
const VERIFIED = 60;

interface Ending {
  readonly end: ChainEnd;
  readonly anchor: string;
  /** The sent certificates used, leaf first. */
  readonly used: readonly X509Certificate[];
}

/**
 * `verified`: the TLS library verified the chain against the same public roots; then names alone lead to the anchor. `nowMs`: wall clock.
 */
export function readChain(leaf: X509Certificate, authorities: Authorities, verified: boolean, nowMs: number): Chain {
  const sent: X509Certificate[] = [];
  let length = 0;
  for (let next: X509Certificate | undefined = leaf; next; next = next.issuerCertificate) {
    if (sent.length < LOOKED_AT) sent.push(next);
    length += 1;
  }
  const quick = verified && authorities.inspectors.size === 0;
  const { end, anchor, used } = walk(sent, authorities, quick ? byName : bySignature(), nowMs);
  return {
    certificates: sent.slice(0, KEPT).map(known),
    length,
    end,
    anchor: oneLine(anchor),
    expired: used.some(({ validTo }) => Date.parse(validTo) < nowMs),
    notYetValid: used.some(({ validFrom }) => Date.parse(validFrom) > nowMs),
  };
}

type IsIssuer = (of: X509Certificate, issuer: X509Certificate) => boolean;

const byName: IsIssuer = (of, issuer) => issuerOf(of) === subjectOf(issuer);

function bySignature(): IsIssuer {
  let verified = 0;
  return (of, issuer) => {
    if (issuerOf(of) !== subjectOf(issuer) || verified >= VERIFIED) return false;
    verified += 1;
    // A certificate may sign itself without being a CA: only the signature says so.
    return (of === issuer || of.checkIssued(issuer)) && signed(of, issuer);
  };
}

/** A key that the library cannot read (an unknown type, garbage) has verifiably signed nothing. */
function signed(of: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return of.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

const RANK: Readonly<Record<ChainEnd, number>> = {
  known_inspector: 5,
  public_root: 4,
  private_root: 3,
  self_signed: 2,
  incomplete: 1,
};

/** Chains come out of order and cross-signed: every certificate that was sent is tried once, and the best end counts. */
function walk(sent: readonly X509Certificate[], authorities: Authorities, isIssuer: IsIssuer, nowMs: number): Ending {
  const [leaf] = sent;
  if (!leaf) throw new TypeError('a chain has a leaf');
  const endings = [...endingsFrom(leaf, [], { sent, authorities, isIssuer, visited: new Set() })];
  return endings.reduce((best, one) => (weigh(one, nowMs) > weigh(best, nowMs) ? one : best));
}

interface Walk {
  readonly sent: readonly X509Certificate[];
  readonly authorities: Authorities;
  readonly isIssuer: IsIssuer;
  readonly visited: Set<X509Certificate>;
}

function* endingsFrom(current: X509Certificate, before: readonly X509Certificate[], on: Walk): Generator<Ending> {
  const { sent, isIssuer, visited } = on;
  visited.add(current);
  const used = [...before, current];
  const known = knownEnding(current, on);
  if (known) {
    yield { ...known, used };
  } else if (subjectOf(current) === issuerOf(current) && isIssuer(current, current)) {
    yield { end: before.length === 0 ? 'self_signed' : 'private_root', anchor: subjectOf(current), used };
  } else {
    const issuers = sent.filter((one) => !visited.has(one) && isIssuer(current, one));
    if (issuers.length === 0) yield { end: 'incomplete', anchor: issuerOf(current), used };
    for (const issuer of issuers) if (!visited.has(issuer)) yield* endingsFrom(issuer, used, on);
  }
}

/** Whether the certificate, or who issued it, is somebody we know. An inspector is one even where its CA is public here too. */
function knownEnding(current: X509Certificate, { authorities, isIssuer }: Walk): Omit<Ending, 'used'> | undefined {
  const { public: roots, inspectors } = authorities;
  const issuer = issuerOf(current);
  const issuerIn = (set: AuthoritySet): X509Certificate | undefined =>
    set.bySubject(issuer).find((one) => isIssuer(current, one));
  if (inspectors.size > 0) {
    if (inspectors.has(fingerprintOf(current))) return { end: 'known_inspector', anchor: subjectOf(current) };
    const inspector = issuerIn(inspectors);
    if (inspector) return { end: 'known_inspector', anchor: subjectOf(inspector) };
  }
  const root = issuerIn(roots);
  if (root) return { end: 'public_root', anchor: subjectOf(root) };
  return roots.has(fingerprintOf(current)) ? { end: 'public_root', anchor: subjectOf(current) } : undefined;
}

/** Of two equal ends the one that no expired certificate leads to: cross-signed chains keep old branches. */
function weigh({ end, used }: Ending, nowMs: number): number {
  const stale = used.some(({ validTo }) => Date.parse(validTo) < nowMs);
  return RANK[end] * 2 + (stale ? 0 : 1);
}

/** Intermediates are few and come again with every target; leaves with every name that shares one, every follow-up and every run. */
const CACHED = 200;
const cache = new Map<string, Certificate>();

function known(x509: X509Certificate): Certificate {
  const fingerprint = x509.fingerprint256;
  const found = cache.get(fingerprint);
  if (found) return found;
  const made = toCertificate(x509);
  const [oldest] = cache.keys();
  if (cache.size >= CACHED && oldest !== undefined) cache.delete(oldest);
  cache.set(fingerprint, made);
  return made;
}
