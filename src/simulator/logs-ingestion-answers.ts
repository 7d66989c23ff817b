/** What the service answers, in its own words. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_CALL_BYTES } from './logs-ingestion-body.ts';

export interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly retryAfter?: string;
  readonly body?: string;
}
interface Declared {
  readonly ruleId: string;
  readonly stream: string;
}

const API_VERSION = '2023-01-01';
const PATH = /^\/dataCollectionRules\/([^/]+)\/streams\/([^/]+)$/;

export function refusalOfHead(request: IncomingMessage, { ruleId, stream }: Declared): Answer | undefined {
  const url = new URL(request.url ?? '/', 'https://localhost');
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    return { status: 401, code: 'MissingAuthenticationToken', message: 'A valid bearer token is required.' };
  }
  const [, rule, streamSaid] = (PATH.exec(url.pathname) ?? []).map(decoded);
  if (rule === undefined || streamSaid === undefined) {
    return { status: 404, code: 'NotFound', message: 'The path is no stream of a data collection rule.' };
  }
  if (request.method !== 'POST') {
    return { status: 405, code: 'MethodNotAllowed', message: `${request.method} is not allowed.` };
  }
  if (url.searchParams.get('api-version') !== API_VERSION) {
    return { status: 400, code: 'InvalidApiVersion', message: `api-version must be ${API_VERSION}.` };
  }
  if (rule !== ruleId) {
    return { status: 404, code: 'NotFound', message: `Data collection rule with immutable Id '${rule}' not found.` };
  }
  if (token === 'forbidden') {
    return {
      status: 403,
      code: 'OperationFailed',
      message: `The authentication token provided does not have access to ingest data for the data collection rule with immutable Id '${rule}'.`,
    };
  }
  if (streamSaid !== stream) {
    return { status: 404, code: 'InvalidStream', message: `Stream ${streamSaid} is not declared in the rule.` };
  }
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return { status: 415, code: 'UnsupportedMediaType', message: 'Content-Type must be application/json.' };
  }
  return undefined;
}

/** Undefined for what is no percent-encoding; such a path is no stream's. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function refusalOfBody(kind: 'body' | 'too_large' | 'bad_gzip' | 'unknown_encoding'): Answer | undefined {
  switch (kind) {
    case 'body':
      return undefined;
    case 'too_large':
      return {
        status: 413,
        code: 'ContentLengthLimitExceeded',
        message: `Maximum allowed content length: ${MAX_CALL_BYTES} bytes (1 MB).`,
      };
    case 'bad_gzip':
      return invalidPayload('The request body is no valid gzip.');
    case 'unknown_encoding':
      return { status: 415, code: 'UnsupportedMediaType', message: 'Content-Encoding must be gzip.' };
  }
}

export function invalidPayload(message: string): Answer {
  return { status: 400, code: 'InvalidPayload', message };
}

export function send(response: ServerResponse, { status, code, message = '', retryAfter, body }: Answer): void {
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
  const text = body ?? (status === 204 ? '' : JSON.stringify({ error: { code: code ?? `Status${status}`, message } }));
  if (text !== '') response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.writeHead(status).end(text);
}
