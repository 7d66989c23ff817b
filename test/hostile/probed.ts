/** One far end, all the way: real sockets, the real prober, the real run, every output. */

import { PHASES } from '../../src/model/phase.ts';
import type { RunResult, TargetResult } from '../../src/model/run.ts';
import type { Deadlines, ProbeSettings } from '../../src/model/settings.ts';
import type { Endpoint, Step } from '../../src/model/step.ts';
import type { Target } from '../../src/model/target.ts';
import { run } from '../../src/run/run.ts';
import { bench, type Peer, peer, SETTINGS, target, testNetwork } from '../support/probing.ts';
import type { FarEnd } from './far-end.ts';

/** Of a phase that must come to its own end, on a machine that is busy. */
const PATIENT_MS = 10_000;
/** Of a phase that must run into it; what comes before the wait must be through by then. */
const SHORT_MS = 1_500;

export function deadlinesFor({ hangs }: Pick<FarEnd, 'hangs'>): Deadlines {
  return {
    dnsMs: PATIENT_MS,
    tcpMs: PATIENT_MS,
    tlsMs: hangs === 'tls' ? SHORT_MS : PATIENT_MS,
    httpMs: hangs === 'http' ? SHORT_MS : PATIENT_MS,
  };
}

export interface Probed {
  readonly result: RunResult;
  readonly only: TargetResult;
  /** `http 200`, or the name of the first failure. */
  readonly ended: string;
  readonly tookMs: number;
  /** Timers of the prober that were left behind. */
  readonly pending: number;
}

export async function probed(end: FarEnd, settings: Partial<ProbeSettings> = {}): Promise<Probed> {
  const one = await peer((socket) => end.serve(socket));
  try {
    return await probedAt(one, { scheme: end.scheme }, { deadlines: deadlinesFor(end), ...settings });
  } finally {
    await one.close();
  }
}

export async function probedAt(
  one: Pick<Peer, 'port'>,
  about: Partial<Target>,
  settings: Partial<ProbeSettings>,
): Promise<Probed> {
  return proberFor(one, settings)(about);
}

/** For many probes of one far end: the contexts of TLS are made once. */
export function proberFor(
  one: Pick<Peer, 'port'>,
  settings: Partial<ProbeSettings>,
  /** Where else a connection may go, such as to a resolver. */
  also: (to: Endpoint) => Endpoint | undefined = () => undefined,
  hosts: Readonly<Record<string, string>> = { 'target.test': '127.0.0.1', 'example.com': '127.0.0.1' },
): (about: Partial<Target>) => Promise<Probed> {
  const closed = { address: '127.0.0.1', port: 1 };
  // The controls' names lead to a closed port: nothing here leaves the machine.
  const network = testNetwork(hosts, (to) => (to.port === one.port ? to : (also(to) ?? closed)));
  const probe: ProbeSettings = {
    ...SETTINGS,
    canaries: [],
    followUps: { ...SETTINGS.followUps, connections: 0 },
    ...settings,
  };
  const { prober, clock } = bench(probe, network);
  return async (about) => {
    const started = performance.now();
    const result = await run(
      {
        id: '00000000-0000-4000-8000-000000000001',
        targets: [target(one.port, about)],
        catalogVersion: '1',
        vantage: { name: 'test', subnet: '' },
        probe,
        pastDue: false,
        simulated: false,
      },
      { prober, clock },
    );
    const [only] = result.results;
    if (!only) throw new Error('a run without a result');
    return { result, only, ended: endOf(only), tookMs: performance.now() - started, pending: clock.pending() };
  };
}

function endOf({ evidence: { steps } }: TargetResult): string {
  for (const phase of PHASES) {
    const step: Step<unknown, unknown> = steps[phase];
    if (step.status === 'failed') return step.failure.name;
  }
  return steps.http.status === 'ok' ? `http ${steps.http.facts.status}` : 'skipped';
}
