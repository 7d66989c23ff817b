import { FIREWALL_STATUS } from '../model/firewall-words.ts';
import { listed, ms } from './figures.ts';
import { type FindingRow, SKEW_S, SLOW_MS, when } from './finding-row.ts';
import { firewallSaidSo } from './flow.ts';
import { headerOf, httpWords, isFirewallWord, isPrivateLinkText, sourceInFirewallText } from './words.ts';

export const HTTP_FINDINGS: readonly FindingRow[] = [
  {
    id: 'http.firewall_named_itself',
    phase: 'http',
    says: ({ steps }) => when(firewallSaidSo(steps), () => 'HTTP 470 or its text: the answer of Azure Firewall'),
  },
  {
    id: 'http.source_seen_by_firewall',
    phase: 'http',
    says: ({ steps }) => {
      const source = Object.values(httpWords(steps))
        .map(({ body }) => sourceInFirewallText(body))
        .find((seen) => seen !== undefined);
      return source && `the firewall saw this flow come from ${source.address}:${source.port}`;
    },
  },
  {
    id: 'http.firewall_text_in_genuine_session',
    phase: 'http',
    says: ({ steps, genuine }) => {
      const { http } = httpWords(steps);
      return when(
        genuine && http !== undefined && http.status !== FIREWALL_STATUS && isFirewallWord(http),
        () =>
          "the text of a firewall's denial came inside a genuine TLS session, where nobody on the path can speak: the far end said it",
      );
    },
  },
  {
    id: 'http.unexpected_status',
    phase: 'http',
    says: ({ http, target: { expect } }) =>
      http && expect?.status && http.method === 'GET' && !expect.status.includes(http.status)
        ? `status ${http.status}, documented is ${listed(expect.status, 'or')}`
        : undefined,
  },
  {
    id: 'http.unexpected_body',
    phase: 'http',
    says: ({ http, target: { expect } }) =>
      when(
        http?.bodyMatches === false,
        () => `the body lacks "${expect?.body ?? ''}", which a healthy service answers`,
      ),
  },
  {
    id: 'http.server_error',
    phase: 'http',
    says: ({ http }) => when((http?.status ?? 0) >= 500, () => `the answer is a server error (${http?.status})`),
  },
  {
    id: 'http.private_link_text',
    phase: 'http',
    says: ({ http }) =>
      when(
        http?.status === 403 && isPrivateLinkText(http.body),
        () => 'the refusal (403) speaks of private link or public access',
      ),
  },
  {
    id: 'http.misdirected',
    phase: 'http',
    says: ({ http }) =>
      when(http?.status === 421, () => 'the service says that another region serves this caller (421)'),
  },
  {
    id: 'http.redirected',
    phase: 'http',
    says: ({ http }) =>
      http && http.status >= 300 && http.status < 400
        ? `redirected (${http.status}) to ${headerOf(http, 'location') ?? 'nowhere'}; not followed`
        : undefined,
  },
  {
    id: 'http.failed_after_proof',
    phase: 'http',
    says: ({ genuine, steps: { http } }) =>
      genuine && http.status === 'failed' ? `after a genuine handshake: ${http.failure.name}` : undefined,
  },
  {
    id: 'http.clock_skew',
    phase: 'http',
    says: ({ http }) => {
      const skew = http?.clockSkewS ?? 0;
      return when(
        Math.abs(skew) > SKEW_S,
        () => `our clock is ${Math.abs(skew)} s ${skew > 0 ? 'behind' : 'ahead of'} the answer's Date`,
      );
    },
  },
  {
    id: 'http.slow',
    phase: 'http',
    says: ({ steps: { http } }) =>
      http.status === 'ok'
        ? when(http.durationMs > SLOW_MS, () => `the answer took ${ms(http.durationMs)}`)
        : undefined,
  },
];
