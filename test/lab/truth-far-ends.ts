/** Far ends of many kinds, in the open and behind a filter that allows them. */

import { type Situation, situation } from './situation.ts';
import { answers, connects, NO_TLS, REACHABLE, TIMED_OUT } from './truth-words.ts';

const WANTS_CERTIFICATE = 'tls.client_certificate_wanted';
/** curl's: it was disconnected before an answer, or in the middle of one. */
const NO_ANSWER = 52;
const BROKEN_OFF = 56;
export const FAR_ENDS: readonly Situation[] = [
  situation('tls12', { farEnd: 'tls12', truth: REACHABLE }),
  situation('tls13', { farEnd: 'tls13', truth: REACHABLE }),
  situation('ecdsa', { farEnd: 'ecdsa', truth: REACHABLE }),
  situation('asks-certificate', {
    farEnd: 'asks_certificate',
    truth: connects('rejected', WANTS_CERTIFICATE, { curl: 0, status: 400 }),
  }),
  situation('takes-certificate', { farEnd: 'takes_certificate', truth: REACHABLE }),
  situation('demands-certificate', {
    farEnd: 'demands_certificate',
    truth: connects('rejected', WANTS_CERTIFICATE, { curl: BROKEN_OFF, says: 'certificate required' }),
  }),
  situation('demands-certificate-tls12', {
    farEnd: 'demands_certificate_tls12',
    truth: connects('rejected', WANTS_CERTIFICATE, { curl: NO_TLS, says: 'handshake failure' }),
  }),
  // Whatever a far end says inside a session that proves it, it was reached; only where health was asked for, an error is told.
  situation('says-401', { farEnd: 'answers', status: 401, truth: answers(401) }),
  situation('says-403', { farEnd: 'answers', status: 403, truth: answers(403) }),
  situation('says-404', { farEnd: 'answers', status: 404, truth: answers(404) }),
  situation('says-404-not-200', { farEnd: 'answers', status: 404, expectStatus: 200, truth: answers(404) }),
  situation('says-500', { farEnd: 'answers', status: 500, truth: answers(500) }),
  situation('says-503', { farEnd: 'answers', status: 503, truth: answers(503) }),
  situation('says-500-not-200', {
    farEnd: 'answers',
    status: 500,
    expectStatus: 200,
    truth: connects('down', 'http.server_error', { curl: 0, status: 500 }),
  }),
  situation('says-421', {
    farEnd: 'answers',
    status: 421,
    truth: connects('rejected', 'http.wrong_region', { curl: 0, status: 421 }),
  }),
  situation('private-link-only', {
    farEnd: 'private_link_only',
    truth: connects('rejected', 'http.private_link_required', { curl: 0, status: 403 }),
  }),
  situation('slow', { farEnd: 'slow', truth: REACHABLE }),
  situation('dribbles', {
    farEnd: 'dribbles',
    truth: connects('reachable', 'far_end.proven', { curl: TIMED_OUT, status: 200 }),
  }),
  situation('http-silent', { farEnd: 'http_silent', truth: connects('down', 'http.timed_out', { curl: TIMED_OUT }) }),
  situation('http-closes', { farEnd: 'http_closes', truth: connects('down', 'http.closed', { curl: NO_ANSWER }) }),
  situation('stalls', { farEnd: 'stalls', truth: connects('down', 'tls.stalled_mid_handshake', { curl: TIMED_OUT }) }),
  situation('cut', { farEnd: 'cut', truth: connects('down', 'tls.broken_off', { curl: NO_TLS }) }),
];
export const FAR_ENDS_DIRECT: readonly Situation[] = [
  ...FAR_ENDS,
  situation('http-resets', { farEnd: 'http_resets', truth: connects('down', 'http.reset', { curl: BROKEN_OFF }) }),
];
