import { describe, expect, test } from 'vitest';
import { DEFAULT_DEADLINES } from '../../../src/model/settings.ts';
import { intervalOf, timingOf } from '../../../src/run/timing.ts';

const MINUTE_MS = 60_000;
const UNDER_WAY_MS = 25_000;

describe('the time a run may take', () => {
  test.for([
    ['0 */5 * * * *', 5 * MINUTE_MS],
    ['30 * * * * *', MINUTE_MS],
    ['0 0 * * * *', 60 * MINUTE_MS],
    ['0 0 6 * * *', 24 * 60 * MINUTE_MS],
  ] as const)('%s ticks every %i ms', ([schedule, intervalMs]) => {
    expect(intervalOf(schedule, Date.parse('2026-11-24T10:01:00Z'))).toBe(intervalMs);
  });
  test('a schedule without a next tick is told with its name', () => {
    expect(() => intervalOf('0 0 0 30 2 *', 0)).toThrow('PROBE_SCHEDULE=0 0 0 30 2 *');
  });

  test.for([2, 5, 10, 15])(
    'every %i minutes: what was begun before the cut, and the delivery, end before the next tick',
    (minutes) => {
      const { cutAfterMs, deliveryMs } = timingOf(minutes * MINUTE_MS, DEFAULT_DEADLINES);
      expect(cutAfterMs + UNDER_WAY_MS + deliveryMs).toBeLessThan(minutes * MINUTE_MS);
      expect(cutAfterMs).toBeGreaterThan(30_000);
      expect(deliveryMs).toBeGreaterThanOrEqual(30_000);
    },
  );
  test('where ticks come every minute, probing and delivery have at least what makes sense', () => {
    expect(timingOf(MINUTE_MS, DEFAULT_DEADLINES)).toEqual({ cutAfterMs: 12_000, deliveryMs: 18_000 });
  });
  test('where they come once a day, the host would end the invocation after half an hour', () => {
    const { cutAfterMs, deliveryMs } = timingOf(24 * 60 * MINUTE_MS, DEFAULT_DEADLINES);
    expect(cutAfterMs + UNDER_WAY_MS + deliveryMs).toBeLessThanOrEqual(25 * MINUTE_MS);
  });
});
