/** A stored result: written so that no reader ever meets half of one, read with every problem told. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type Problem, SettingsError } from '../config/problems.ts';
import type { RunResult } from '../model/run.ts';
import { parseResult } from '../record/result-schema.ts';
import { jsonBlocks } from './result-text.ts';

/** Throws what the file system says. */
export function writeResult(path: string, result: RunResult): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    writeBlocks(beside, jsonBlocks(result));
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function writeBlocks(path: string, blocks: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    for (const block of blocks) {
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

function json(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingsError([
      {
        place: path,
        says: `it cannot be read (${messageOf(error)})`,
        wayOut: 'Give the path of a result that agentpath check wrote',
      },
    ]);
  }
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

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
