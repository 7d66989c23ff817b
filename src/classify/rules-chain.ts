/** The handshake was completed: who signed for it? */
import { SKEW_S } from './finding-row.ts';
import { certain, failed, likely, none, possible, type Rule, SETTLE, twins } from './rule.ts';
import { chainTruth, plainTruth, statusTruth } from './truth.ts';
import type { View } from './view.ts';
import { headerOf, httpWords, isBlockPage, squidError } from './words.ts';

const ends =
  (...chainEnds: readonly string[]) =>
  ({ tls }: View): boolean =>
    tls !== undefined && chainEnds.includes(tls.chainEnd);

/** The missing issuer is one that signs public chains here: its key, else its name; or the leaf carries what only public CAs embed. */
function publicIssuer({ tls, path }: View): boolean {
  const last = tls?.chain.at(-1);
  if (!tls || !last) return false;
  const known = path.across.publicIssuers.some(({ subject, ski }) =>
    last.aki !== undefined && ski !== undefined ? ski === last.aki : subject === last.issuer,
  );
  return known || (tls.chain[0]?.scts ?? false);
}

/** So far as the far end's `Date` tells. */
const clockIsWrong = ({ http }: View): boolean => Math.abs(http?.clockSkewS ?? 0) > SKEW_S;

export const CHAIN_RULES: readonly Rule[] = [
  {
    // Of a filter that shows a page instead of a 470: not Azure Firewall, and no proof of the far end. What an explicit Squid refuses has a
    // row of its own; one that nobody told of stands in the path as a filter does.
    id: 'block-page',
    state: 'denied',
    cause: 'denied.block_page',
    when: (view) => {
      const { http, plain } = httpWords(view.steps);
      const shown = [http, plain].some((words) => words !== undefined && isBlockPage(words.body));
      return !view.genuine && (shown || (!view.proxied && squidError(view.http).startsWith('ERR_ACCESS_DENIED')));
    },
    confidence: likely,
    alternatives: twins('intercepted/http.captive_portal', 'rejected/http.refused_by_far_end'),
    settle: ['the page itself (kept in the evidence) names the filter', SETTLE.otherVantage],
    because: 'a page came back that says that access is blocked, and nothing proves that the far end sent it',
    truth: (view) => `block page, ${statusTruth(view)}`,
  },
  {
    id: 'plaintext-answer',
    state: 'intercepted',
    cause: 'tls.plaintext_answer',
    when: failed('tls.not_tls'),
    confidence: likely,
    alternatives: twins('down/tls.wrong_service'),
    settle: ['the first bytes (kept in the evidence) name the service', SETTLE.otherVantage],
    because:
      'whoever answers does not speak TLS where TLS was due: a portal or proxy in between, or another service on that port',
    truth: plainTruth,
  },
  {
    id: 'known-inspector',
    state: 'intercepted',
    cause: 'tls.inspection',
    when: ends('known_inspector'),
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'the certificate is signed by a CA that was named as an inspector: TLS is opened on the way',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'one-private-ca-for-unrelated-names',
    state: 'intercepted',
    cause: 'tls.inspection',
    when: (view) => ends('private_root')(view) && view.inspector?.forUnrelatedNames === true,
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'one private CA signs for names of different owners: TLS is opened on the way',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'private-root',
    state: 'intercepted',
    cause: 'tls.inspection',
    when: ends('private_root'),
    confidence: likely,
    alternatives: twins('down/cert.private_ca'),
    settle: [SETTLE.chain],
    because:
      'the certificate is signed by a private CA: TLS is opened on the way, or the far end itself uses such a CA',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'self-signed',
    state: 'intercepted',
    cause: 'tls.self_signed',
    when: ends('self_signed'),
    confidence: ({ inspector }) => (inspector?.forUnrelatedNames ? 'likely' : 'possible'),
    alternatives: twins('down/cert.self_signed', 'unresolved/dns.wrong_address'),
    settle: [SETTLE.chain],
    because: 'the certificate signed itself: a device in between answers, or the far end is misconfigured',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'incomplete-chain-of-public-issuer',
    state: 'down',
    cause: 'cert.incomplete_chain',
    when: (view) => ends('incomplete')(view) && publicIssuer(view),
    confidence: likely,
    alternatives: twins('intercepted/tls.inspection'),
    settle: [SETTLE.otherVantage, SETTLE.farEnd],
    because:
      'the far end forgot to send an intermediate certificate of a public issuer: a client that does not fetch it by itself refuses the chain',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'incomplete-chain-for-unrelated-names',
    state: 'intercepted',
    cause: 'tls.inspection',
    when: (view) => ends('incomplete')(view) && view.inspector?.forUnrelatedNames === true,
    confidence: likely,
    alternatives: twins('down/cert.incomplete_chain'),
    settle: [SETTLE.chain],
    because: 'one unknown issuer, not sent along, signs for names of different owners: TLS is opened on the way',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    // One far end may forget its intermediate; several with the same unknown issuer, and none with what public CAs embed, are one signer's.
    id: 'incomplete-chain-for-several-names',
    state: 'intercepted',
    cause: 'tls.inspection',
    when: (view) => ends('incomplete')(view) && (view.inspector?.hosts.length ?? 0) > 1,
    confidence: possible,
    alternatives: twins('down/cert.incomplete_chain', 'down/cert.private_ca'),
    settle: [SETTLE.chain],
    because:
      'one issuer that is not known and was not sent along signs for several names, all without the marks of a public CA',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'unknown-issuer',
    state: 'inconclusive',
    cause: 'cert.unknown_issuer',
    when: ends('incomplete'),
    confidence: possible,
    alternatives: twins('intercepted/tls.inspection', 'down/cert.incomplete_chain', 'down/cert.private_ca'),
    settle: [SETTLE.chain],
    because:
      'the issuer was not sent and is not known: neither a public chain with a gap nor a private CA can be excluded',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'wrong-name',
    state: 'down',
    cause: 'cert.wrong_name',
    when: (view) => ends('public_root')(view) && view.tls?.nameMatches === false,
    confidence: likely,
    alternatives: twins('unresolved/dns.wrong_address', 'intercepted/tls.foreign_answer'),
    settle: ['the address that DNS gave here, held against one from elsewhere', SETTLE.otherVantage],
    because: 'a genuine certificate came back for another name: DNS or a route leads to another service',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'expired',
    state: 'down',
    cause: 'cert.expired',
    when: (view) => ends('public_root')(view) && view.tls?.expired === true,
    confidence: (view) => (clockIsWrong(view) ? 'possible' : 'likely'),
    alternatives: twins('reachable/clock.wrong_here'),
    settle: ["this machine's clock", SETTLE.otherVantage],
    because: 'the certificate has expired by our clock',
    truth: chainTruth,
    phase: 'tls',
  },
  {
    id: 'not-yet-valid',
    state: 'down',
    cause: 'cert.not_yet_valid',
    when: (view) => ends('public_root')(view) && view.tls?.notYetValid === true,
    confidence: possible,
    alternatives: twins('reachable/clock.wrong_here'),
    settle: ["this machine's clock", SETTLE.otherVantage],
    because: 'the certificate is not valid yet by our clock, which more often means that our clock is behind',
    truth: chainTruth,
    phase: 'tls',
  },
];

/** Where a redirect of plain HTTP leads: the host, where it is another. */
export function redirectHost({ http }: View): string | undefined {
  if (!http || http.status < 300 || http.status > 399) return undefined;
  return /^https?:\/\/([^/:?#]+)/i.exec(headerOf(http, 'location') ?? '')?.[1]?.toLowerCase();
}
