/** The far end is proven, or plain HTTP was spoken: what did it say? */

import { unwell } from './flow.ts';
import { registeredDomain } from './names.ts';
import { certain, failed, likely, none, possible, type Rule, SETTLE, twins } from './rule.ts';
import { redirectHost } from './rules-chain.ts';
import { alertTruth, failureTruth, proofTruth, statusTruth } from './truth.ts';
import type { View } from './view.ts';
import { isClientCertificateText, isPrivateLinkText, relayedBySquid, squidError } from './words.ts';

const plain = ({ target }: View): boolean => target.scheme === 'http';
/** Inside a genuine session every word is the far end's; over plain HTTP anybody may have said it. */
const whoSaidIt = ({ genuine }: View) => (genuine ? ('certain' as const) : ('likely' as const));
const status = ({ http }: View): number | undefined => (http?.method === 'GET' ? http.status : undefined);

/** The ways in which an HTTP answer fails to come. Over genuine TLS the far end is at fault; in the clear a filter may be. */
const UNANSWERED: readonly (readonly [id: string, cause: string, failures: readonly string[], because: string])[] = [
  ['http-closed', 'http.closed', ['http.closed'], 'the connection was closed before an answer'],
  ['http-reset', 'http.reset', ['http.reset'], 'the connection was reset before the answer was complete'],
  ['http-timed-out', 'http.timed_out', ['http.timed_out'], 'the request was not answered in time'],
  [
    'http-stalled',
    'http.stalled',
    ['http.stalled', 'http.cut'],
    'an answer began and did not come to the end of its headers',
  ],
  [
    'http-malformed',
    'http.malformed',
    ['http.malformed', 'http.headers_too_large', 'http.unknown'],
    'what came back is not an HTTP answer that can be read',
  ],
];

