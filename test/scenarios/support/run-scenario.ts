/** Runs a scenario for real: the simulated network on loopback, the real probe engine, the real rules. */
import type { RunResult } from '../../../src/model/run.ts';
import {
  DEFAULT_CANARIES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_MUST_BE_DENIED,
  DEFAULT_ODD_PORT,
  DEFAULT_TARGET_SETTINGS,
  type Deadlines,
  type ProbeSettings,
} from '../../../src/model/settings.ts';
import type { Target } from '../../../src/model/target.ts';
import { nodeNetwork } from '../../../src/probe/node-network.ts';
import { createProber, type Prober } from '../../../src/probe/prober.ts';
import { systemChance, systemClock } from '../../../src/run/compose.ts';
import { furtherOf } from '../../../src/run/further.ts';
import { run } from '../../../src/run/run.ts';
import { startSimulation } from '../../../src/simulator/simulation.ts';
import type { Scenario } from './scenario-shape.ts';

/** Short, because what stays silent in a scenario stays silent for ever; long enough for two busy cores. */
const DEADLINES = { dnsMs: 1600, tcpMs: 1000, tlsMs: 3000, httpMs: 3000 };

/** @param patience Times the deadlines, where the scenario sets none of its own. */
export async function runScenario(scenario: Scenario, patience = 1): Promise<RunResult> {
  const simulation = await startSimulation(scenario.world, { clock: systemClock });
  try {
    const probe: ProbeSettings = {
      deadlines: times(DEADLINES, patience),
      concurrency: 16,
      allAddresses: false,
      resolvers: [],
      canaries: DEFAULT_CANARIES.slice(0, 1),
      oddPort: DEFAULT_ODD_PORT,
      mustBeDenied: DEFAULT_MUST_BE_DENIED,
      expectFirewall: true,
      trust: [simulation.trust, ...(scenario.inspectionCa === 'trusted' ? [simulation.inspectionCa] : [])],
      inspectionCas: scenario.inspectionCa === 'known' ? [simulation.inspectionCa] : [],
      followUps: DEFAULT_FOLLOW_UPS,
      ...scenario.settings,
    };
    const prober = createProber({
      network: simulation.network(nodeNetwork()),
      clock: systemClock,
      chance: systemChance,
      settings: probe,
    });
    const targets = scenario.targets.map(toTarget);
    const further = scenario.further && {
      further: furtherOf({ ...DEFAULT_TARGET_SETTINGS, ...scenario.further }, targets, {
        previous: [],
        nowMs: systemClock.wallMs(),
      }),
    };
    return await run(
      {
        id: '00000000-0000-4000-8000-000000000000',
        targets,
        ...further,
        catalogVersion: 'scenario',
        vantage: { name: 'scenario', subnet: '10.10.94.0/24' },
        probe,
        pastDue: false,
        simulated: true,
      },
      { prober: patient(prober), clock: systemClock },
    );
  } finally {
    await simulation.close();
  }
}

function times({ dnsMs, tcpMs, tlsMs, httpMs }: Deadlines, factor: number): Deadlines {
  return { dnsMs: dnsMs * factor, tcpMs: tcpMs * factor, tlsMs: tlsMs * factor, httpMs: httpMs * factor };
}

/**
 * A follow-up's deadline follows what was measured a moment ago, half a second at least. On a machine that is busy with other tests that turns
 * an answer into a silence, so here every follow-up has the phase's own. (What the deadline would be is held by the unit tests.)
 */
function patient(prober: Prober): Prober {
  return { ...prober, ask: (target, { deadlineMs: _, ...question }) => prober.ask(target, question) };
}

function toTarget(given: Scenario['targets'][number]): Target {
  const scheme = given.scheme ?? 'https';
  return {
    name: given.host,
    port: scheme === 'http' ? 80 : 443,
    path: '/',
    agents: ['ama'],
    feature: 'scenario',
    required: true,
    tier: 'required',
    effect: 'broken',
    stops: 'the agent cannot work',
    inspection: 'forbidden',
    ...given,
    scheme,
  };
}
