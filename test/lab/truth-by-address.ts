/** Packet filters: alone, before a filter by name, and no filter at all. */

import { type Situation, situation } from './situation.ts';
import { BY_NAME } from './truth-by-name.ts';
import {
  AGENTS_REFUSED,
  DROPPED,
  denied,
  FIN,
  HOST_UNREACHABLE,
  INCOMPATIBLE,
  NET_UNREACHABLE,
  NO_SUCH_NAME,
  noConnection,
  REACHABLE,
  REFUSED,
  RST,
  SILENCE,
  TIMED_OUT,
  TOO_OLD,
  twins,
  untrusted,
} from './truth-words.ts';

const BY_ADDRESS: readonly Situation[] = [
  situation('direct', { farEnd: 'answers', byAddress: 'allow', truth: REACHABLE }),
  situation('direct-ecdsa', { farEnd: 'ecdsa', byAddress: 'allow', truth: REACHABLE }),
  situation('direct-private', { farEnd: 'answers', private: true, byAddress: 'allow', truth: REACHABLE }),
  situation('direct-odd-suite', { farEnd: 'odd_suite', byAddress: 'allow', truth: INCOMPATIBLE }),
  situation('dropped', { farEnd: 'answers', byAddress: 'drop', truth: DROPPED }),
  situation('net-unreachable', { farEnd: 'answers', byAddress: 'net-unreachable', truth: NET_UNREACHABLE }),
  situation('net-prohibited', { farEnd: 'answers', byAddress: 'net-prohibited', truth: NET_UNREACHABLE }),
  situation('host-unreachable', { farEnd: 'answers', byAddress: 'host-unreachable', truth: HOST_UNREACHABLE }),
  situation('host-prohibited', { farEnd: 'answers', byAddress: 'host-prohibited', truth: HOST_UNREACHABLE }),
  situation('admin-prohibited', { farEnd: 'answers', byAddress: 'admin-prohibited', truth: HOST_UNREACHABLE }),
  situation('blackholed', { farEnd: 'blackholed', byAddress: 'allow', truth: DROPPED }),
  situation('answers-dropped', { farEnd: 'answers', byAddress: 'drop-answers', truth: DROPPED }),
  // A server flight that is lost on the way, or a far end that stays silent.
  situation('large-dropped', { farEnd: 'answers', byAddress: 'drop-large', truth: twins('down', 'blocked', SILENCE) }),
  situation('port-unreachable', { farEnd: 'answers', byAddress: 'port-unreachable', truth: REFUSED }),
  situation('tcp-reset', { farEnd: 'answers', byAddress: 'tcp-reset', truth: REFUSED }),
  situation('refuses', { farEnd: 'refuses', byAddress: 'allow', truth: REFUSED }),
];

export const MIXED: readonly Situation[] = [
  ...BY_NAME,
  ...BY_ADDRESS,
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  // The name is allowed and never gets to be judged: a rule by address comes first.
  situation('allowed-but-dropped', {
    farEnd: 'answers',
    byName: 'allow',
    byAddress: 'drop',
    truth: noConnection('blocked', 'by_address.stopped', TIMED_OUT),
  }),
  // Said to a dead address the name reaches the far end: the firewall resolves it rightly, and DNS leads the agent elsewhere.
  situation('misdirected', {
    farEnd: 'misdirected',
    byName: 'allow',
    byAddress: 'allow',
    truth: untrusted('down', 'by_address.wrong_far_end'),
  }),
  situation('direct-closes', { farEnd: 'closes', byAddress: 'allow', truth: twins('down', 'denied', FIN) }),
  situation('direct-resets', { farEnd: 'resets', byAddress: 'allow', truth: twins('down', 'denied', RST) }),
  situation('direct-silent', { farEnd: 'silent', byAddress: 'allow', truth: twins('down', 'denied', SILENCE) }),
];

export const NETWORK_RULES: readonly Situation[] = [
  ...BY_ADDRESS,
  situation('no-rule', { farEnd: 'answers', truth: DROPPED }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
];

export const NO_FIREWALL: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', truth: REACHABLE }),
  situation('allowed-ecdsa', { farEnd: 'ecdsa', truth: REACHABLE }),
  situation('ecdsa-tls12', { farEnd: 'ecdsa_tls12', truth: AGENTS_REFUSED }),
  situation('odd-suite', { farEnd: 'odd_suite', truth: INCOMPATIBLE }),
  situation('tls10', { farEnd: 'tls10', truth: TOO_OLD }),
  situation('expired', { farEnd: 'expired', truth: untrusted('down', 'cert.expired') }),
  situation('wrong-name', { farEnd: 'wrong_name', truth: untrusted('down', 'cert.wrong_name') }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
  situation('blackholed', { farEnd: 'blackholed', truth: DROPPED }),
  situation('refuses', { farEnd: 'refuses', truth: REFUSED }),
  situation('allowed-closes', { farEnd: 'closes', truth: twins('down', 'denied', FIN) }),
  situation('allowed-resets', { farEnd: 'resets', truth: twins('down', 'denied', RST) }),
  situation('allowed-silent', { farEnd: 'silent', truth: twins('down', 'denied', SILENCE) }),
];
