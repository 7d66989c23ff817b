/** What every store of a spool must do: the folder, the memory and a container of Blob storage alike. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tls from 'node:tls';
import { ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blobSpool } from '../../../src/sink/blob-spool.ts';
import { folderSpool } from '../../../src/sink/folder-spool.ts';
import { memorySpool } from '../../../src/sink/memory-spool.ts';
import { openSpoolStore } from '../../../src/sink/open-spool.ts';
import type { SpoolObject, SpoolStore } from '../../../src/sink/spool-store.ts';
import { issue } from '../../support/certificates.ts';
import { type Azurite, startAzurite, unsignedToken } from './azurite.ts';
import { virtualClock } from './virtual-clock.ts';

/** On Node older than 22.19 the storage library cannot be brought to trust Azurite within the process. */
const canTrust = typeof tls.setDefaultCACertificates === 'function';
const content = (text: string): Uint8Array => Buffer.from(text);
const textOf = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();
const ours = { owner: 'a1', untilMs: 1_000_000 };
const theirs = { owner: 'b2', untilMs: 2_000_000 };

let folder: string;
let azurite: Azurite | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spool-'));
  if (!canTrust) return;
  const root = await issue({ name: 'CN=test root', ca: true });
  const certificate = await issue({ name: 'CN=storage', issuer: root, addresses: ['127.0.0.1'] });
  // Of this test file's own worker alone.
  tls.setDefaultCACertificates([...tls.rootCertificates, root.cert]);
  azurite = await startAzurite(folder, certificate);
});
afterAll(async () => {
  await azurite?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Two processes' views of one store. */
interface Views {
  readonly one: SpoolStore;
  readonly other: SpoolStore;
}
async function container(name: string): Promise<Views> {
  const client = new ContainerClient(`${azurite?.url}/${name}`, unsignedToken());
  await client.create();
  return { one: blobSpool(client.url, unsignedToken()), other: blobSpool(client.url, unsignedToken()) };
}
const stores: Readonly<Record<string, (name: string) => Promise<Views>>> = {
  folder: async (name) => {
    const place = path.join(folder, name, 'made when needed');
    return { one: folderSpool(place, virtualClock()), other: folderSpool(place, virtualClock()) };
  },
  memory: async () => {
    const store = memorySpool();
    return { one: store, other: store };
  },
  ...(canTrust && { container }),
};

describe.for(Object.entries(stores))('%s', ([, open]) => {
  const listed = async (store: SpoolStore): Promise<readonly SpoolObject[]> =>
    [...(await store.list())].toSorted((a, b) => a.name.localeCompare(b.name));

  test('what was created is listed with its size and its claim, and read as it was', async () => {
    const { one, other } = await open('created');
    expect(await one.list()).toEqual([]);
    await one.create('b.rows', content('größe'), ours);
    await one.create('a.rows', content('x'));
    const [a, b] = await listed(other);
    expect(a).toMatchObject({ name: 'a.rows', bytes: 1 });
    expect(a).not.toHaveProperty('claim');
    expect(b).toMatchObject({ name: 'b.rows', bytes: 7, claim: ours });
    expect(b && textOf(await other.read(b))).toBe('größe');
  });

  test('a name that exists is the same object', async () => {
    const { one, other } = await open('twice');
    await one.create('a.rows', content('x'));
    await other.create('a.rows', content('x'));
    expect(await listed(one)).toHaveLength(1);
  });

  test('of two that claim what they have seen one wins; the other neither claims, removes nor lifts it', async () => {
    const { one, other } = await open('claimed');
    await one.create('a.rows', content('x'));
    const [seenByOne] = await one.list();
    const [seenByOther] = await other.list();
    if (!seenByOne || !seenByOther) throw new Error('nothing listed');
    const claimed = await one.claim(seenByOne, ours);
    expect(claimed).toMatchObject({ claim: ours });
    expect(await other.claim(seenByOther, theirs)).toBeUndefined();
    expect(await other.claim(seenByOther, undefined)).toBeUndefined();
    expect(await other.remove(seenByOther)).toBe(false);
    expect(await listed(other)).toMatchObject([{ claim: ours }]);

    // A claim that is seen can be taken over: whether it has run out is the caller's matter.
    const [current] = await other.list();
    expect(current && (await other.claim(current, theirs))).toMatchObject({ claim: theirs });
    expect(claimed && (await one.claim(claimed, undefined))).toBeUndefined();
    expect(claimed && (await one.remove(claimed))).toBe(false);
  });

  test('a claim is lifted, and what is claimed can be removed by its owner, once', async () => {
    const { one } = await open('lifted');
    const created = await one.create('a.rows', content('x'), ours);
    const free = await one.claim(created, undefined);
    expect(await one.list()).toEqual([free]);
    expect(free).not.toHaveProperty('claim');
    const again = free && (await one.claim(free, ours));
    expect(again && (await one.remove(again))).toBe(true);
    expect(again && (await one.remove(again))).toBe(false);
    expect(again && (await one.claim(again, ours))).toBeUndefined();
    expect(await one.list()).toEqual([]);
  });

  test('what is gone reads as nothing', async () => {
    const { one, other } = await open('gone');
    const created = await one.create('a.rows', content('x'));
    await one.remove(created);
    expect(await other.read(created)).toBeUndefined();
  });
});

describe('a folder', () => {
  test('shows nothing half written, and removes it after an hour', async () => {
    const place = path.join(folder, 'half');
    const clock = virtualClock();
    const store = folderSpool(place, clock);
    await mkdir(place, { recursive: true });
    await writeFile(path.join(place, `.${clock.wallMs()}~x.tmp`), 'half a r');
    expect(await store.list()).toEqual([]);
    expect(await readdir(place)).toHaveLength(1);
    clock.pass(3_600_001);
    expect(await store.list()).toEqual([]);
    expect(await readdir(place)).toEqual([]);
  });

  test('that is none says so with its place', async () => {
    const place = path.join(folder, 'a file');
    await writeFile(place, '');
    await expect(folderSpool(place, virtualClock()).list()).rejects.toThrow(/^the spool .*a file: ENOTDIR/);
    await expect(folderSpool(place, virtualClock()).create('a.rows', content('x'))).rejects.toThrow(
      /^the spool .*a file/,
    );
  });
});

describe.skipIf(!canTrust)('a container', () => {
  test('that does not exist says how it comes about', async () => {
    const store = openSpoolStore(`${azurite?.url}/nowhere`, () => unsignedToken(), virtualClock());
    await expect(store.list()).rejects.toThrow(/^the spool .*nowhere: the container does not exist; create it/);
    await expect(store.create('a.rows', content('x'))).rejects.toThrow(/nowhere: the container does not exist/);
  });
  test('that refuses the identity names the role', async () => {
    const { one } = await container('closed');
    const store = blobSpool(one.place, unsignedToken('https://other.example'));
    await expect(store.list()).rejects.toThrow(/closed: .*needs the role Storage Blob Data/);
  });
  test('http is refused before a token is asked for', () => {
    const asked = () => {
      throw new Error('asked');
    };
    expect(() => openSpoolStore('http://127.0.0.1:1/spool', asked, virtualClock())).toThrow(/no https:\/\/ address/);
  });
});
