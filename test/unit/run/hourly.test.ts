/** The firewall's team is not to be kept busy: follow-ups on a change, then hourly; between, what was answered is carried over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../../src/model/run.ts';
import { DEFAULT_FOLLOW_UPS } from '../../../src/model/settings.ts';
import { systemClock } from '../../../src/run/compose.ts';
import { type Simulation, startSimulation } from '../../../src/simulator/simulation.ts';
import type { World } from '../../../src/simulator/world.ts';
import { target } from '../../support/evidence.ts';
import { runSimulated } from '../../support/simulated-run.ts';

const behind = (https: 'close' | 'reset'): World => ({
  hosts: { '*.example': {}, 'example.com': {} },
  firewall: { allow: ['allowed.example'], denial: { https } },
});
let closing: Simulation;
let resetting: Simulation;
beforeAll(async () => {
  closing = await startSimulation(behind('close'), { clock: systemClock });
  resetting = await startSimulation(behind('reset'), { clock: systemClock });
});
afterAll(async () => {
  await Promise.all([closing.close(), resetting.close()]);
});

const FIRST = Date.now();

async function runAt(minutes: number, simulation: Simulation, previous?: RunResult): Promise<RunResult> {
  const clock = { ...systemClock, wallMs: () => FIRST + minutes * 60_000 };
  const targets = ['denied.example', 'allowed.example'].map((host) => target({ name: host, host }));
  const probe = { followUps: { ...DEFAULT_FOLLOW_UPS, seconds: 30 } };
  return runSimulated({
    simulation,
    targets,
    probe,
    clock,
    input: { id: `at-${minutes}`, ...(previous && { previous }) },
  });
}

test('runs of an hour and more: asked once, carried over five times, asked again; and at once on a change', {
  timeout: 120_000,
}, async () => {
  const runs: RunResult[] = [];
  for (let minutes = 0; minutes <= 70; minutes += 10) runs.push(await runAt(minutes, closing, runs.at(-1)));
  const asked = runs.map((one) => one.run.followUps.asked);
  const carried = runs.map((one) => one.run.followUps.carriedOver);
  expect(asked[0]).toBeGreaterThan(2);
  expect(asked.slice(1, 6)).toEqual(Array.from({ length: 5 }, () => 0));
  expect(carried.slice(1, 6)).toEqual(Array.from({ length: 5 }, () => asked[0]));
  expect([asked[6], carried[6]]).toEqual([asked[0], 0]);
  expect([asked[7], carried[7]]).toEqual([0, asked[0]]);

  const verdicts = runs.map(({ results }) => results.map(({ state, rule }) => `${state} ${rule}`).join());
  expect(new Set(verdicts).size).toBe(1);
  expect(verdicts[0]).toMatch(/^denied \S+,reachable /);

  const changed = await runAt(80, resetting, runs.at(-1));
  expect(changed.run.followUps).toMatchObject({ carriedOver: 0 });
  expect(changed.run.followUps.asked).toBeGreaterThan(2);
});
