import * as v from 'valibot';
import { QUESTION_KINDS } from '../model/evidence.ts';
import { HELLOS } from '../model/step.ts';
import { AGENTS, DISCOVERIES, EFFECTS, INSPECTION, SCHEMES, TIERS } from '../model/target.ts';
import { Count, EndpointSchema, Milliseconds, Port, Texts, Timestamp } from './result-schema-parts.ts';
import { StepsSchema, SystemLookupSchema } from './result-schema-steps.ts';

const targetFacts = {
  name: v.pipe(v.string(), v.nonEmpty()),
  host: v.pipe(v.string(), v.nonEmpty()),
  port: Port,
  scheme: v.picklist(SCHEMES),
  path: v.string(),
  agents: v.array(v.picklist(AGENTS)),
  feature: v.string(),
  required: v.boolean(),
  tier: v.picklist(TIERS),
};
export const TargetFactsSchema = v.object(targetFacts);

export const TargetSchema = v.object({
  ...targetFacts,
  expect: v.exactOptional(v.object({ status: v.exactOptional(v.array(Count)), body: v.exactOptional(v.string()) })),
  effect: v.picklist(EFFECTS),
  stops: v.string(),
  inspection: v.picklist(INSPECTION),
  privateLinkZone: v.exactOptional(v.string()),
  privateLinkExpected: v.exactOptional(v.literal(true)),
  discovers: v.exactOptional(v.picklist(DISCOVERIES)),
  regional: v.exactOptional(v.object({ region: v.string(), declared: Texts })),
  proxy: v.exactOptional(v.string()),
});

export const AnswerSchema = v.object({
  kind: v.picklist(QUESTION_KINDS),
  round: Count,
  askedAt: Timestamp,
  dialled: v.exactOptional(EndpointSchema),
  serverName: v.exactOptional(v.string()),
  hello: v.exactOptional(v.picklist(HELLOS)),
  steps: v.exactOptional(StepsSchema),
  system: v.exactOptional(SystemLookupSchema),
});

export const EvidenceSchema = v.object({
  target: TargetSchema,
  probedAt: Timestamp,
  durationMs: Milliseconds,
  steps: StepsSchema,
  questions: v.array(AnswerSchema),
});
