/**
 * A spool in a container of Blob storage. A claim is metadata, set on the condition that nobody has touched the blob since (its ETag): a listing
 * shows all claims, and one that ran out can be taken over at once. (A blob's own lease would cost a call more each, and is not taken
 * over before its end.)
 */
import type { TokenCredential } from '@azure/identity';
import { codeOf, containerAt, statusOf } from './blob-container.ts';
import type { Claim, SpoolObject, SpoolStore } from './spool-store.ts';

export function blobSpool(containerUrl: string, credential: TokenCredential): SpoolStore {
  const container = containerAt(containerUrl, credential, 'spool');
  return {
    place: containerUrl,
    list: () =>
      container.use(async (client, abortSignal) => {
        const objects: SpoolObject[] = [];
        for await (const { name, properties, metadata } of client.listBlobsFlat({
          includeMetadata: true,
          abortSignal,
        })) {
          const claim = claimOf(metadata);
          objects.push({
            name,
            bytes: properties.contentLength ?? 0,
            version: quoted(properties.etag),
            ...(claim && { claim }),
          });
        }
        return objects;
      }),
    create: (name, content, claim) =>
      container.use(async (client, abortSignal) => {
        const blob = client.getBlockBlobClient(name);
        const object = { name, bytes: content.byteLength, ...(claim && { claim }) };
        try {
          const { etag } = await blob.upload(Buffer.from(content), content.byteLength, {
            blobHTTPHeaders: { blobContentType: 'application/octet-stream' },
            metadata: metadataOf(claim),
            conditions: { ifNoneMatch: '*' },
            abortSignal,
          });
          return { ...object, version: quoted(etag) };
        } catch (error) {
          // An earlier try of this call got through and its answer was lost.
          if (codeOf(error) !== 'BlobAlreadyExists' && codeOf(error) !== 'ConditionNotMet') throw error;
          const { etag, metadata, contentLength } = await blob.getProperties({ abortSignal });
          const theirs = claimOf(metadata);
          return {
            name,
            bytes: contentLength ?? content.byteLength,
            version: quoted(etag),
            ...(theirs && { claim: theirs }),
          };
        }
      }),
    claim: (object, claim) =>
      container.use((client, abortSignal) =>
        unlessTouched(async () => {
          const { etag } = await client.getBlobClient(object.name).setMetadata(metadataOf(claim), {
            conditions: { ifMatch: object.version },
            abortSignal,
          });
          const { claim: _, ...rest } = object;
          return { ...rest, version: quoted(etag), ...(claim && { claim }) };
        }),
      ),
    read: (object) =>
      container.use((client, abortSignal) =>
        unlessTouched(() => client.getBlobClient(object.name).downloadToBuffer(0, object.bytes, { abortSignal })),
      ),
    remove: (object) =>
      container.use(async (client, abortSignal) => {
        const removed = await unlessTouched(async () => {
          await client.getBlobClient(object.name).delete({ conditions: { ifMatch: object.version }, abortSignal });
          return true;
        });
        return removed ?? false;
      }),
  };
}

/** Listings leave out the quotation marks that conditions need. */
function quoted(etag: string | undefined): string {
  const text = etag ?? '';
  return text.startsWith('"') ? text : `"${text}"`;
}

function metadataOf(claim: Claim | undefined): Record<string, string> {
  return claim ? { owner: claim.owner, until: String(Math.ceil(claim.untilMs)) } : {};
}
function claimOf(metadata: Readonly<Record<string, string>> | undefined): Claim | undefined {
  const owner = metadata?.['owner'];
  const untilMs = Number(metadata?.['until'] ?? Number.NaN);
  return owner === undefined || Number.isNaN(untilMs) ? undefined : { owner, untilMs };
}

/** Nothing where another process has claimed or removed the blob. A missing container is no such case. */
async function unlessTouched<Result>(operation: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await operation();
  } catch (error) {
    const code = codeOf(error);
    if (statusOf(error) === 412 || code === 'BlobNotFound') return undefined;
    throw error;
  }
}
