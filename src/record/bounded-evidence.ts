/** Evidence as a field of a row: in full where it fits, otherwise without its least useful parts, and saying which. */
import type { Answer } from '../model/evidence.ts';
import { PHASES } from '../model/phase.ts';
import type { Steps } from '../model/step.ts';
import { jsonBytes, MAX_FIELD_BYTES, shortened } from './bounds.ts';

export interface EvidenceField {
  readonly steps: object;
  readonly questions: readonly object[];
}
export interface Bounded {
  readonly evidence: EvidenceField;
  /** Empty where all of it fits. */
  readonly dropped: readonly string[];
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
interface Draft {
  readonly steps: Json;
  readonly questions: readonly Json[];
}
interface Cut {
  readonly drops: string;
  cut(draft: Draft): Draft;
}

/** The least useful first. Each is taken only while the field is still too large. */
const CUTS: readonly Cut[] = [
  { drops: "certificates after the leaf, in follow-ups' answers", cut: inQuestions(keepLeaf) },
  { drops: "bodies and first bytes, in follow-ups' answers", cut: inQuestions(shortTexts(64, ['body', 'firstBytes'])) },
  { drops: "resolvers' single answers, in follow-ups' answers", cut: inQuestions(without('answers')) },
  { drops: "addresses named in certificates, in follow-ups' answers", cut: inQuestions(without('urls')) },
  { drops: "steps of follow-ups that repeat the target's own outcome", cut: (draft) => withoutLikeAnswers(draft) },
  { drops: 'addresses named in certificates', cut: everywhere(without('urls')) },
  { drops: 'texts beyond 200 characters', cut: everywhere(shortTexts(200)) },
  { drops: 'list entries beyond the eighth', cut: everywhere(shortLists(8)) },
  { drops: "all steps of follow-ups' answers", cut: inQuestions(without('steps')) },
  { drops: 'follow-ups beyond the fiftieth', cut: (draft) => ({ ...draft, questions: draft.questions.slice(0, 50) }) },
  { drops: 'texts beyond 60 characters', cut: everywhere(shortTexts(60)) },
  { drops: 'certificates after the leaf', cut: everywhere(keepLeaf) },
  { drops: 'list entries beyond the second', cut: everywhere(shortLists(2)) },
];

export function boundedEvidence(steps: Steps, questions: readonly Answer[], maxBytes = MAX_FIELD_BYTES): Bounded {
  let draft: Draft = { steps: plain(steps), questions: questions.map(plain) };
  const dropped: string[] = [];
  for (const { drops, cut } of CUTS) {
    if (jsonBytes(draft) <= maxBytes) break;
    const next = cut(draft);
    if (jsonBytes(next) < jsonBytes(draft)) dropped.push(drops);
    draft = next;
  }
  if (jsonBytes(draft) > maxBytes) {
    dropped.push('everything but the outcome of each phase');
    draft = { steps: outcomes(steps), questions: [] };
  }
  return { evidence: { steps: draft.steps as object, questions: draft.questions as readonly object[] }, dropped };
}

/** The evidence is JSON by its types; this only forgets them, and drops keys that are undefined. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

type Change = (key: string, value: Json) => Json | undefined;

function everywhere(change: Change): Cut['cut'] {
  return ({ steps, questions }) => ({
    steps: changed(steps, change),
    questions: questions.map((question) => changed(question, change)),
  });
}
function inQuestions(change: Change): Cut['cut'] {
  return ({ steps, questions }) => ({ steps, questions: questions.map((question) => changed(question, change)) });
}
function changed(value: Json, change: Change): Json {
  if (isList(value)) return value.map((item) => changed(item, change));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const next = change(key, inner);
    return next === undefined ? [] : [[key, changed(next, change)]];
  });
  return Object.fromEntries(entries);
}
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function keepLeaf(key: string, value: Json): Json {
  return key === 'chain' && isList(value) ? value.slice(0, 1) : value;
}
function without(name: string): Change {
  return (key, value) => (key === name ? undefined : value);
}
function shortTexts(max: number, only?: readonly string[]): Change {
  const cut = (value: Json): Json => (typeof value === 'string' ? shortened(value, max) : value);
  return (key, value) => {
    if (only && !only.includes(key)) return value;
    return isList(value) ? value.map(cut) : cut(value);
  };
}
function shortLists(max: number): Change {
  return (_, value) => (isList(value) ? value.slice(0, max) : value);
}

function withoutLikeAnswers({ steps, questions }: Draft): Draft {
  const own = outcomeText(steps);
  return {
    steps,
    questions: questions.map((question) => {
      if (question === null || typeof question !== 'object' || isList(question)) return question;
      const { steps: answered, ...rest } = question as { readonly [key: string]: Json };
      if (answered === undefined || outcomeText(answered) !== own) return question;
      return { ...rest, outcome: 'as the target' };
    }),
  };
}
function outcomeText(steps: Json): string {
  return JSON.stringify(outcomes(steps));
}
function outcomes(steps: Json | Steps): Json {
  const seen = steps as {
    readonly [phase: string]: { readonly status?: string; readonly failure?: { readonly name?: string } };
  };
  return Object.fromEntries(
    PHASES.map((phase) => [phase, seen[phase]?.failure?.name ?? seen[phase]?.status ?? 'skipped']),
  );
}
