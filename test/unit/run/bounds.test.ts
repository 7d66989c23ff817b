/** What nobody answers, and what hostile far ends send, costs bounded time. The figures are those of the promise, not of a machine. */
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../src/model/run.ts';
import { DEFAULT_FOLLOW_UPS, type Deadlines, type ProbeSettings } from '../../../src/model/settings.ts';
import { systemClock } from '../../../src/run/compose.ts';
import { startSimulation } from '../../../src/simulator/simulation.ts';
import type { World } from '../../../src/simulator/world.ts';
import { target } from '../../support/evidence.ts';
import { PATIENT, runSimulated } from '../../support/simulated-run.ts';

/** What stays silent has as little as it takes. */
const SHORT_MS = 200;
/** Of the machine's: the controls, the simulation, other tests. */
const SLACK_MS = 8000;

async function timed(
  world: World,
  hosts: readonly string[],
  settings: Partial<ProbeSettings>,
): Promise<{ readonly result: RunResult; readonly ms: number }> {
  const simulation = await startSimulation(world, { clock: systemClock });
  try {
    const targets = hosts.map((host) => target({ name: host, host }));
    const probe = { followUps: { ...DEFAULT_FOLLOW_UPS, seconds: 1 }, ...settings };
    const started = performance.now();
    const result = await runSimulated({ simulation, targets, probe });
    return { result, ms: performance.now() - started };
  } finally {
    await simulation.close();
  }
}
const hosts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `host-${index}.example`);

describe('N targets that nobody answers end within ceil(N / concurrency) × the sum of deadlines, and the follow-ups within theirs', () => {
  test.for([
    [
      'silent after ClientHello',
      { hosts: { '*.example': {} }, firewall: { allow: [], denial: { https: 'silent', http: 'silent' } } },
      'denied',
      { tlsMs: SHORT_MS },
    ],
    [
      'SYN dropped',
      { hosts: { '*.example': { services: { 443: { kind: 'dropped' } } } }, firewall: 'none' },
      'blocked',
      { tcpMs: SHORT_MS },
    ],
    [
      'no resolver answers',
      { hosts: {}, firewall: 'none', resolvers: [{ address: '10.10.0.4', conduct: 'silent' }] },
      'unresolved',
      { dnsMs: SHORT_MS },
    ],
  ] as const satisfies readonly (readonly [string, World, string, Partial<Deadlines>])[])(
    '%s',
    async ([, world, state, short]) => {
      const { result, ms } = await timed(world, hosts(100), { deadlines: { ...PATIENT, ...short } });
      // One at a time they would take five times as long.
      expect(ms).toBeLessThan(Math.ceil(100 / 20) * SHORT_MS + SLACK_MS);
      expect(result.summary.byState[state]).toBe(100);
    },
  );

  test('follow-ups stop asking when their seconds are over, and what they would have told is left out', async () => {
    const world: World = {
      hosts: { '*.example': {}, 'example.com': {} },
      firewall: { allow: [], denial: { https: 'silent' } },
    };
    const { result, ms } = await timed(world, hosts(4), {
      deadlines: { ...PATIENT, tlsMs: 2000 },
      followUps: { connections: 200, seconds: 0.2, perGroup: 5 },
    });
    // One question to the end of its deadline would take 2 s more than the seconds of the follow-ups.
    expect(ms).toBeLessThan(2600 + SLACK_MS);
    expect(result.run.followUps.durationMs).toBeLessThan(1500);
    expect(result.results.flatMap(({ evidence }) => evidence.questions)).toEqual([]);
  });

  test('never more follow-ups than the budget of connections', async () => {
    const world: World = { hosts: { '*.example': {}, 'example.com': {} }, firewall: { allow: [] } };
    const { result } = await timed(world, hosts(60), { followUps: { connections: 25, seconds: 5, perGroup: 5 } });
    expect(result.run.followUps.asked).toBeLessThanOrEqual(25);
    expect(result.run.followUps.asked).toBeGreaterThan(0);
  });
});
