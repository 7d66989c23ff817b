import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tls from 'node:tls';
import { ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunReport } from '../../../src/model/run.ts';
import { blobStore } from '../../../src/sink/blob-store.ts';
import { openStore } from '../../../src/sink/report-store.ts';
import { issue } from '../../support/certificates.ts';
import { sample } from '../record/sample.ts';
import { type Azurite, startAzurite, unsignedToken } from './azurite.ts';

const report = (id: string): RunReport => ({ result: { ...sample, run: { ...sample.run, id } } });

/** Node 22.19 and newer can be told in the process whom to trust; on an older one the storage library cannot be brought to trust Azurite. */
const canTrust = typeof tls.setDefaultCACertificates === 'function';

let folder: string;
let azurite: Azurite;
beforeAll(async () => {
  if (!canTrust) return;
  const root = await issue({ name: 'CN=test root', ca: true });
  const certificate = await issue({ name: 'CN=storage', issuer: root, addresses: ['127.0.0.1'] });
  // Of this test file's own worker alone.
  tls.setDefaultCACertificates([...tls.rootCertificates, root.cert]);
  folder = await mkdtemp(path.join(tmpdir(), 'azurite-'));
  azurite = await startAzurite(folder, certificate);
});
afterAll(async () => {
  if (!canTrust) return;
  await azurite.close();
  await rm(folder, { recursive: true, force: true });
});

async function container(name: string): Promise<ContainerClient> {
  const client = new ContainerClient(`${azurite.url}/${name}`, unsignedToken());
  await client.create();
  return client;
}
async function namesIn(client: ContainerClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of client.listBlobsFlat()) names.push(name);
  return names.toSorted();
}

describe.skipIf(!canTrust)('a blob container', () => {
  test('gives the latest report, and any by its run', async () => {
    const client = await container('reports');
    const kept = openStore(client.url, () => unsignedToken());
    expect(await kept.get()).toBeUndefined();
    await kept.put(report('first'));
    await kept.put(report('second'));
    expect(await kept.get()).toEqual(report('second'));
    expect(await kept.get('first')).toEqual(report('first'));
    expect(await kept.get('third')).toBeUndefined();
    expect(await kept.get('../latest')).toBeUndefined();
    expect(await namesIn(client)).toEqual(['latest.json', 'runs/first.json', 'runs/second.json']);
  });

  test('keeps the newest runs', async () => {
    const client = await container('bounded');
    const kept = blobStore(client.url, unsignedToken(), 3);
    for (const id of ['c', 'e', 'b', 'd', 'a']) await kept.put(report(id));
    const names = await namesIn(client);
    expect(names).toHaveLength(4);
    // The service's times are whole seconds: which of the older ones are left is chance, the newest is not.
    expect(names).toContain('runs/a.json');
    expect(await kept.get()).toEqual(report('a'));
  });

  test('that does not exist is said to be missing, for reading and for writing', async () => {
    const kept = blobStore(`${azurite.url}/nowhere`, unsignedToken());
    await expect(kept.put(report('first'))).rejects.toThrow(/nowhere: the container does not exist; create it/);
    await expect(kept.get()).rejects.toThrow(/nowhere: the container does not exist; create it/);
  });

  test('that refuses the identity says which role is wanted', async () => {
    const client = await container('closed');
    const kept = blobStore(client.url, unsignedToken('https://other.example'));
    await expect(kept.put(report('first'))).rejects.toThrow(/closed: .*needs the role Storage Blob Data/);
  });

  test('what is no report is told with its place', async () => {
    const client = await container('odd');
    await client.getBlockBlobClient('latest.json').upload('{"result":{}}', 13);
    await expect(blobStore(client.url, unsignedToken()).get()).rejects.toThrow(
      /odd\/latest\.json is no report of a run/,
    );
  });

  test('a credential without a token is told with the place', async () => {
    const kept = blobStore(`${azurite.url}/reports`, { getToken: () => Promise.reject(new Error('no identity here')) });
    await expect(kept.get()).rejects.toThrow(/reports: .*no identity here/);
  });
});
