import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
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
import { writeWhole } from './write-whole.ts';

/** `latest.json` and `runs/<id>.json` in a folder, which is made when missing. Files appear whole or not at all. */
export function folderStore(folder: string, keepRuns = DEFAULT_KEEP_RUNS): ReportStore {
  const runs = path.join(folder, RUNS);
  return {
    async put(report, whole = true) {
      const name = fileName(report.result.run.id);
      const text = reportText(report);
      await mkdir(runs, { recursive: true });
      await writeWhole(beside(path.join(runs, name)), path.join(runs, name), text);
      if (whole) await writeWhole(beside(path.join(folder, LATEST)), path.join(folder, LATEST), text);
      await deleteOld(runs, name, keepRuns);
    },
    async get(runId) {
      if (runId !== undefined && !isRunId(runId)) return undefined;
      const file = runId === undefined ? path.join(folder, LATEST) : path.join(runs, fileName(runId));
      const text = await readIfThere(file);
      return text === undefined ? undefined : readReport(text, file);
    },
  };
}

const beside = (file: string): string => `${file}.${process.pid}.${crypto.randomUUID()}.tmp`;

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The oldest beyond `keepRuns`, never the one just written; and what a crash left half written an hour ago or earlier. */
async function deleteOld(runs: string, written: string, keepRuns: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(runs)).map(async (name) => ({ name, at: await modifiedMs(path.join(runs, name)) })),
  );
  const present = files.flatMap(({ name, at }) => (at === undefined ? [] : [{ name, at }]));
  const now = present.find(({ name }) => name === written)?.at ?? 0;
  const others = present.filter(({ name }) => name !== written && name.endsWith('.json'));
  const old = others.toSorted((a, b) => b.at - a.at).slice(keepRuns - 1);
  const leftOvers = present.filter(({ name, at }) => name.endsWith('.tmp') && now - at > 3_600_000);
  for (const { name } of [...old, ...leftOvers]) await rm(path.join(runs, name), { force: true });
}

/** Nothing where another instance has just deleted it. */
async function modifiedMs(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
