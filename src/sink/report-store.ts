/** Where reports of runs are kept so that any instance finds them: Blob storage in Azure, a folder locally. */
import type { TokenCredential } from '@azure/identity';
import type { RunReport } from '../model/run.ts';
import { blobStore } from './blob-store.ts';
import { folderStore } from './folder-store.ts';
import { DEFAULT_KEEP_RUNS, type ReportStore } from './stored-report.ts';

export type { ReportStore };

/** @param place URL of a blob container (`https://…`), or a folder. */
export function openStore(place: string, credential: () => TokenCredential): ReportStore {
  if (place.startsWith('http://'))
    throw new Error(`the store ${place} is no https:// address; tokens are sent over nothing else`);
  return place.startsWith('https://') ? blobStore(place, credential()) : folderStore(place);
}

/** For tests and for runs that need nothing kept. */
export function memoryStore(keepRuns = DEFAULT_KEEP_RUNS): ReportStore {
  const runs = new Map<string, RunReport>();
  let latest: RunReport | undefined;
  return {
    async put(report, whole = true) {
      const { id } = report.result.run;
      runs.delete(id);
      runs.set(id, report);
      if (whole) latest = report;
      for (const old of [...runs.keys()].slice(0, -keepRuns)) runs.delete(old);
    },
    get: async (runId) => (runId === undefined ? latest : runs.get(runId)),
  };
}
