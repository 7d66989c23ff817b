/** One call to the Logs Ingestion API, over the SDK's client, with a deadline and no retries of the client's own. */
import { rootCertificates } from 'node:tls';
import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';
import type { LogsIngestionClient } from '@azure/monitor-ingestion';
import type { Clock } from '../model/clock.ts';
import type { ProbeRecord } from '../record/columns.ts';
import { oneLine } from './one-line.ts';
import { outcomeOfError, TokenFailure, type UploadOutcome } from './upload-outcome.ts';

export interface UploaderOptions {
  /** `https://…`; a token is never sent over anything else. */
  readonly endpoint: string;
  /** Immutable id: `dcr-…`. */
  readonly ruleId: string;
  readonly stream: string;
  readonly credential: TokenCredential;
  /** `https://monitor.azure.com` unless told: `.us` and `.cn` in the other clouds. */
  readonly audience?: string;
  /** PEM of a CA to be trusted beside the public ones. */
  readonly ca?: string;
  readonly clock: Clock;
}
export type Upload = (records: readonly ProbeRecord[], deadlineMs: number) => Promise<UploadOutcome>;

/** @throws where the endpoint is no `https` URL. */
export function uploader(options: UploaderOptions): Upload {
  const { endpoint, ruleId, stream, clock } = options;
  requireHttps(endpoint);
  let client: Promise<LogsIngestionClient> | undefined;
  return async (records, deadlineMs) => {
    client ??= openClient(options);
    const opened = await client;
    const deadline = new AbortController();
    let cancel = (): void => {};
    const timedOut = new Promise<UploadOutcome>((resolve) => {
      cancel = clock.after(deadlineMs, () => {
        deadline.abort();
        resolve({ kind: 'passing', reason: `no answer within ${deadlineMs} ms` });
      });
    });
    // The race is for credentials and sockets that do not heed the signal.
    const answered = opened
      .upload(ruleId, stream, [...records], { abortSignal: deadline.signal, maxConcurrency: 1 })
      .then(
        (): UploadOutcome => ({ kind: 'accepted' }),
        (error: unknown) => outcomeOfError(causeOf(error), clock.wallMs()),
      );
    try {
      return await Promise.race([timedOut, answered]);
    } finally {
      cancel();
    }
  };
}

function requireHttps(endpoint: string): void {
  if (URL.canParse(endpoint) && new URL(endpoint).protocol === 'https:') return;
  throw new Error(`the ingestion endpoint ${endpoint} is no https:// address; tokens are sent over nothing else`);
}

/** Loaded with the first rows, so that commands which deliver nothing start fast. */
async function openClient({ endpoint, credential, audience, ca }: UploaderOptions): Promise<LogsIngestionClient> {
  const { LogsIngestionClient: Client } = await import('@azure/monitor-ingestion');
  return new Client(endpoint, namedFailures(credential), {
    // All waiting is ours (log-ingestion.ts): the client knows no bound for Retry-After and gives up on 429 without one.
    retryOptions: { maxRetries: 0 },
    // Rows go to the endpoint that was named, or nowhere.
    redirectOptions: { maxRetries: 0 },
    ...(audience !== undefined && { audience }),
    ...(ca !== undefined && { tlsOptions: { ca: [...rootCertificates, ca].join('\n') } }),
  });
}

/** Tells a missing token from what the service says. */
function namedFailures(credential: TokenCredential): TokenCredential {
  return {
    async getToken(scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken> {
      const token = await credential.getToken(scopes, options).catch((error: unknown) => {
        throw new TokenFailure(`no token: ${words(error)}`, { cause: error });
      });
      if (token === null) throw new TokenFailure('no token: the credential has none for this service');
      return token;
    },
  };
}

function words(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}

/** One chunk a call: the aggregate holds at most one error, and its message is of no use. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return error;
  const [first] = error.errors as readonly { readonly cause?: unknown }[];
  return first?.cause ?? error;
}
