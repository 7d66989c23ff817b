import { connectFailed, connectOk, evidence, http, path, tcpFailed } from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const PROXY = 'http://10.10.1.4:8443';
const proxied = { proxy: PROXY };

export const PROXY_SITUATIONS: readonly Situation[] = [
  {
    name: 'the explicit proxy cannot be reached',
    evidence: evidence({ target: proxied, tcp: tcpFailed('tcp.timed_out') }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'blocked', cause: 'proxy.unreachable', rule: 'proxy-unreachable', confidence: 'likely' },
  },
  {
    name: 'the explicit proxy wants authentication',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.auth_required', { status: 407 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'intercepted', cause: 'proxy.auth_required', rule: 'proxy-auth-required', confidence: 'certain' },
  },
  {
    name: 'the explicit proxy refuses CONNECT with 403',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.refused', { status: 403 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'denied', cause: 'proxy.refused_connect', rule: 'proxy-refused-connect', confidence: 'likely' },
  },
  {
    name: 'the explicit proxy cannot resolve the name, and says so (Squid)',
    evidence: evidence({
      target: proxied,
      proxy: connectFailed('proxy.refused', { status: 503, headers: [['X-Squid-Error', 'ERR_DNS_FAIL 0']] }),
    }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'unresolved',
      cause: 'proxy.cannot_resolve_far_end',
      rule: 'proxy-cannot-resolve',
      confidence: 'likely',
    },
  },
  {
    name: 'Squid of before 6.3 has no address for the name, and says that it cannot forward',
    evidence: evidence({
      target: proxied,
      proxy: connectFailed('proxy.refused', { status: 500, headers: [['X-Squid-Error', 'ERR_CANNOT_FORWARD 0']] }),
    }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'unresolved',
      cause: 'proxy.cannot_resolve_far_end',
      rule: 'proxy-cannot-resolve',
      confidence: 'possible',
    },
    twins: ['down/proxy.cannot_reach_far_end'],
  },
  {
    name: 'the explicit proxy answers CONNECT with 500',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.refused', { status: 500 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'down',
      cause: 'proxy.cannot_reach_far_end',
      rule: 'proxy-cannot-reach',
      confidence: 'likely',
    },
  },
  {
    name: 'a 470 on CONNECT is the firewall, under whatever name the failure was kept',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.refused', { status: 470 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'denied',
      cause: 'denied.firewall_said_so',
      rule: 'firewall-said-so',
      confidence: 'certain',
    },
  },
  {
    name: 'the explicit proxy answers CONNECT with 503: it cannot reach the far end',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.refused', { status: 503 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'down', cause: 'proxy.cannot_reach_far_end', rule: 'proxy-cannot-reach', confidence: 'likely' },
    twins: ['denied/proxy.refused_connect'],
  },
  ...(
    [
      'proxy.closed',
      'proxy.reset',
      'proxy.timed_out',
      'proxy.malformed',
      'proxy.headers_too_large',
      'proxy.unknown',
    ] as const
  ).map(
    (failure): Situation => ({
      name: `the explicit proxy gives no answer: ${failure}`,
      evidence: evidence({ target: proxied, proxy: connectFailed(failure) }),
      path: path({ canaries: 'not_asked', proxied: true }),
      right: { state: 'inconclusive', cause: 'proxy.failed', rule: 'proxy-failed', confidence: 'possible' },
    }),
  ),
  {
    name: 'a plain request through the explicit proxy is answered with 403',
    evidence: evidence({ target: { ...proxied, scheme: 'http' }, http: http(403) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'denied', cause: 'proxy.refused_request', rule: 'proxy-refused-request', confidence: 'possible' },
    twins: ['reachable/http.answered'],
  },
  {
    name: 'Squid refuses the plain request, in its own name',
    evidence: evidence({
      target: { ...proxied, scheme: 'http' },
      http: http(403, {
        headers: [
          ['X-Squid-Error', 'ERR_ACCESS_DENIED 0'],
          ['Via', '1.1 proxy (squid/5.7)'],
        ],
      }),
    }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'denied', cause: 'proxy.refused_request', rule: 'proxy-refused-request', confidence: 'likely' },
  },
  {
    name: "Squid relays the far end's own 403",
    evidence: evidence({
      target: { ...proxied, scheme: 'http' },
      http: http(403, { headers: [['Via', '1.1 proxy (squid/5.7)']] }),
    }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'reachable', cause: 'http.answered', rule: 'http-answered', confidence: 'likely' },
  },
  {
    name: 'a plain request through the explicit proxy is answered with 502',
    evidence: evidence({ target: { ...proxied, scheme: 'http' }, http: http(502) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: { state: 'down', cause: 'proxy.cannot_reach_far_end', rule: 'proxy-failed-request', confidence: 'possible' },
    twins: ['unresolved/proxy.cannot_resolve_far_end'],
  },
  {
    name: 'genuine through the explicit proxy: no TCP test to the target was made',
    evidence: evidence({ target: proxied, proxy: connectOk }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'reachable',
      cause: 'far_end.proven',
      rule: 'proven-by-chain',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
  },
];
