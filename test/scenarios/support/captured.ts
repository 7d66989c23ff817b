/** Evidence from the field: a result file exactly as the CLI wrote it, and the verdicts that its run deserves. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunResult } from '../../../src/model/run.ts';
import type { State } from '../../../src/model/verdict.ts';
import { SCENARIOS } from './folders.ts';

const CAPTURED = path.join(SCENARIOS, 'captured');

export interface Captured {
  readonly result: RunResult;
  /** By the target's name; every target of the result is there. */
  readonly expected: Readonly<Record<string, { readonly state: State; readonly cause: string }>>;
}

export function capturedNames(): readonly string[] {
  if (!existsSync(CAPTURED)) return [];
  return readdirSync(CAPTURED, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** A file that is no JSON, or is missing, fails the test with its path. */
export function loadCaptured(name: string): Captured {
  const read = (file: string): unknown => {
    const at = path.join(CAPTURED, name, file);
    try {
      return JSON.parse(readFileSync(at, 'utf8'));
    } catch (error) {
      throw new Error(`${at}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
  return {
    result: read('agentpath-last.json') as RunResult,
    expected: read('expected.json') as Captured['expected'],
  };
}
