/** Reads back what rules let through: an ARM template (ours, compiled from our Bicep, or exported), or our CSV. */
import { readArmRules } from './read-arm-rules.ts';
import { readCsvRules } from './read-csv-rules.ts';
import type { RuleName } from './rule-name.ts';

export type ReadRules =
  | { readonly ok: true; readonly names: readonly RuleName[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Every problem at once, each with its place within the text. */
export function readRules(text: string): ReadRules {
  const plain = text.replace(/^\uFEFF/, '');
  const read = /^\s*\{/.test(plain) ? readArmRules(plain) : readCsvRules(plain);
  if (read.ok && read.names.length === 0) return { ok: false, problems: ['it lets no name through'] };
  return read;
}
