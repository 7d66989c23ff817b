import { expect, test } from 'vitest';
import { effectOf } from '../../../src/classify/effect.ts';
import type { Effect, Inspection } from '../../../src/model/target.ts';
import type { State } from '../../../src/model/verdict.ts';
import { target } from '../../support/evidence.ts';

test.for<readonly [State, string, Inspection, Effect, Effect]>([
  ['reachable', 'far_end.proven', 'forbidden', 'broken', 'none'],
  ['inconclusive', 'intermittent', 'forbidden', 'broken', 'unknown'],
  ['denied', 'denied.by_name_filter', 'tolerated', 'broken', 'broken'],
  ['denied', 'denied.by_name_filter', 'tolerated', 'degraded', 'degraded'],
  ['intercepted', 'tls.inspection', 'forbidden', 'broken', 'broken'],
  ['intercepted', 'tls.inspection', 'skip', 'broken', 'broken'],
  ['intercepted', 'tls.inspection', 'unknown', 'broken', 'broken'],
  ['intercepted', 'tls.inspection', 'tolerated', 'broken', 'degraded'],
  ['intercepted', 'tls.inspection', 'tolerated', 'none', 'none'],
  ['intercepted', 'http.captive_portal', 'tolerated', 'broken', 'broken'],
  ['rejected', 'tls.client_certificate_wanted', 'forbidden', 'broken', 'unknown'],
  ['rejected', 'http.private_link_required', 'forbidden', 'broken', 'broken'],
  ['down', 'tcp.refused', 'forbidden', 'none', 'none'],
])('%s by %s, inspection %s, of a target whose loss is %s: %s', ([state, cause, inspection, effect, expected]) => {
  expect(effectOf(target({ inspection, effect }), { state, cause })).toBe(expected);
});
