/** A run of the real engine in a simulated network, with patience for a busy machine. */
import type { Clock } from '../../src/model/clock.ts';
import type { RunResult } from '../../src/model/run.ts';
import {
  DEFAULT_CANARIES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_ODD_PORT,
  type Deadlines,
  type ProbeSettings,
} from '../../src/model/settings.ts';
import type { Target } from '../../src/model/target.ts';
import { nodeNetwork } from '../../src/probe/node-network.ts';
import { createProber } from '../../src/probe/prober.ts';
import { systemChance, systemClock } from '../../src/run/compose.ts';
import { type RunInput, run } from '../../src/run/run.ts';
import type { Simulation } from '../../src/simulator/simulation.ts';

/** What must go well has seconds. */
export const PATIENT: Deadlines = { dnsMs: 5000, tcpMs: 5000, tlsMs: 5000, httpMs: 5000 };

export interface SimulatedRun {
  readonly simulation: Simulation;
  readonly targets: readonly Target[];
  readonly probe?: Partial<ProbeSettings>;
  readonly clock?: Clock;
  readonly input?: Partial<Pick<RunInput, 'id' | 'previous' | 'further'>>;
}

export function runSimulated({
  simulation,
  targets,
  probe: given,
  clock = systemClock,
  input,
}: SimulatedRun): Promise<RunResult> {
  const probe: ProbeSettings = {
    deadlines: PATIENT,
    concurrency: 20,
    allAddresses: false,
    resolvers: [],
    canaries: DEFAULT_CANARIES.slice(0, 1),
    oddPort: DEFAULT_ODD_PORT,
    mustBeDenied: 'example.com',
    expectFirewall: true,
    trust: [simulation.trust],
    inspectionCas: [],
    followUps: DEFAULT_FOLLOW_UPS,
    ...given,
  };
  const network = simulation.network(nodeNetwork());
  const prober = createProber({ network, clock, chance: systemChance, settings: probe });
  const vantage = { name: 'test', subnet: '' };
  return run(
    { id: 'test', targets, catalogVersion: 'test', vantage, probe, pastDue: false, simulated: true, ...input },
    { prober, clock },
  );
}
