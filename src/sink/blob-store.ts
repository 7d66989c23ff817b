import type { TokenCredential } from '@azure/identity';
import type { ContainerClient } from '@azure/storage-blob';
import { codeOf, containerAt, statusOf } from './blob-container.ts';
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

/** `latest.json` and `runs/<id>.json` in a container, which must exist: the template makes it, the app's role cannot. */
export function blobStore(
  containerUrl: string,
  credential: TokenCredential,
  keepRuns = DEFAULT_KEEP_RUNS,
): ReportStore {
  const container = containerAt(containerUrl, credential, 'report store');
  return {
    async put(report, whole = true) {
      const name = `${RUNS}/${fileName(report.result.run.id)}`;
      const text = reportText(report);
      await container.use(async (client, signal) => {
        await upload(client, name, text, signal);
        if (whole) await upload(client, LATEST, text, signal);
        await deleteOld(client, name, keepRuns, signal);
      });
    },
    async get(runId) {
      if (runId !== undefined && !isRunId(runId)) return undefined;
      const name = runId === undefined ? LATEST : `${RUNS}/${fileName(runId)}`;
      const text = await container.use((client, signal) => download(client, name, signal));
      return text === undefined ? undefined : readReport(text, `${containerUrl}/${name}`);
    },
  };
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
