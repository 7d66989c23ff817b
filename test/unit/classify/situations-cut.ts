import type { Steps } from '../../../src/model/step.ts';
import {
  answer,
  connectOk,
  control,
  dnsFailed,
  dnsOk,
  evidence,
  FIN,
  firewalled,
  flow,
  httpFailed,
  path,
  RST,
  SILENT,
  silentTcp,
  tlsFailed,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const UPSTREAM = 'down/upstream.unreachable_from_firewall';
const noConnection: Partial<Steps> = { tcp: silentTcp };

const deniedLikely = { state: 'denied', cause: 'denied.by_name_filter', confidence: 'likely' } as const;

export const CUT_SITUATIONS: readonly Situation[] = [
  {
    name: 'the sample: TCP test True, TLS cut as the name that must be denied (default deny)',
    evidence: evidence(FIN),
    path: firewalled(),
    right: {
      ...deniedLikely,
      rule: 'cut-as-must-be-denied',
      truth: 'cut after ClientHello, 0 bytes back (FIN)',
      tcpTestSucceeded: true,
      tcpMisleads: true,
      effect: 'broken',
      phase: 'tls',
    },
    twins: [UPSTREAM, 'down/tls.closed_by_far_end'],
  },
  {
    name: 'cut as must-be-denied, on a dead address as well, and on a reachable one',
    evidence: evidence({
      ...FIN,
      questions: [answer('dead_address', FIN), answer('reachable_address', FIN), answer('repeat', FIN)],
    }),
    path: firewalled(),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'reset as must-be-denied is reset',
    evidence: evidence(RST),
    path: path({ mustBeDenied: RST }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'silent as must-be-denied is silent',
    evidence: evidence(SILENT),
    path: path({ mustBeDenied: SILENT }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'cut in mid-handshake as must-be-denied is: a filter that reads certificates',
    evidence: evidence({ tls: tlsFailed('tls.reset_mid_handshake') }),
    path: path({ mustBeDenied: { tls: tlsFailed('tls.reset_mid_handshake') } }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'rule on 8443 only: the canary on 8443 and the denial on 443 tell',
    evidence: evidence({ target: { port: 8443 }, ...FIN }),
    path: firewalled({ ports: [443, 8443] }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'closed after a plain request as the denied name is on port 80',
    evidence: evidence({ target: { scheme: 'http' }, http: httpFailed('http.closed') }),
    path: path({ mustBeDenied: FIN, port80: { http: httpFailed('http.closed') } }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied', phase: 'http' },
    twins: ['down/http.closed'],
  },
  {
    name: 'the denied name could not be resolved, and was cut on a dead address where the canary connects',
    evidence: evidence(FIN),
    path: path({
      mustBeDenied: { dns: dnsFailed('dns.name_not_found') },
      controls: [control('must_be_denied', { dialled: { address: '192.0.2.1', port: 443 }, steps: flow(FIN) })],
    }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
  },
  {
    name: 'cut as must-be-denied at the address of a private endpoint: its route may not meet the firewall',
    evidence: evidence({
      ...FIN,
      dns: dnsOk({ privateLink: true, addresses: [{ address: '10.20.0.5', family: 4, private: true }] }),
    }),
    path: firewalled(),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied' },
    twins: ['down/private_endpoint.ends_it'],
  },
  {
    name: 'cut as must-be-denied through an explicit proxy that accepts every CONNECT',
    evidence: evidence({ target: { proxy: 'http://10.10.1.4:8443' }, proxy: connectOk, ...FIN }),
    path: path({ canaries: 'not_asked', proxied: true, mustBeDenied: { proxy: connectOk, ...FIN } }),
    right: { ...deniedLikely, rule: 'cut-as-must-be-denied', tcpTestSucceeded: false, tcpMisleads: false },
  },
  {
    name: 'nobody shakes hands for others, how a denial looks is not known, and others get through: the far end, likelier',
    evidence: evidence(FIN),
    path: path({ canaries: 'silent', mustBeDenied: { tcp: silentTcp }, among: [evidence()] }),
    right: {
      state: 'down',
      cause: 'tls.ended_by_far_end',
      rule: 'cut-without-interception',
      confidence: 'possible',
      tcpTestSucceeded: true,
      tcpMisleads: false,
    },
    twins: ['denied/denied.by_name_filter', UPSTREAM],
  },
  {
    name: 'the same, and nothing else gets through: open',
    evidence: evidence(FIN),
    path: path({ canaries: 'silent', mustBeDenied: { tcp: silentTcp } }),
    right: { state: 'inconclusive', cause: 'tls.cut_unattributed', rule: 'cut-unattributed', confidence: 'possible' },
  },
  {
    name: 'cut behind a proxy of its own: the controls went another way and say nothing about it',
    evidence: evidence({ target: { proxy: 'http://10.10.1.4:8443' }, proxy: connectOk, ...FIN }),
    path: firewalled(),
    right: {
      state: 'inconclusive',
      cause: 'tls.cut_unattributed',
      rule: 'cut-unattributed',
      confidence: 'possible',
      tcpTestSucceeded: false,
    },
  },
  {
    name: 'the dead address did not connect this time: one thing less that keeps step',
    evidence: evidence({ ...FIN, questions: [answer('dead_address', noConnection)] }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-as-must-be-denied', confidence: 'possible' },
  },
  {
    name: 'a reachable name failed between the repeats: the path is unsteady',
    evidence: evidence({ ...FIN, questions: [answer('repeat', FIN), answer('repeat_reachable', FIN)] }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-as-must-be-denied', confidence: 'possible' },
  },
  {
    name: 'an address without a name, where names are judged',
    evidence: evidence({ target: { host: '20.43.70.102' }, ...FIN }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.no_server_name', rule: 'cut-without-server-name', confidence: 'likely' },
  },
  {
    name: 'an address without a name, cut as the hello without a name is',
    evidence: evidence({ target: { host: '20.43.70.102' }, ...RST }),
    path: path({ controls: [control('no_sni', { host: '', steps: flow(RST) })] }),
    right: { state: 'denied', cause: 'denied.no_server_name', rule: 'cut-without-server-name', confidence: 'possible' },
  },
];
