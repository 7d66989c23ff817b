/** The files under `infra` that hold KQL, read once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const INFRA = join(import.meta.dirname, '../../../infra');

export interface KqlFile {
  /** Without folder and ending. */
  readonly name: string;
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

export const QUERIES: readonly KqlFile[] = filesIn('queries');
export const FUNCTIONS: readonly KqlFile[] = filesIn('queries/functions');
export const ALERTS: readonly KqlFile[] = filesIn('alerts');

function filesIn(folder: string): readonly KqlFile[] {
  return readdirSync(join(INFRA, folder))
    .filter((file) => file.endsWith('.kql'))
    .toSorted()
    .map((file) => ({
      name: file.slice(0, -'.kql'.length),
      path: `infra/${folder}/${file}`,
      text: readFileSync(join(INFRA, folder, file), 'utf8'),
    }));
}

export function infraText(path: string): string {
  return readFileSync(join(INFRA, path), 'utf8');
}
export function infraPath(path: string): string {
  return join(INFRA, path);
}
export function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(join(INFRA, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();
}
