/** Paths that are not always the same: one instance of the firewall that differs, packets that are late or lost. */

import { type Situation, situation, type Truth } from './situation.ts';
import {
  connects,
  DROPPED,
  denied,
  FIN,
  NO_CONNECTION,
  NO_SUCH_NAME,
  NO_TLS,
  REACHABLE,
  TIMED_OUT,
} from './truth-words.ts';

const intermittent = (tcpConnects: boolean, ...curls: readonly number[]): Truth => ({
  ...connects('inconclusive', 'intermittent', { curls }),
  tcpConnects,
});
export const INTERMITTENT: readonly Situation[] = [
  situation('allowed', { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-too', { farEnd: 'answers', truth: denied(FIN) }),
  situation('sometimes-closed', {
    farEnd: 'answers',
    byName: 'allow',
    everyThird: 'closed',
    truth: intermittent(true, NO_TLS, 0, 0, NO_TLS, 0, 0),
  }),
  situation('sometimes-silent', {
    farEnd: 'answers',
    byName: 'allow',
    everyThird: 'silenced',
    truth: intermittent(true, TIMED_OUT, 0, 0, TIMED_OUT, 0, 0),
  }),
  situation('sometimes-refused', {
    farEnd: 'answers',
    byAddress: 'allow',
    everyThird: 'refused',
    truth: intermittent(false, NO_CONNECTION, 0, 0, NO_CONNECTION, 0, 0),
  }),
];

/** What is lost is sent again, and what is late is waited for: nothing changes. */
export const LONG_WAY: readonly Situation[] = [
  ...Array.from({ length: 40 }, (_, n) =>
    situation(`far-away-${n + 1}`, { farEnd: 'answers', byName: 'allow', truth: REACHABLE }),
  ),
  situation('direct', { farEnd: 'answers', byAddress: 'allow', truth: REACHABLE }),
  situation('direct-ecdsa', { farEnd: 'ecdsa', byAddress: 'allow', truth: REACHABLE }),
  situation('denied', { farEnd: 'answers', truth: denied(FIN) }),
  situation('denied-too', { farEnd: 'answers', truth: denied(FIN) }),
  situation('dropped', { farEnd: 'answers', byAddress: 'drop', truth: DROPPED }),
  situation('nxdomain', { farEnd: 'nxdomain', truth: NO_SUCH_NAME }),
];
