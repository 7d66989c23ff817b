import * as v from 'valibot';
import { type AlertFailure, FAILURES } from '../model/failure.ts';
import { PHASES } from '../model/phase.ts';

export const Milliseconds = v.number();
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
export const Texts = v.array(v.string());
export const Timestamp = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, 'expected a time in ISO 8601'),
);
export const PhaseSchema = v.picklist(PHASES);

const ALERT_FAILURE = /^(tls|http)\.alert\.\w+$/;
const FailureNameSchema = v.union(
  [
    v.picklist(FAILURES),
    v.pipe(
      v.string(),
      v.regex(ALERT_FAILURE, 'expected a failure of the vocabulary, or tls.alert.… or http.alert.…'),
      v.guard((text: string): text is AlertFailure => ALERT_FAILURE.test(text)),
    ),
  ],
  'expected a failure of the vocabulary, or tls.alert.… or http.alert.…',
);

export const FailureSchema = v.object({
  name: FailureNameSchema,
  phase: PhaseSchema,
  code: v.exactOptional(v.string()),
  syscall: v.exactOptional(v.string()),
  message: v.exactOptional(v.string()),
  instrument: v.exactOptional(v.literal(true)),
});

export const EndpointSchema = v.object({ address: v.string(), port: Port });
export const HeadersSchema = v.array(v.strictTuple([v.string(), v.string()]));

/** A phase's outcome: facts only where it succeeded, what was seen only where it failed. */
export function stepSchema<const Facts extends v.GenericSchema, const Seen extends v.GenericSchema>(
  facts: Facts,
  seen: Seen,
) {
  return v.variant('status', [
    v.object({ status: v.literal('ok'), durationMs: Milliseconds, facts }),
    v.object({ status: v.literal('failed'), durationMs: Milliseconds, failure: FailureSchema, seen }),
    v.object({ status: v.literal('skipped'), because: v.string() }),
  ]);
}
