import type { TokenCredential } from '@azure/identity';
import type { Clock } from '../model/clock.ts';
import { blobSpool } from './blob-spool.ts';
import { folderSpool } from './folder-spool.ts';
import type { SpoolStore } from './spool-store.ts';

/** @param place URL of a blob container (`https://…`), or a folder. */
export function openSpoolStore(
  place: string,
  credential: () => TokenCredential,
  clock: Pick<Clock, 'wallMs'>,
): SpoolStore {
  if (place.startsWith('http://'))
    throw new Error(`the spool ${place} is no https:// address; tokens are sent over nothing else`);
  return place.startsWith('https://') ? blobSpool(place, credential()) : folderSpool(place, clock);
}
