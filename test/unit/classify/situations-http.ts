import {
  answer,
  evidence,
  FIN,
  firewall470,
  firewalled,
  http,
  httpFailed,
  inspected,
  open,
  path,
  skipped,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const plain = { host: 'www.microsoft.com', scheme: 'http', path: '/pki/mscorp/crl.crl' } as const;
const proven = { state: 'reachable', cause: 'far_end.proven', rule: 'proven-by-chain', confidence: 'certain' } as const;

export const HTTP_SITUATIONS: readonly Situation[] = [
  ...[401, 403, 404, 400, 429].map(
    (status): Situation => ({
      name: `${status} over a genuine chain is proof of reachability`,
      evidence: evidence({ http: http(status) }),
      path: firewalled(),
      right: proven,
    }),
  ),
  {
    name: 'a Squid in the path refuses a plain request with its own page',
    evidence: evidence({ target: plain, http: http(403, { headers: [['X-Squid-Error', 'ERR_ACCESS_DENIED 0']] }) }),
    path: open(),
    right: { state: 'denied', cause: 'denied.block_page', rule: 'block-page', confidence: 'likely' },
    twins: ['rejected/http.refused_by_far_end'],
  },
  {
    name: 'a Squid in the path cannot reach the far end of a plain request',
    evidence: evidence({ target: plain, http: http(503, { headers: [['X-Squid-Error', 'ERR_CONNECT_FAIL 111']] }) }),
    path: open(),
    right: { state: 'down', cause: 'proxy.cannot_reach_far_end', rule: 'proxy-failed-request', confidence: 'possible' },
    twins: ['down/http.server_error'],
  },
  {
    name: 'genuine, and http was not asked',
    evidence: evidence({ http: skipped('not asked') }),
    path: firewalled(),
    right: { ...proven, phase: 'tls' },
  },
  {
    name: '470 inside a session whose CA was trusted by hand: no service sends it',
    evidence: evidence({ http: firewall470 }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.firewall_said_so', rule: 'firewall-said-so', confidence: 'certain' },
  },
  {
    name: "the text of a denial, without its status, inside a genuine session: the far end's page",
    evidence: evidence({ http: http(403, { body: 'Action: Deny. Reason: No rule matched.' }) }),
    path: firewalled(),
    right: proven,
  },
  {
    name: '407 inside a genuine session is the far end speaking',
    evidence: evidence({ http: http(407) }),
    path: firewalled(),
    right: proven,
  },
  {
    name: '5xx without a documented expectation: reachable, with a finding',
    evidence: evidence({ http: http(503) }),
    path: firewalled(),
    right: proven,
  },
  {
    name: '5xx on a documented health path',
    evidence: evidence({ target: { expect: { status: [200] } }, http: http(503) }),
    path: firewalled(),
    right: { state: 'down', cause: 'http.server_error', rule: 'server-error', confidence: 'likely', truth: 'HTTP 503' },
  },
  {
    name: '404 where 200 is documented: reachable, with a finding',
    evidence: evidence({ target: { expect: { status: [200] } }, http: http(404) }),
    path: firewalled(),
    right: proven,
  },
  {
    name: '503 where 503 is documented',
    evidence: evidence({ target: { expect: { status: [503] } }, http: http(503) }),
    path: firewalled(),
    right: proven,
  },
  {
    name: '403 that speaks of private link',
    evidence: evidence({
      http: http(403, { body: 'Data collection endpoint must be used to access configuration over private link.' }),
    }),
    path: firewalled(),
    right: {
      state: 'rejected',
      cause: 'http.private_link_required',
      rule: 'private-link-wanted',
      confidence: 'certain',
    },
  },
  {
    name: 'the same over plain HTTP: anybody may have said it',
    evidence: evidence({ target: plain, http: http(403, { body: 'must be accessed over private link' }) }),
    path: firewalled(),
    right: {
      state: 'rejected',
      cause: 'http.private_link_required',
      rule: 'private-link-wanted',
      confidence: 'likely',
    },
  },
  {
    name: 'the service asks for a client certificate in HTTP, after the handshake',
    evidence: evidence({ http: http(400, { body: '<center>No required SSL certificate was sent</center>' }) }),
    path: firewalled(),
    right: {
      state: 'rejected',
      cause: 'tls.client_certificate_wanted',
      rule: 'client-certificate-page',
      confidence: 'certain',
      effect: 'unknown',
    },
  },
  {
    name: '421 of a regional host',
    evidence: evidence({ http: http(421) }),
    path: firewalled(),
    right: { state: 'rejected', cause: 'http.wrong_region', rule: 'misdirected', confidence: 'likely' },
  },
  ...(
    [
      ['http.closed', 'http.closed', 'http-closed'],
      ['http.reset', 'http.reset', 'http-reset'],
      ['http.timed_out', 'http.timed_out', 'http-timed-out'],
      ['http.stalled', 'http.stalled', 'http-stalled'],
      ['http.cut', 'http.stalled', 'http-stalled'],
      ['http.malformed', 'http.malformed', 'http-malformed'],
      ['http.headers_too_large', 'http.malformed', 'http-malformed'],
      ['http.unknown', 'http.malformed', 'http-malformed'],
    ] as const
  ).map(
    ([failure, cause, rule]): Situation => ({
      name: `genuine, and then ${failure}`,
      evidence: evidence({ http: httpFailed(failure) }),
      path: firewalled(),
      right: { state: 'down', cause, rule, confidence: 'likely', phase: 'http' },
    }),
  ),
  {
    name: 'genuine, and then an alert',
    evidence: evidence({
      http: httpFailed('http.alert.internal_error', { alert: { level: 'fatal', number: 80, name: 'internal_error' } }),
    }),
    path: path({ mustBeDenied: FIN }),
    right: { state: 'down', cause: 'http.alert', rule: 'http-alert', confidence: 'likely' },
  },
  {
    name: 'closed after a plain request where denials are spoken',
    evidence: evidence({ target: plain, http: httpFailed('http.closed') }),
    path: firewalled(),
    right: { state: 'down', cause: 'http.closed', rule: 'http-closed', confidence: 'likely' },
    twins: ['denied/denied.by_name_filter'],
  },
  {
    name: 'closed after a plain request, and how a denial looks there is unknown',
    evidence: evidence({ target: plain, http: httpFailed('http.closed') }),
    path: path(),
    right: { state: 'down', cause: 'http.closed', rule: 'http-closed', confidence: 'possible' },
    twins: ['denied/denied.by_name_filter'],
  },
  {
    name: 'a revocation list over plain HTTP: bytes that only the service gives',
    evidence: evidence({ target: plain, http: http(200, { proof: 'crl' }) }),
    path: firewalled(),
    right: {
      state: 'reachable',
      cause: 'far_end.proven',
      rule: 'proven-by-content',
      confidence: 'certain',
      truth: '200, CRL',
    },
  },
  ...[200, 403, 404].map(
    (status): Situation => ({
      name: `${status} over plain HTTP: answered, and no proof by whom`,
      evidence: evidence({ target: plain, http: http(status) }),
      path: firewalled(),
      right: { state: 'reachable', cause: 'http.answered', rule: 'http-answered', confidence: 'likely' },
      twins: ['intercepted/http.somebody_else_answered'],
    }),
  ),
  {
    name: '500 over plain HTTP is the least of them',
    evidence: evidence({ target: plain, http: http(500) }),
    path: firewalled(),
    right: { state: 'reachable', cause: 'http.answered', rule: 'http-answered', confidence: 'possible' },
    twins: ['down/http.server_error'],
  },
  {
    name: '503 over plain HTTP: a transparent proxy may say that',
    evidence: evidence({ target: plain, http: http(503) }),
    path: firewalled(),
    right: { state: 'reachable', cause: 'http.answered', rule: 'http-answered', confidence: 'possible' },
    twins: ['down/http.server_error'],
  },
  {
    name: '407 over plain HTTP',
    evidence: evidence({ target: plain, http: http(407) }),
    path: firewalled(),
    right: {
      state: 'intercepted',
      cause: 'proxy.auth_required',
      rule: 'proxy-authentication-page',
      confidence: 'certain',
    },
  },
  {
    name: '511 over plain HTTP: a portal',
    evidence: evidence({ target: plain, http: http(511) }),
    path: open(),
    right: {
      state: 'intercepted',
      cause: 'http.captive_portal',
      rule: 'network-authentication-page',
      confidence: 'certain',
    },
  },
  {
    name: 'plain HTTP redirected to a host of another owner',
    evidence: evidence({
      target: plain,
      http: http(302, { headers: [['location', 'http://portal.hotel.example/login']] }),
    }),
    path: open(),
    right: { state: 'intercepted', cause: 'http.captive_portal', rule: 'redirected-elsewhere', confidence: 'possible' },
    twins: ['reachable/http.answered'],
  },
  {
    name: 'plain HTTP redirected within one owner',
    evidence: evidence({
      target: plain,
      http: http(302, { headers: [['location', 'http://go.microsoft.com/fwlink']] }),
    }),
    path: open(),
    right: { state: 'reachable', cause: 'http.answered', rule: 'http-answered', confidence: 'likely' },
  },
  {
    name: "Front Door's own refusal over plain HTTP is no block page of a filter",
    evidence: evidence({ target: plain, http: http(403, { body: '<h2>The request is blocked.</h2>' }) }),
    path: open(),
    right: { state: 'reachable', cause: 'http.answered', rule: 'http-answered', confidence: 'likely' },
  },
  {
    name: 'plain HTTP redirected to TLS on the same host',
    evidence: evidence({
      target: plain,
      http: http(301, { headers: [['Location', 'https://www.microsoft.com/pki']] }),
    }),
    path: open(),
    right: { state: 'reachable', cause: 'http.answered', rule: 'http-answered', confidence: 'likely' },
  },
  {
    name: 'an inspected session whose answer is 200 proves nobody',
    evidence: evidence({ tls: inspected(), http: http(200), questions: [answer('repeat', { tls: inspected() })] }),
    path: open(),
    right: { state: 'intercepted', cause: 'tls.inspection', rule: 'private-root', confidence: 'likely' },
  },
  {
    name: 'a far end that speaks first',
    evidence: evidence({
      target: { scheme: 'tcp', port: 22 },
      http: http(0, { method: 'none', status: 0, body: 'SSH-2.0-OpenSSH_9.6', bytesReceived: 21 }),
    }),
    path: firewalled({ ports: [443, 22] }),
    right: { state: 'reachable', cause: 'far_end.spoke', rule: 'far-end-spoke', confidence: 'likely' },
    twins: ['intercepted/tcp.somebody_else_answered'],
  },
];
