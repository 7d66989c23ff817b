/** What one call to the service came to, and what it says about the rows, about the other calls, and about trying again. */
import { oneLine } from './one-line.ts';

export type UploadOutcome =
  | { readonly kind: 'accepted' }
  /** May go better later. */
  | { readonly kind: 'passing'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly kind: 'too_large'; readonly reason: string }
  /** Something in the rows is not as the stream declares it. */
  | { readonly kind: 'bad_rows'; readonly reason: string }
  /** Holds for every other call too: no access, no such rule, no token, no trust. */
  | { readonly kind: 'hopeless'; readonly reason: string };

/** A credential that gave no token. Its own words are kept, in one line. */
export class TokenFailure extends Error {
  override readonly name = 'TokenFailure';
}

const PASSING_CODES: readonly string[] = [
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EMFILE',
  'ENFILE',
];

const HINTS: Readonly<Record<number, string>> = {
  401: 'the token was not accepted: check the cloud (audience) and the clock',
  403: 'the identity needs the role Monitoring Metrics Publisher on the data collection rule; a new assignment takes up to 30 minutes',
  404: 'check the immutable id of the data collection rule, the stream and the endpoint',
};

/** The client's own code for an answer that is none of the service's. */
const NO_JSON = 'PARSE_ERROR';

interface ServiceError {
  readonly message: string;
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

/** @param error The cause that the client gives for one chunk; its aggregate has no message of its own. */
export function outcomeOfError(error: unknown, nowMs: number): UploadOutcome {
  if (error instanceof TokenFailure) return { kind: 'hopeless', reason: error.message };
  if (!(error instanceof Error)) return { kind: 'hopeless', reason: oneLine(String(error)) };
  const seen: ServiceError = error;
  return typeof seen.statusCode === 'number' ? ofStatus(seen, seen.statusCode, nowMs) : ofCode(seen);
}

function ofStatus(error: ServiceError, status: number, nowMs: number): UploadOutcome {
  const reason = [
    `HTTP ${status}`,
    ...(typeof error.code === 'string' ? [` ${oneLine(error.code)}`] : []),
    ...(error.message === '' ? [] : [`: ${oneLine(error.message)}`]),
    ...(HINTS[status] === undefined ? [] : [` (${HINTS[status]})`]),
  ].join('');
  if (status === 413) return { kind: 'too_large', reason };
  // Without a code of the service's somebody else said so, a proxy or a portal, and it says nothing about the rows.
  if (status === 400 && typeof error.code === 'string' && error.code !== NO_JSON) return { kind: 'bad_rows', reason };
  if (status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505)) {
    const retryAfterMs = retryAfter((name) => error.response?.headers?.get(name), nowMs);
    return { kind: 'passing', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  return { kind: 'hopeless', reason };
}

function ofCode(error: ServiceError): UploadOutcome {
  const code = typeof error.code === 'string' ? error.code : '';
  const message = oneLine(error.message);
  const reason = code === '' || message.includes(code) ? message : `${code}: ${message}`;
  return { kind: PASSING_CODES.includes(code) ? 'passing' : 'hopeless', reason };
}

/** Milliseconds, from the headers that the service's clients read. A date in the past is now. */
export function retryAfter(header: (name: string) => string | undefined, nowMs: number): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = Number(header(name) || Number.NaN);
    if (Number.isFinite(ms)) return Math.max(0, ms);
  }
  const text = header('retry-after');
  if (text === undefined || text === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isFinite(date) ? Math.max(0, date - nowMs) : undefined;
}
