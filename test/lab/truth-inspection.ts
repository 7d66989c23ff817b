/** TLS opened on the way, by HAProxy and by Squid. */

import { type Situation, situation } from './situation.ts';
import { BY_NAME } from './truth-by-name.ts';
import {
  ANSWERED,
  connects,
  denied,
  FIN,
  INCOMPATIBLE,
  INSPECTED,
  NO_SUCH_NAME,
  REACHABLE,
  twins,
  untrusted,
} from './truth-words.ts';

export const TLS_INSPECTION: readonly Situation[] = [
  ...BY_NAME,
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('inspected', { farEnd: 'answers', byName: 'inspect', truth: INSPECTED }),
  situation('inspected-too', { domain: 'fabrikam.example', farEnd: 'answers', byName: 'inspect', truth: INSPECTED }),
  // A denial by URL inside the opened session. curl does not look inside: it does not trust the inspector.
  situation('inspected-denied', {
    farEnd: 'answers',
    byName: 'inspect_deny',
    truth: untrusted('denied', 'denied.firewall_said_so'),
  }),
];

/** Squid shows pages of its own inside the sessions that it opens: whoever looks finds the inspector, and not the far end. */
export const TLS_INSPECTION_SQUID: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('allowed-http', { farEnd: 'answers', port: 80, scheme: 'http', byName: 'allow', truth: ANSWERED }),
  situation('private', { farEnd: 'answers', private: true, byName: 'allow', truth: REACHABLE }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
  situation('odd-suite', { farEnd: 'odd_suite', byName: 'allow', truth: INCOMPATIBLE }),
  situation('expired', { farEnd: 'expired', byName: 'allow', truth: untrusted('down', 'cert.expired') }),
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-too', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-nobody-there', { farEnd: 'blackholed', truth: denied(FIN) }),
  situation('inspected', { farEnd: 'answers', byName: 'inspect', truth: INSPECTED }),
  situation('inspected-too', { domain: 'fabrikam.example', farEnd: 'answers', byName: 'inspect', truth: INSPECTED }),
  situation('inspected-refuses', { farEnd: 'refuses', byName: 'inspect', truth: INSPECTED }),
  situation('allowed-refuses', { farEnd: 'refuses', byName: 'allow', truth: twins('down', 'denied', FIN) }),
  // In its own name too: ERR_CONNECT_FAIL.
  situation('allowed-http-refuses', {
    farEnd: 'refuses',
    port: 80,
    scheme: 'http',
    byName: 'allow',
    truth: connects('down', 'proxy.cannot_reach_far_end', { curl: 0, status: 503 }),
  }),
  // Denied with its own page and 403, which its own header names: ERR_ACCESS_DENIED.
  situation('denied-http', {
    farEnd: 'answers',
    port: 80,
    scheme: 'http',
    truth: connects('denied', 'denied.block_page', { curl: 0, status: 403 }),
  }),
  situation('inspected-denied', {
    farEnd: 'answers',
    byName: 'inspect_deny',
    truth: untrusted('denied', 'denied.block_page'),
  }),
];
