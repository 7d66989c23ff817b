/** What today's catalogue is held against: targets that were written down, a run that was stored, or a day. */
import * as v from 'valibot';
import { SettingsError } from '../config/problems.ts';
import type { RunResult } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { TargetSchema } from '../record/result-schema-evidence.ts';
import { usageProblem } from './problems.ts';
import { messageOf, readResult, readText } from './result-file.ts';

export type Old =
  | { readonly kind: 'day'; readonly day: string }
  | {
      readonly kind: 'targets';
      readonly catalogVersion: string;
      /** Of the catalogue, as far as the file tells. */
      readonly targets: readonly Target[];
      /** The stored run that it was. */
      readonly run?: RunResult;
    };

const WAY_OUT =
  'Give what agentpath targets --format json wrote, a result that agentpath check wrote, or a date such as 2026-01-31';

const TargetsFileSchema = v.object({
  catalogVersion: v.string(),
  targets: v.array(TargetSchema),
  origins: v.optional(v.record(v.string(), v.object({ kind: v.string() })), {}),
});

/** Throws a SettingsError. */
export function readOld(given: string): Old {
  if (/^\d{4}-\d\d-\d\d$/.test(given)) return { kind: 'day', day: dayOf(given) };
  const json = parsed(given);
  if (typeof json !== 'object' || json === null || !('targets' in json)) {
    const run = readResult(given);
    return {
      kind: 'targets',
      catalogVersion: run.run.catalogVersion,
      targets: run.results.map(({ evidence }) => evidence.target),
      run,
    };
  }
  const file = v.safeParse(TargetsFileSchema, json);
  if (!file.success) {
    throw new SettingsError(
      file.issues.map((issue) => ({
        place: given,
        says: `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`,
        wayOut: WAY_OUT,
      })),
    );
  }
  const { catalogVersion, targets, origins } = file.output;
  return { kind: 'targets', catalogVersion, targets: targets.filter(({ name }) => origins[name]?.kind !== 'own') };
}

function dayOf(given: string): string {
  const day = new Date(`${given}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== given) {
    throw usageProblem('OLD', `"${given}" is no date`, WAY_OUT);
  }
  return given;
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readText(path, WAY_OUT));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageProblem(path, `it is no JSON (${messageOf(error)})`, WAY_OUT);
  }
}
