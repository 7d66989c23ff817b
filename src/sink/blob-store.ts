import type { TokenCredential } from '@azure/identity';
import type { ContainerClient } from '@azure/storage-blob';
import {
  DEFAULT_KEEP_RUNS,
  fileName,
  isRunId,
  LATEST,
  type ReportStore,
  RUNS,
  readReport,
  reportText,
} from './stored-report.ts';

/** For one operation with its retries: a report must not hold up the next run. */
const DEADLINE_MS = 20_000;

/** `latest.json` and `runs/<id>.json` in a container, which must exist: the template makes it, the app's role cannot. */
export function blobStore(
  containerUrl: string,
  credential: TokenCredential,
  keepRuns = DEFAULT_KEEP_RUNS,
): ReportStore {
  let container: Promise<ContainerClient> | undefined;
  const open = (): Promise<ContainerClient> => {
    container ??= openContainer(containerUrl, credential);
    return container;
  };
  return containerStore(open, containerUrl, keepRuns);
}

/** Over a client that is handed in. */
export function containerStore(
  open: () => Promise<ContainerClient>,
  place: string,
  keepRuns = DEFAULT_KEEP_RUNS,
): ReportStore {
  return {
    async put(report) {
      const name = `${RUNS}/${fileName(report.result.run.id)}`;
      const text = reportText(report);
      await told(place, async (signal) => {
        const container = await open();
        await upload(container, name, text, signal);
        await upload(container, LATEST, text, signal);
        await deleteOld(container, name, keepRuns, signal);
      });
    },
    async get(runId) {
      if (runId !== undefined && !isRunId(runId)) return undefined;
      const name = runId === undefined ? LATEST : `${RUNS}/${fileName(runId)}`;
      const text = await told(place, async (signal) => download(await open(), name, signal));
      return text === undefined ? undefined : readReport(text, `${place}/${name}`);
    },
  };
}

/** Loaded with the first report: the library is the heaviest of the app. */
async function openContainer(url: string, credential: TokenCredential): Promise<ContainerClient> {
  const { ContainerClient: Client } = await import('@azure/storage-blob');
  return new Client(url, credential, { retryOptions: { maxTries: 3, tryTimeoutInMs: 8000, retryDelayInMs: 500 } });
}

async function upload(container: ContainerClient, name: string, text: string, abortSignal: AbortSignal): Promise<void> {
  await container.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), {
    blobHTTPHeaders: { blobContentType: 'application/json' },
    abortSignal,
  });
}

async function download(
  container: ContainerClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await container.getBlobClient(name).downloadToBuffer(0, undefined, { abortSignal })).toString('utf8');
  } catch (error) {
    if (codeOf(error) === 'BlobNotFound') return undefined;
    // A HEAD request's 404 carries its code in a header only, and says the same for a missing container.
    if (statusOf(error) === 404 && (await container.exists({ abortSignal }))) return undefined;
    throw error;
  }
}

/** The oldest beyond `keepRuns`, never the one just written: the service's times are whole seconds. */
async function deleteOld(
  container: ContainerClient,
  written: string,
  keepRuns: number,
  abortSignal: AbortSignal,
): Promise<void> {
  const others: { readonly name: string; readonly at: number }[] = [];
  for await (const { name, properties } of container.listBlobsFlat({ prefix: `${RUNS}/`, abortSignal })) {
    if (name !== written) others.push({ name, at: properties.lastModified.getTime() });
  }
  const old = others.toSorted((a, b) => b.at - a.at).slice(keepRuns - 1);
  for (const { name } of old) await container.getBlobClient(name).deleteIfExists({ abortSignal });
}

/** The SDK's errors as one sentence with the place and the way out. */
async function told<Result>(place: string, operation: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  try {
    return await operation(AbortSignal.timeout(DEADLINE_MS));
  } catch (error) {
    throw new Error(`the report store ${place}: ${sentence(error)}`, { cause: error });
  }
}

function sentence(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ContainerNotFound' || (code === undefined && statusOf(error) === 404)) {
    return 'the container does not exist; create it (the template does)';
  }
  if (statusOf(error) === 403 || statusOf(error) === 401) {
    return `${code ?? statusOf(error)}: the identity needs the role Storage Blob Data Contributor or Owner on it`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').slice(0, 400);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code !== ''
    ? error.code
    : undefined;
}
function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}
