/** A container of Blob storage: opened when first needed, every operation bounded, the library's errors as one sentence. */
import type { TokenCredential } from '@azure/identity';
import type { ContainerClient } from '@azure/storage-blob';
import { oneLine } from './one-line.ts';

/** For one operation with its retries: storage must not hold up the next run. */
const DEADLINE_MS = 20_000;

export interface Container {
  readonly place: string;
  /** @param what It is used as, for the sentence of an error: `report store`. */
  use<Result>(operation: (client: ContainerClient, signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

/** @param what It is for, as errors say it: `report store`. The container must exist: the template makes it, the app's role cannot. */
export function containerAt(url: string, credential: TokenCredential, what: string): Container {
  let client: Promise<ContainerClient> | undefined;
  return {
    place: url,
    async use(operation) {
      try {
        client ??= openContainer(url, credential);
        return await operation(await client, AbortSignal.timeout(DEADLINE_MS));
      } catch (error) {
        throw new Error(`the ${what} ${url}: ${sentence(error)}`, { cause: error });
      }
    },
  };
}

/** Loaded when first used: the library is the heaviest of the app. */
async function openContainer(url: string, credential: TokenCredential): Promise<ContainerClient> {
  const { ContainerClient: Client } = await import('@azure/storage-blob');
  return new Client(url, credential, { retryOptions: { maxTries: 3, tryTimeoutInMs: 8000, retryDelayInMs: 500 } });
}

function sentence(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ContainerNotFound' || (code === undefined && statusOf(error) === 404)) {
    return 'the container does not exist; create it (the template does)';
  }
  if (statusOf(error) === 403 || statusOf(error) === 401) {
    return `${code ?? statusOf(error)}: the identity needs the role Storage Blob Data Contributor or Owner on it`;
  }
  return oneLine(error instanceof Error ? error.message : String(error));
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code !== ''
    ? error.code
    : undefined;
}
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}
