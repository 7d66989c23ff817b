import {
  answer,
  connectFailed,
  dnsOk,
  evidence,
  FIN,
  firewall470,
  firewalled,
  http,
  httpFailed,
  inspected,
  open,
  path,
  plaintext,
  RST,
  skipped,
  tcpFailed,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const PROXY = 'http://10.10.1.4:8443';
const proxied = { proxy: PROXY };

export const FIRST_SITUATIONS: readonly Situation[] = [
  {
    name: 'our own sockets ran out: no verdict about the network',
    evidence: evidence({ tcp: tcpFailed('tcp.unknown', { code: 'EMFILE', instrument: true }) }),
    path: firewalled(),
    right: {
      state: 'inconclusive',
      cause: 'instrument.exhausted',
      rule: 'instrument-exhausted',
      confidence: 'certain',
      effect: 'unknown',
    },
  },
  {
    name: 'half-updated firewall: three of seven flows pass',
    evidence: evidence({
      ...FIN,
      questions: [FIN, {}, FIN, {}, {}, FIN].map((steps, index) => answer('repeat', steps, index + 1)),
    }),
    path: firewalled(),
    right: {
      state: 'inconclusive',
      cause: 'intermittent',
      rule: 'mixed-outcomes',
      confidence: 'likely',
      truth: '3 of 7 connections got through',
      effect: 'unknown',
    },
    twins: ['denied/denied.by_name_filter'],
  },
  {
    name: 'a first flow that was closed and a repeat that was told 470: the firewall said so',
    evidence: evidence({
      target: { scheme: 'http' },
      http: httpFailed('http.closed'),
      questions: [answer('repeat', { http: firewall470 }, 1, 'http')],
    }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.firewall_said_so', rule: 'firewall-said-so', confidence: 'certain' },
  },
  {
    name: 'a 470 on a dead address speaks of rules by name only: another rule may carry the flow',
    evidence: evidence({
      target: { scheme: 'http' },
      http: httpFailed('http.closed'),
      questions: [answer('dead_address', { http: firewall470 }, 1, 'http')],
    }),
    path: firewalled(),
    right: { state: 'down', cause: 'http.closed', rule: 'http-closed', confidence: 'likely' },
  },
  {
    name: 'one failure and one repeat that passes is no six ports yet',
    evidence: evidence({ ...FIN, questions: [answer('repeat', {})] }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'intermittent', rule: 'mixed-outcomes', confidence: 'possible' },
  },
  {
    name: 'HTTP 80 to a revocation host denied: 470',
    evidence: evidence({ target: { host: 'oneocsp.microsoft.com', scheme: 'http' }, http: firewall470 }),
    path: firewalled(),
    right: {
      state: 'denied',
      cause: 'denied.firewall_said_so',
      rule: 'firewall-said-so',
      confidence: 'certain',
      alternatives: [],
      truth: 'HTTP 470 from the firewall',
      tcpMisleads: true,
      phase: 'http',
    },
  },
  {
    name: 'URL denied inside an inspected session: 470 before inspection',
    evidence: evidence({ tls: inspected(), http: firewall470 }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.firewall_said_so', rule: 'firewall-said-so', confidence: 'certain' },
  },
  {
    name: '470 in plain text on the TLS port',
    evidence: evidence({ tls: plaintext('HTTP/1.1 470 status code 470\r\n\r\n') }),
    path: open(),
    right: {
      state: 'denied',
      cause: 'denied.firewall_said_so',
      rule: 'firewall-said-so',
      confidence: 'certain',
      truth: 'HTTP 470 from the firewall in plain text',
    },
  },
  {
    name: 'explicit proxy answers CONNECT with 470',
    evidence: evidence({ target: proxied, proxy: connectFailed('proxy.firewall_denied', { status: 470 }) }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'denied',
      cause: 'denied.firewall_said_so',
      rule: 'firewall-said-so',
      confidence: 'certain',
      truth: 'HTTP 470 from the firewall on CONNECT',
      tcpTestSucceeded: false,
      tcpMisleads: false,
    },
  },
  {
    name: 'the text of a denial under another status is still the firewall',
    evidence: evidence({
      target: { scheme: 'http' },
      http: http(403, {
        body: 'HTTP request from 10.10.94.69:51832 to host:80. Action: Deny. No rule matched. Proceeding with default action',
      }),
    }),
    path: open(),
    right: { state: 'denied', cause: 'denied.firewall_said_so', rule: 'firewall-said-so', confidence: 'certain' },
  },
  {
    name: 'nothing was probed at all',
    evidence: evidence({ dns: dnsOk(), tcp: skipped('aborted') }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'evidence.insufficient', rule: 'no-rule-matched', confidence: 'possible' },
  },
  {
    name: 'a reset repeat beside a closed first flow does not make it mixed: none passed',
    evidence: evidence({ ...FIN, questions: [answer('repeat', RST)] }),
    path: firewalled(),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-as-must-be-denied', confidence: 'possible' },
  },
];
