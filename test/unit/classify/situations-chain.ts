import {
  answer,
  certificate,
  dnsOk,
  evidence,
  firewalled,
  http,
  inspected,
  open,
  plaintext,
  tlsOk,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const CA = 'CN=Contoso Inspection CA';
const OTHER = { host: 'login.microsoftonline.com' };
const RELATED = { host: 'other.handler.control.monitor.azure.com' };

/** One certificate, whose issuer was not sent. */
const gap = (issuer: string, over: { aki?: string; scts?: boolean } = {}) =>
  tlsOk({
    chainEnd: 'incomplete',
    anchor: issuer,
    chain: [certificate({ issuer, aki: over.aki ?? 'ffff', scts: over.scts ?? false })],
    chainLength: 1,
  });
const gapWithoutKey = (issuer: string) => {
  const { aki: _, ...leaf } = certificate({ issuer });
  return tlsOk({ chainEnd: 'incomplete', anchor: issuer, chain: [leaf], chainLength: 1 });
};
const PUBLIC_ISSUER = 'CN=Microsoft Azure RSA TLS Issuing CA 04';

export const CHAIN_SITUATIONS: readonly Situation[] = [
  {
    name: 'TLS inspection: one private CA on two unrelated names, where it is forbidden',
    evidence: evidence({ tls: inspected() }),
    path: firewalled({ among: [evidence({ tls: inspected() }), evidence({ target: OTHER, tls: inspected() })] }),
    right: {
      state: 'intercepted',
      cause: 'tls.inspection',
      rule: 'one-private-ca-for-unrelated-names',
      confidence: 'certain',
      alternatives: [],
      truth: 'certificate by "Contoso Inspection CA"',
      effect: 'broken',
      tcpMisleads: true,
      phase: 'tls',
    },
  },
  {
    name: 'TLS inspection where it is tolerated: degraded',
    evidence: evidence({ target: { inspection: 'tolerated' }, tls: inspected() }),
    path: firewalled({ among: [evidence({ tls: inspected() }), evidence({ target: OTHER, tls: inspected() })] }),
    right: {
      state: 'intercepted',
      cause: 'tls.inspection',
      rule: 'one-private-ca-for-unrelated-names',
      confidence: 'certain',
      effect: 'degraded',
    },
  },
  {
    name: 'the same with an expired inspection CA',
    evidence: evidence({ tls: inspected(CA, { expired: true, verification: 'CERT_HAS_EXPIRED' }) }),
    path: firewalled({ mustBeDenied: { tls: inspected(CA) }, among: [evidence({ tls: inspected(CA) })] }),
    right: {
      state: 'intercepted',
      cause: 'tls.inspection',
      rule: 'one-private-ca-for-unrelated-names',
      confidence: 'certain',
    },
  },
  {
    name: 'a private CA on one name, or on names of one owner: the far end may use it itself',
    evidence: evidence({ tls: inspected() }),
    path: firewalled({ among: [evidence({ tls: inspected() }), evidence({ target: RELATED, tls: inspected() })] }),
    right: {
      state: 'intercepted',
      cause: 'tls.inspection',
      rule: 'private-root',
      confidence: 'likely',
      alternatives: ['down/cert.private_ca'],
    },
  },
  {
    name: 'a known inspector needs no second name',
    evidence: evidence({ tls: inspected(CA, { chainEnd: 'known_inspector' }) }),
    path: firewalled(),
    right: { state: 'intercepted', cause: 'tls.inspection', rule: 'known-inspector', confidence: 'certain' },
  },
  {
    name: 'inspection, and the answer inside is a redirect to a portal: still inspection',
    evidence: evidence({
      tls: inspected(),
      http: http(302, { headers: [['Location', 'https://portal.contoso.com/']] }),
    }),
    path: firewalled(),
    right: { state: 'intercepted', cause: 'tls.inspection', rule: 'private-root', confidence: 'likely' },
  },
  {
    name: 'a self-signed certificate',
    evidence: evidence({ tls: tlsOk({ chainEnd: 'self_signed', anchor: 'CN=appliance' }) }),
    path: firewalled(),
    right: {
      state: 'intercepted',
      cause: 'tls.self_signed',
      rule: 'self-signed',
      confidence: 'possible',
      effect: 'broken',
    },
    twins: ['down/cert.self_signed'],
  },
  {
    name: "a missing intermediate whose key signs other targets' public chains",
    evidence: evidence({ tls: gap('CN=whatever', { aki: 'aa04' }) }),
    path: firewalled({ among: [evidence({ target: OTHER })] }),
    right: {
      state: 'down',
      cause: 'cert.incomplete_chain',
      rule: 'incomplete-chain-of-public-issuer',
      confidence: 'likely',
    },
    twins: ['intercepted/tls.inspection'],
  },
  {
    name: "a missing intermediate known by name, of a certificate that names no issuer's key",
    evidence: evidence({ tls: gapWithoutKey(PUBLIC_ISSUER) }),
    path: firewalled({ among: [evidence({ target: OTHER })] }),
    right: {
      state: 'down',
      cause: 'cert.incomplete_chain',
      rule: 'incomplete-chain-of-public-issuer',
      confidence: 'likely',
    },
  },
  {
    name: 'a missing intermediate, and timestamps that only public CAs embed',
    evidence: evidence({ tls: gap('CN=Rare Public CA', { scts: true }) }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'cert.incomplete_chain',
      rule: 'incomplete-chain-of-public-issuer',
      confidence: 'likely',
    },
  },
  {
    name: 'an inspector that borrows the name of a public issuer, and does not send itself along',
    evidence: evidence({ tls: gap(PUBLIC_ISSUER, { aki: 'cc01' }) }),
    path: firewalled({
      among: [
        evidence({ target: { host: 'www.contoso.com' } }),
        evidence({ tls: gap(PUBLIC_ISSUER, { aki: 'cc01' }) }),
        evidence({ target: OTHER, tls: gap(PUBLIC_ISSUER, { aki: 'cc01' }) }),
      ],
    }),
    right: {
      state: 'intercepted',
      cause: 'tls.inspection',
      rule: 'incomplete-chain-for-unrelated-names',
      confidence: 'likely',
    },
    twins: ['down/cert.incomplete_chain'],
  },
  {
    name: 'an unknown issuer that was not sent: open',
    evidence: evidence({ tls: gap('CN=Who Knows CA') }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'cert.unknown_issuer', rule: 'unknown-issuer', confidence: 'possible' },
    twins: ['intercepted/tls.inspection', 'down/cert.incomplete_chain'],
  },
  {
    name: 'the same unknown issuer on two names of one owner, without the marks of a public CA',
    evidence: evidence({ target: { host: 'a.contoso.example' }, tls: gap('CN=Who Knows CA') }),
    path: firewalled({
      among: [
        evidence({ target: { host: 'a.contoso.example' }, tls: gap('CN=Who Knows CA') }),
        evidence({ target: { host: 'b.contoso.example' }, tls: gap('CN=Who Knows CA') }),
      ],
    }),
    right: {
      state: 'intercepted',
      cause: 'tls.inspection',
      rule: 'incomplete-chain-for-several-names',
      confidence: 'possible',
    },
    twins: ['down/cert.incomplete_chain'],
  },
  {
    name: 'a genuine certificate for another name',
    evidence: evidence({ tls: tlsOk({ nameMatches: false }) }),
    path: firewalled(),
    right: { state: 'down', cause: 'cert.wrong_name', rule: 'wrong-name', confidence: 'likely', tcpMisleads: false },
    twins: ['unresolved/dns.wrong_address'],
  },
  {
    name: 'an expired certificate of a public issuer, though the answer is 200',
    evidence: evidence({ tls: tlsOk({ expired: true }), http: http(200) }),
    path: firewalled(),
    right: { state: 'down', cause: 'cert.expired', rule: 'expired', confidence: 'likely', phase: 'tls' },
  },
  {
    name: 'expired by a clock that is wrong here',
    evidence: evidence({ tls: tlsOk({ expired: true }), http: http(200, { clockSkewS: -40_000_000 }) }),
    path: firewalled(),
    right: { state: 'down', cause: 'cert.expired', rule: 'expired', confidence: 'possible' },
    twins: ['reachable/clock.wrong_here'],
  },
  {
    name: 'not yet valid',
    evidence: evidence({ tls: tlsOk({ notYetValid: true }) }),
    path: firewalled(),
    right: { state: 'down', cause: 'cert.not_yet_valid', rule: 'not-yet-valid', confidence: 'possible' },
  },
  {
    name: 'an SSH server on the TLS port',
    evidence: evidence({ tls: plaintext('SSH-2.0-OpenSSH_9.6\r\n') }),
    path: firewalled(),
    right: {
      state: 'intercepted',
      cause: 'tls.plaintext_answer',
      rule: 'plaintext-answer',
      confidence: 'likely',
      truth: '"SSH-2.0-OpenSSH_9.6" where TLS was due',
    },
    twins: ['down/tls.wrong_service'],
  },
  {
    name: 'a captive portal in plain text on the TLS port',
    evidence: evidence({ tls: plaintext('HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n') }),
    path: open(),
    right: { state: 'intercepted', cause: 'tls.plaintext_answer', rule: 'plaintext-answer', confidence: 'likely' },
  },
  {
    name: "another vendor's block page inside an inspected session",
    evidence: evidence({
      tls: inspected(),
      http: http(403, { body: '<html><h1>Web Page Blocked</h1>Access to this page is blocked. FortiGuard</html>' }),
    }),
    path: open(),
    right: { state: 'denied', cause: 'denied.block_page', rule: 'block-page', confidence: 'likely', remedy: noAzure() },
  },
  {
    name: 'a Squid in the path refuses inside a session that it opened',
    evidence: evidence({ tls: inspected(), http: http(403, { headers: [['X-Squid-Error', 'ERR_ACCESS_DENIED 0']] }) }),
    path: open(),
    right: { state: 'denied', cause: 'denied.block_page', rule: 'block-page', confidence: 'likely', remedy: noAzure() },
  },
  {
    name: 'allowed by an application rule',
    evidence: evidence({ questions: [answer('dead_address', {})] }),
    path: firewalled(),
    right: {
      state: 'reachable',
      cause: 'far_end.proven',
      rule: 'proven-by-chain',
      confidence: 'certain',
      alternatives: [],
      effect: 'none',
      remedy: '',
      truth: '200, Microsoft Azure RSA TLS Issuing CA 04',
    },
  },
  {
    name: 'allowed by a service tag, an address rule or a private endpoint',
    evidence: evidence({
      dns: dnsOk({ addresses: [{ address: '10.20.0.5', family: 4, private: true }], privateLink: true }),
    }),
    path: firewalled(),
    right: { state: 'reachable', cause: 'far_end.proven', rule: 'proven-by-chain', confidence: 'certain' },
  },
];

function noAzure(): string {
  return 'Allow global.handler.control.monitor.azure.com (Https:443) for the subnets of the probe and the agents, on the device that filters names. An earlier deny wins: look at rule collections of higher priority and at the parent policy first. Where a rule by address or FQDN was meant to carry it, it missed 20.43.70.102.';
}
