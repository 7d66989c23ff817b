/**
 * A spool in a folder, for one machine. A claim is part of the file's name, so that taking, renewing, lifting and removing are each one rename
 * or unlink: the file system lets one process win.
 */
import { mkdir, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../model/clock.ts';
import { oneLine } from './one-line.ts';
import type { Claim, SpoolObject, SpoolStore } from './spool-store.ts';
import { writeWhole } from './write-whole.ts';

const CLAIMED = /^(.+)~(\d+)~([A-Za-z0-9-]+)$/;
const HALF_WRITTEN = /^\.(\d+)~.*\.tmp$/;
/** What a crash left half written is nobody's after an hour. */
const ABANDONED_MS = 3_600_000;

export function folderSpool(folder: string, clock: Pick<Clock, 'wallMs'>): SpoolStore {
  const at = (file: string): string => path.join(folder, file);
  return {
    place: folder,
    list: () =>
      told(folder, async () => {
        const files = (await unlessMissing(readdir(folder))) ?? [];
        await removeAbandoned(folder, files, clock.wallMs());
        const objects = await Promise.all(
          files.filter((file) => !file.startsWith('.')).map(async (file) => objectOf(file, await sizeOf(at(file)))),
        );
        return objects.flatMap((object) => object ?? []);
      }),
    create: (name, content, claim) =>
      told(folder, async () => {
        const file = fileOf(name, claim);
        await mkdir(folder, { recursive: true });
        await writeWhole(at(`.${clock.wallMs()}~${crypto.randomUUID()}.tmp`), at(file), content);
        return { name, bytes: content.byteLength, version: file, ...(claim && { claim }) };
      }),
    claim: (object, claim) =>
      told(folder, async () => {
        const file = fileOf(object.name, claim);
        const moved = await unlessMissing(rename(at(object.version), at(file)).then(() => true));
        const { claim: _, ...rest } = object;
        return moved === undefined ? undefined : { ...rest, version: file, ...(claim && { claim }) };
      }),
    read: (object) => told(folder, () => unlessMissing(readFile(at(object.version)))),
    remove: (object) =>
      told(folder, async () => (await unlessMissing(unlink(at(object.version)).then(() => true))) ?? false),
  };
}

function fileOf(name: string, claim: Claim | undefined): string {
  return claim ? `${name}~${Math.ceil(claim.untilMs)}~${claim.owner}` : name;
}

/** Nothing where the file has just been renamed or removed by another process. */
function objectOf(file: string, bytes: number | undefined): SpoolObject | undefined {
  if (bytes === undefined) return undefined;
  const [, name, untilMs, owner] = CLAIMED.exec(file) ?? [];
  if (name === undefined || owner === undefined) return { name: file, bytes, version: file };
  return { name, bytes, version: file, claim: { owner, untilMs: Number(untilMs) } };
}

async function removeAbandoned(folder: string, files: readonly string[], nowMs: number): Promise<void> {
  for (const file of files) {
    const writtenMs = HALF_WRITTEN.exec(file)?.[1];
    if (writtenMs !== undefined && nowMs - Number(writtenMs) > ABANDONED_MS)
      await rm(path.join(folder, file), { force: true });
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await unlessMissing(stat(file)))?.size;
}

async function unlessMissing<Result>(operation: Promise<Result>): Promise<Result | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function told<Result>(folder: string, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    const says = oneLine(error instanceof Error ? error.message : String(error));
    throw new Error(`the spool ${folder}: ${says}`, { cause: error });
  }
}
