import { listed, ms } from './figures.ts';
import { type FindingRow, SLOW_MS, when } from './finding-row.ts';
import { cutWhere, cutWords } from './fingerprint.ts';
import { commonName } from './truth.ts';
import type { View } from './view.ts';

const leafDate = ({ tls }: View, which: 'notBefore' | 'notAfter'): string =>
  tls?.chain[0]?.[which].slice(0, 10) ?? 'an unknown date';

export const TCP_FINDINGS: readonly FindingRow[] = [
  {
    id: 'tcp.canary_answered',
    phase: 'tcp',
    says: ({ canary, target }) =>
      when(
        canary === 'answered',
        () => `on port ${target.port} something answers handshakes for addresses where nothing is: TCP proves nothing`,
      ),
  },
  {
    id: 'tcp.canary_void',
    phase: 'tcp',
    says: ({ canary }) =>
      when(canary === 'void', () => 'this platform answers TCP for everything, so canaries say nothing'),
  },
  {
    id: 'tcp.addresses_differ',
    phase: 'tcp',
    says: ({ tally, genuine, http, target, otherAddresses: { passed, failed } }) => {
      const own = tally.passed > 0 || genuine || (target.scheme === 'http' && http !== undefined);
      return when(
        own ? failed > 0 : passed > 0,
        () =>
          `addresses of the name differ: the first ${own ? 'works' : 'fails'}, and of the others ${passed} work and ${failed} fail`,
      );
    },
  },
  {
    id: 'tcp.slow',
    phase: 'tcp',
    says: ({ steps: { tcp } }) =>
      tcp.status === 'ok' ? when(tcp.durationMs > SLOW_MS, () => `TCP took ${ms(tcp.durationMs)}`) : undefined,
  },
];

export const TLS_FINDINGS: readonly FindingRow[] = [
  {
    id: 'tls.cut_like_must_be_denied',
    phase: 'tls',
    says: ({ cut, likeDenial, denial }) =>
      cut && likeDenial === 'same'
        ? `cut ${cutWhere(cut)} (${cutWords(cut)}, ${ms(cut.endedAfterMs)}), as ${denial.fingerprint?.host ?? 'a denied name'} is`
        : undefined,
  },
  {
    id: 'tls.cut_unlike_must_be_denied',
    phase: 'tls',
    says: ({ cut, likeDenial, denial }) =>
      cut && likeDenial === 'different' && denial.fingerprint
        ? `cut ${cutWhere(cut)} (${cutWords(cut)}), while ${denial.fingerprint.host} is cut otherwise (${cutWords(denial.fingerprint)})`
        : undefined,
  },
  {
    id: 'tls.inspection_ca',
    phase: 'tls',
    says: ({ inspector, tls }) =>
      inspector && tls?.chainEnd !== 'self_signed'
        ? `signed under "${commonName(inspector.anchor)}", which is no public root${inspector.hosts.length > 1 ? ` and signs for ${listed(inspector.hosts.slice(0, 4))}` : ''}`
        : undefined,
  },
  {
    id: 'tls.incomplete_chain',
    phase: 'tls',
    says: ({ tls }) =>
      when(tls?.chainEnd === 'incomplete', () => `the issuer "${commonName(tls?.anchor ?? '')}" was not sent along`),
  },
  {
    id: 'tls.expired',
    phase: 'tls',
    says: (view) => when(view.tls?.expired, () => `the certificate expired ${leafDate(view, 'notAfter')}`),
  },
  {
    id: 'tls.not_yet_valid',
    phase: 'tls',
    says: (view) => when(view.tls?.notYetValid, () => `the certificate is valid from ${leafDate(view, 'notBefore')}`),
  },
  {
    id: 'tls.wrong_name',
    phase: 'tls',
    says: ({ tls, target }) =>
      when(
        tls?.nameMatches === false,
        () => `the certificate is for ${tls?.chain[0]?.subjectCn ?? 'another name'}, not for ${target.host}`,
      ),
  },
  {
    id: 'tls.agent_suites_refused',
    phase: 'tls',
    says: ({ tls, agentSuites }) =>
      when(
        tls !== undefined && (agentSuites?.kind === 'cut' || agentSuites?.kind === 'failed'),
        () => `${tls?.cipher ?? 'another suite'} is accepted, a hello with the agents' four suites is refused`,
      ),
  },
  {
    id: 'tls.wide_hello_succeeds',
    phase: 'tls',
    says: ({ steps, wideHello }) =>
      when(
        steps.tls.status === 'failed' && (wideHello === 'passed' || wideHello === 'chain_not_genuine'),
        () => 'a hello with more versions and suites completes the handshake',
      ),
  },
  {
    id: 'tls.hello_size_matters',
    phase: 'tls',
    says: ({ steps, largeHello }) => {
      if (largeHello === 'not_asked' || largeHello === 'unknown' || largeHello === 'no_connection') return undefined;
      const large = largeHello === 'passed' || largeHello === 'chain_not_genuine';
      if (steps.tls.status === 'skipped' || large === (steps.tls.status === 'ok')) return undefined;
      return large
        ? 'the small ClientHello fails and the large one completes the handshake'
        : 'the small ClientHello completes the handshake and the large one fails';
    },
  },
  {
    id: 'tls.slow',
    phase: 'tls',
    says: ({ steps: { tls } }) =>
      tls.status === 'ok'
        ? when(tls.durationMs > SLOW_MS, () => `the handshake took ${ms(tls.durationMs)}`)
        : undefined,
  },
];
