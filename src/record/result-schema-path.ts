import * as v from 'valibot';
import { CONTROL_KINDS } from '../model/path.ts';
import { Count, EndpointSchema, Milliseconds, Port, Texts, Timestamp } from './result-schema-parts.ts';
import { StepsSchema, TlsEndSchema } from './result-schema-steps.ts';

const ControlSchema = v.object({
  kind: v.picklist(CONTROL_KINDS),
  host: v.string(),
  dialled: v.exactOptional(EndpointSchema),
  port: Port,
  odd: v.exactOptional(v.literal(true)),
  probedAt: Timestamp,
  steps: StepsSchema,
});

const AcrossSchema = v.object({
  targets: Count,
  proven: Count,
  cutLikeMustBeDenied: Count,
  proofs: v.array(v.object({ name: v.string(), host: v.string(), address: v.string(), port: Port })),
  privateIssuers: v.array(v.object({ anchor: v.string(), hosts: Texts })),
  publicIssuers: v.array(v.object({ subject: v.string(), ski: v.exactOptional(v.string()) })),
});

const FingerprintSchema = v.object({
  host: v.string(),
  port: Port,
  scheme: v.picklist(['https', 'http']),
  end: TlsEndSchema,
  alert: v.exactOptional(Count),
  bytesReceived: Count,
  endedAfterMs: Milliseconds,
});

const YesNo = v.picklist(['yes', 'no', 'unknown']);
const PathReadingSchema = v.object({
  ports: v.array(v.object({ port: Port, canary: v.picklist(['answered', 'silent', 'refused', 'void', 'not_asked']) })),
  intercepted: YesNo,
  filtered: YesNo,
  fingerprint: v.exactOptional(FingerprintSchema),
  product: v.exactOptional(v.literal('azure_firewall')),
  ill: Texts,
  says: Texts,
});

export const PathSchema = v.object({
  controls: v.array(ControlSchema),
  across: AcrossSchema,
  reading: PathReadingSchema,
  firewallExpected: v.boolean(),
  proxied: v.boolean(),
});
