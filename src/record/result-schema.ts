/** The shape of a stored run, as a schema: what `explain` reads, and what `result.schema.json` is written from. */
import * as v from 'valibot';
import { PHASES } from '../model/phase.ts';
import { RESULT_SCHEMA_VERSION, type RunResult } from '../model/run.ts';
import { DISCOVERIES, EFFECTS } from '../model/target.ts';
import { CONFIDENCES, STATES, type State } from '../model/verdict.ts';
import { EvidenceSchema, TargetFactsSchema } from './result-schema-evidence.ts';
import { Count, Milliseconds, PhaseSchema, Texts, Timestamp } from './result-schema-parts.ts';
import { PathSchema } from './result-schema-path.ts';

const FindingSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  phase: v.picklist([...PHASES, 'path'] as const),
  says: v.string(),
});

export const TargetResultSchema = v.object({
  target: TargetFactsSchema,
  state: v.picklist(STATES),
  cause: v.string(),
  rule: v.string(),
  confidence: v.picklist(CONFIDENCES),
  alternatives: Texts,
  settle: Texts,
  effect: v.picklist(EFFECTS),
  phase: PhaseSchema,
  truth: v.string(),
  because: v.string(),
  remedy: v.string(),
  findings: v.array(FindingSchema),
  tcpTestSucceeded: v.boolean(),
  tcpMisleads: v.boolean(),
  evidence: EvidenceSchema,
});

const DiscoverySchema = v.object({
  kind: v.picklist(DISCOVERIES),
  asked: v.string(),
  outcome: v.picklist(['fresh', 'kept', 'failed']),
  hosts: Texts,
  toldAt: v.exactOptional(Timestamp),
  why: v.exactOptional(v.string()),
  refused: v.exactOptional(Texts),
});

export const RunFactsSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  startedAt: Timestamp,
  durationMs: Milliseconds,
  vantage: v.string(),
  vantageSubnet: v.string(),
  simulated: v.boolean(),
  pastDue: v.boolean(),
  version: v.string(),
  rulesVersion: Count,
  catalogVersion: v.string(),
  path: PathSchema,
  discoveries: v.exactOptional(v.array(DiscoverySchema)),
  ill: Texts,
  followUps: v.object({ asked: Count, carriedOver: Count, durationMs: Milliseconds }),
});

const RootCauseSchema = v.object({
  id: v.string(),
  state: v.picklist(STATES),
  says: v.string(),
  stops: Texts,
  remedy: v.string(),
  targets: Texts,
});

const ByState = v.object({
  reachable: Count,
  denied: Count,
  blocked: Count,
  intercepted: Count,
  incompatible: Count,
  rejected: Count,
  unresolved: Count,
  down: Count,
  inconclusive: Count,
} satisfies Record<State, typeof Count>);

export const RunResultSchema = v.object({
  schemaVersion: v.literal(RESULT_SCHEMA_VERSION),
  run: RunFactsSchema,
  summary: v.object({
    targets: Count,
    byState: ByState,
    misleading: Count,
    rootCauses: v.array(RootCauseSchema),
  }),
  results: v.array(TargetResultSchema),
});

/** Problems beyond this many are counted, not listed: a wrong file has thousands. */
const MAX_PROBLEMS = 50;

export type ParsedResult =
  | { readonly ok: true; readonly result: RunResult }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a stored result. Fields that this version does not know are left out; every problem is told with its path. */
export function parseResult(json: unknown): ParsedResult {
  const parsed = v.safeParse(RunResultSchema, json);
  if (parsed.success) {
    const twice = repeatedNames(parsed.output);
    return twice.length === 0 ? { ok: true, result: parsed.output } : { ok: false, problems: twice };
  }
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the result'}: ${issue.message}`);
  const listed = problems.slice(0, MAX_PROBLEMS);
  return {
    ok: false,
    problems: problems.length > MAX_PROBLEMS ? [...listed, `… and ${problems.length - MAX_PROBLEMS} more`] : listed,
  };
}

/** Answers and root causes refer to targets by name. */
function repeatedNames({ results }: RunResult): readonly string[] {
  const first = new Map<string, number>();
  return results.flatMap(({ target, evidence }, index) => {
    const at = `results.${index}`;
    const other = first.get(target.name);
    first.set(target.name, other ?? index);
    return [
      ...(other === undefined ? [] : [`${at}.target.name: ${target.name} is the name of results.${other} too`]),
      ...(evidence.target.name === target.name
        ? []
        : [`${at}.evidence.target.name: ${evidence.target.name}, where the result is about ${target.name}`]),
    ];
  });
}
