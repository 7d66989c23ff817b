/**
 * The main path, on one screen: targets → probe → evidence → what to ask next → verdict → result.
 * Knows no real network, clock or sink: they are handed in (compose.ts).
 */
import pLimit from 'p-limit';
import { readPath } from '../classify/read-path.ts';
import { RULES_VERSION } from '../classify/rules.ts';
import type { Clock } from '../model/clock.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import { type Discovery, RESULT_SCHEMA_VERSION, type RunResult } from '../model/run.ts';
import type { ProbeSettings, VantageSettings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { Prober } from '../probe/prober.ts';
import { carryOver } from './carry-over.ts';
import { askFollowUps } from './follow-ups.ts';
import { judge } from './judge.ts';
import { VERSION } from './version.ts';

export interface Progress {
  readonly phase: 'controls' | 'targets' | 'follow-ups' | 'delivery';
  readonly done: number;
  readonly of: number;
}

export interface RunInput {
  readonly id: string;
  readonly targets: readonly Target[];
  readonly catalogVersion: string;
  readonly vantage: VantageSettings;
  readonly probe: ProbeSettings;
  readonly pastDue: boolean;
  readonly simulated: boolean;
  /** What the first answers lead to: hosts that services told, hosts that certificates name. They are probed in the same run. */
  readonly further?: (evidences: readonly Evidence[]) => Further | Promise<Further>;
  /** Answers of the run before may be carried over, where nothing changed since. */
  readonly previous?: RunResult;
}

export interface Further {
  readonly targets: readonly Target[];
  readonly discoveries: readonly Discovery[];
}

export interface RunParts {
  readonly prober: Prober;
  readonly clock: Clock;
  readonly onProgress?: (progress: Progress) => void;
  /** No further target is begun and nothing more is asked after it aborts; what was probed is judged. */
  readonly signal?: AbortSignal;
}

export async function run(input: RunInput, parts: RunParts): Promise<RunResult> {
  const { prober, clock } = parts;
  const startedAt = clock.wallMs();
  const started = clock.monotonicMs();

  const [controls, { probed, discoveries }] = await Promise.all([
    prober.controls(portsToControl(input), input.id),
    probeInTwoWaves(input, parts),
  ]);
  const pathOf = ofTheLast(
    (evidences: readonly Evidence[]): Path =>
      readPath(controls, evidences, {
        firewallExpected: input.probe.expectFirewall,
        proxied: input.probe.proxy !== undefined,
      }),
  );

  const carried = carryOver(probed, pathOf(probed), input.previous, startedAt);
  const asked = await askFollowUps(carried.evidences, input.probe, pathOf, prober, clock, parts);

  const path = pathOf(asked.evidences);
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    run: {
      id: input.id,
      startedAt: new Date(startedAt).toISOString(),
      durationMs: clock.monotonicMs() - started,
      vantage: input.vantage.name,
      vantageSubnet: input.vantage.subnet,
      simulated: input.simulated,
      pastDue: input.pastDue,
      version: VERSION,
      rulesVersion: RULES_VERSION,
      catalogVersion: input.catalogVersion,
      path,
      ...(discoveries.length > 0 && { discoveries }),
      ill: path.reading.ill,
      followUps: { asked: asked.asked, carriedOver: carried.count, durationMs: asked.durationMs },
    },
    ...judge(asked.evidences, path),
  };
}

/** The same evidences are read once, however many steps of the run ask for the path. */
function ofTheLast<In, Out>(read: (given: In) => Out): (given: In) => Out {
  let last: { readonly given: In; readonly out: Out } | undefined;
  return (given) => {
    if (last?.given !== given) last = { given, out: read(given) };
    return last.out;
  };
}

async function probeInTwoWaves(
  { targets, probe, further }: RunInput,
  parts: RunParts,
): Promise<{ readonly probed: readonly Evidence[]; readonly discoveries: readonly Discovery[] }> {
  const first = await probeAll(targets, probe.concurrency, parts);
  const more = (await further?.(first)) ?? { targets: [], discoveries: [] };
  const second = await probeAll(more.targets, probe.concurrency, parts);
  return { probed: [...first, ...second], discoveries: more.discoveries };
}

async function probeAll(
  targets: readonly Target[],
  concurrency: number,
  parts: RunParts,
): Promise<readonly Evidence[]> {
  const limit = pLimit(concurrency);
  let done = 0;
  const evidences = await Promise.all(
    targets.map((target) =>
      limit(async () => {
        if (parts.signal?.aborted) return [];
        const evidence = await parts.prober.probeTarget(target);
        done += 1;
        parts.onProgress?.({ phase: 'targets', done, of: targets.length });
        return [evidence];
      }),
    ),
  );
  return evidences.flat();
}

/** Further targets are not known yet when the controls are asked; they use no other ports than these. */
function portsToControl({ targets, further }: RunInput): ReturnType<typeof usedPorts> {
  const used = usedPorts(targets);
  const known = further && targets.some(({ agents }) => agents.length > 0) ? FURTHER_PORTS : [];
  return [...used, ...known.filter(({ port }) => !used.some((one) => one.port === port))];
}
const FURTHER_PORTS = [
  { port: 443, scheme: 'https' },
  { port: 80, scheme: 'http' },
] as const;

/** The ports of the targets, each with a scheme that a control can speak there. */
export function usedPorts(
  targets: readonly Target[],
): readonly { readonly port: number; readonly scheme: Target['scheme'] }[] {
  const ports = new Map<number, Target['scheme']>();
  for (const { port, scheme } of targets) if (ports.get(port) !== 'https') ports.set(port, scheme);
  return [...ports].map(([port, scheme]) => ({ port, scheme }));
}
