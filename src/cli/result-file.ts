/** A stored result: written so that no reader ever meets half of one, read with every problem told. */
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type Problem, SettingsError } from '../config/problems.ts';
import type { Discovery, RunResult } from '../model/run.ts';
import { parseResult } from '../record/result-schema.ts';
import { inLargePieces, jsonBlocks } from './result-text.ts';

/** Throws what the file system says. */
export function writeResult(path: string, result: RunResult): void {
  writeWhole(path, jsonBlocks(result));
}

/** A file of blocks, each on lines of its own, that nobody ever meets half. Throws what the file system says. */
export function writeWhole(path: string, blocks: Iterable<string>): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    writeBlocks(beside, blocks);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function writeBlocks(path: string, blocks: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    for (const block of inLargePieces(blocks)) {
      const bytes = Buffer.from(`${block}\n`);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
  } finally {
    closeSync(file);
  }
}

/** Throws a SettingsError. A report of the Function (`{result, delivery}`) is read too. */
export function readResult(path: string): RunResult {
  const parsed = parseResult(resultIn(json(path)));
  if (parsed.ok) return parsed.result;
  throw new SettingsError(
    parsed.problems.map((says): Problem => ({ place: path, says, wayOut: 'Give a result that agentpath check wrote' })),
  );
}

/** Throws a SettingsError where the file cannot be read. */
export function readText(path: string, wayOut: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingsError([{ place: path, says: `it cannot be read (${messageOf(error)})`, wayOut }]);
  }
}

function json(path: string): unknown {
  const text = readText(path, 'Give the path of a result that agentpath check wrote');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SettingsError([
      {
        place: path,
        says: `it is no JSON (${messageOf(error)})`,
        wayOut: 'Give a result that agentpath check wrote, with --format json or in its file',
      },
    ]);
  }
}

function resultIn(value: unknown): unknown {
  const isReport = typeof value === 'object' && value !== null && 'result' in value && !('schemaVersion' in value);
  return isReport ? value.result : value;
}

/** What the result of an earlier run in this file was told about further hosts; nothing where the file holds no result. */
export function earlierDiscoveries(path: string): readonly Discovery[] {
  if (!existsSync(path)) return [];
  try {
    return readResult(path).run.discoveries ?? [];
  } catch (error) {
    // Another file of that name is about to be overwritten, as always; it has told nobody anything.
    if (error instanceof SettingsError) return [];
    throw error;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
