import { open, rename, rm } from 'node:fs/promises';

/** A file that nobody ever meets half, and that outlives a loss of power: written beside, synced, renamed. Rejects with what the file system says. */
export async function writeWhole(temporary: string, file: string, content: string | Uint8Array): Promise<void> {
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