export const HTTP_RULES: readonly Rule[] = [
  {
    id: 'agent-suites-refused',
    state: 'incompatible',
    cause: 'tls.agent_suites_refused',
    when: ({ genuine, agentSuites }) => genuine && (agentSuites?.kind === 'cut' || agentSuites?.kind === 'failed'),
    // An alert is a refusal in so many words; a mere cut may be chance.
    confidence: ({ agentSuites }) =>
      agentSuites?.kind === 'cut' && agentSuites.cut.end === 'alert' ? 'certain' : 'likely',
    alternatives: twins('inconclusive/intermittent', 'reachable/far_end.proven'),
    settle: [SETTLE.again],
    because: "the far end answers with other cipher suites, and refuses a hello that is limited to the agents' four",
    truth: () => "refuses the agents' cipher suites",
    phase: 'tls',
  },
  {
    id: 'proxy-authentication-page',
    state: 'intercepted',
    cause: 'proxy.auth_required',
    when: (view) => !view.genuine && status(view) === 407,
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'somebody in between answered and wants proxy authentication (407)',
    truth: statusTruth,
  },
  {
    id: 'network-authentication-page',
    state: 'intercepted',
    cause: 'http.captive_portal',
    when: (view) => !view.genuine && status(view) === 511,
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'somebody in between answered and wants this network to be signed in to (511)',
    truth: statusTruth,
  },
  {
    // The proxy of a plain request answers in the far end's stead, and nothing but Squid's header tells whose 403 it is.
    id: 'proxy-refused-request',
    state: 'denied',
    cause: 'proxy.refused_request',
    when: (view) =>
      plain(view) &&
      view.proxied &&
      status(view) === 403 &&
      view.http?.proof === undefined &&
      !isPrivateLinkText(view.http?.body ?? '') &&
      !relayedBySquid(view.http),
    confidence: ({ http }) => (squidError(http) === '' ? 'possible' : 'likely'),
    alternatives: twins('reachable/http.answered', 'rejected/http.refused_by_far_end'),
    settle: ["the proxy's log for this name and time"],
    because: 'a plain request through the proxy was answered with 403, which the proxy or the far end may have said',
    truth: statusTruth,
  },
  {
    id: 'proxy-failed-request',
    state: 'down',
    cause: 'proxy.cannot_reach_far_end',
    // A Squid that nobody told of says by its header that it answers in the far end's stead.
    when: (view) =>
      plain(view) && (view.proxied || squidError(view.http) !== '') && [502, 503, 504].includes(status(view) ?? 0),
    confidence: possible,
    alternatives: twins(
      'unresolved/proxy.cannot_resolve_far_end',
      'down/http.server_error',
      'denied/proxy.refused_request',
    ),
    settle: ["the proxy's log for this name and time"],
    because: 'a plain request was answered as a proxy does that cannot resolve or reach the far end',
    truth: statusTruth,
  },
  {
    id: 'redirected-elsewhere',
    state: 'intercepted',
    cause: 'http.captive_portal',
    when: (view) => {
      const elsewhere = plain(view) ? redirectHost(view) : undefined;
      return elsewhere !== undefined && registeredDomain(elsewhere) !== registeredDomain(view.target.host);
    },
    confidence: possible,
    alternatives: twins('reachable/http.answered'),
    settle: [SETTLE.otherVantage, 'where the redirect leads (kept in the evidence)'],
    because: 'plain HTTP was redirected to a host of another owner, as portals do',
    truth: (view) => `HTTP ${view.http?.status ?? ''} to ${redirectHost(view) ?? 'elsewhere'}`,
  },
  {
    id: 'private-link-wanted',
    state: 'rejected',
    cause: 'http.private_link_required',
    when: (view) => status(view) === 403 && isPrivateLinkText(view.http?.body ?? ''),
    confidence: whoSaidIt,
    alternatives: twins('intercepted/http.somebody_else_answered'),
    settle: ['the access modes of the private link scope'],
    because: 'the service answered and takes callers only by private link or from allowed networks',
    truth: (view) => `${statusTruth(view)}, private link wanted`,
  },
  {
    // Where the certificate is optional in the handshake, the service says in HTTP that it wanted one.
    id: 'client-certificate-page',
    state: 'rejected',
    cause: 'tls.client_certificate_wanted',
    when: (view) => (status(view) ?? 0) >= 400 && isClientCertificateText(view.http?.body ?? ''),
    confidence: whoSaidIt,
    alternatives: twins('intercepted/http.somebody_else_answered'),
    settle: [SETTLE.farEnd],
    because: 'the service answered and wants a client certificate, which a probe does not have',
    truth: (view) => `${statusTruth(view)}, client certificate wanted`,
  },
  {
    id: 'misdirected',
    state: 'rejected',
    cause: 'http.wrong_region',
    when: (view) => status(view) === 421,
    confidence: likely,
    alternatives: twins('unresolved/dns.wrong_address'),
    settle: ['the region in which the machine or resource is registered'],
    because: 'the service answered that this is not its place to ask (421): another region serves this caller',
    truth: statusTruth,
  },
  {
    id: 'server-error',
    state: 'down',
    cause: 'http.server_error',
    when: (view) => status(view) !== undefined && unwell(view.steps, view.target),
    confidence: likely,
    alternatives: (view) =>
      view.genuine
        ? ['inconclusive/intermittent']
        : ['intercepted/http.somebody_else_answered', 'inconclusive/intermittent'],
    settle: [SETTLE.farEnd, SETTLE.again],
    because: 'the service answers its documented health path with a server error',
    truth: statusTruth,
  },
  ...UNANSWERED.map(
    ([id, cause, failures, because]): Rule => ({
      id,
      state: 'down',
      cause,
      when: (view) => view.target.scheme !== 'tcp' && failed(...failures)(view),
      confidence: (view) => (plain(view) && view.denial.filtered === 'unknown' ? 'possible' : 'likely'),
      // A reset after a completed handshake is never a denial: idle timers and draining do that, and so may intrusion prevention.
      alternatives: (view) => [
        'inconclusive/intermittent',
        plain(view) ? 'denied/denied.by_name_filter' : 'blocked/path.cut_after_handshake',
      ],
      settle: [SETTLE.again, SETTLE.otherVantage],
      because,
      truth: failureTruth,
    }),
  ),
  {
    id: 'http-alert',
    state: 'down',
    cause: 'http.alert',
    when: ({ failure }) => failure?.name.startsWith('http.alert.') ?? false,
    confidence: likely,
    alternatives: twins('rejected/tls.client_certificate_wanted', 'inconclusive/intermittent'),
    settle: [SETTLE.farEnd, SETTLE.again],
    because: 'the far end completed the handshake and then ended the session with an alert',
    truth: alertTruth,
  },
  {
    id: 'proven-by-chain',
    state: 'reachable',
    cause: 'far_end.proven',
    when: ({ genuine }) => genuine,
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'the far end proved itself with a chain to a public root that is valid for the name',
    truth: proofTruth,
  },
  {
    id: 'proven-by-content',
    state: 'reachable',
    cause: 'far_end.proven',
    when: (view) => plain(view) && view.http?.proof !== undefined,
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'the bytes that came back are a revocation list, certificate or OCSP answer, which only the service gives',
    truth: proofTruth,
  },
  {
    id: 'http-answered',
    state: 'reachable',
    cause: 'http.answered',
    when: (view) => plain(view) && status(view) !== undefined,
    // Transparent proxies answer 502, 503 and 504 in the far end's stead.
    confidence: ({ http }) => ((http?.status ?? 0) >= 500 ? 'possible' : 'likely'),
    alternatives: ({ http }) => [
      'intercepted/http.somebody_else_answered',
      ...((http?.status ?? 0) >= 500 ? ['down/http.server_error'] : []),
    ],
    settle: ['a path on that host whose answer only the service can give'],
    because:
      'an HTTP answer came back that is neither a denial nor a portal; over plain HTTP nothing proves who sent it',
    truth: proofTruth,
  },
];

export const TCP_SCHEME_RULES: readonly Rule[] = [
  {
    id: 'far-end-spoke',
    state: 'reachable',
    cause: 'far_end.spoke',
    when: ({ target, http }) => target.scheme === 'tcp' && http !== undefined && http.bytesReceived > 0,
    confidence: likely,
    alternatives: twins('intercepted/tcp.somebody_else_answered'),
    settle: ['the first bytes (kept in the evidence) name the service'],
    because: 'the far end sent bytes of its own, which a device that merely completes TCP does not',
    truth: () => 'the far end spoke first',
  },
  {
    id: 'connect-is-no-proof',
    state: 'inconclusive',
    cause: 'tcp.connect_is_no_proof',
    when: ({ target, steps }) => target.scheme === 'tcp' && steps.tcp.status === 'ok',
    confidence: possible,
    alternatives: twins('reachable/far_end.silent', 'denied/denied.by_name_filter', 'blocked/by_address.stopped'),
    settle: ['a target on this host that speaks TLS or HTTP', SETTLE.networkLog],
    because: 'TCP connected and nothing more was seen: whoever completed the handshake may be in between',
    truth: () => 'connected; no proof of the far end',
  },
];
