/** The one place where real things are made: the network, the clock, the prober, the sink and the store, as the settings say. */
import { randomInt, randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { TokenCredential } from '@azure/identity';
import { appTargets } from '../catalog/app-targets.ts';
import { CATALOG_VERSION, type Expansion, expandTargets, type LeftOut } from '../catalog/expand-targets.ts';
import { networkModule } from '../config/environment.ts';
import type { Chance, Clock } from '../model/clock.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Discovery, RunReport, RunResult } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import { type NodeNetwork, nodeNetwork } from '../probe/node-network.ts';
import { mostControls } from '../probe/path-controls.ts';
import { createProber } from '../probe/prober.ts';
import type { ReportStore } from '../sink/report-store.ts';
import { createDelivery } from './delivery.ts';
import { furtherOf } from './further.ts';
import { RESOURCE_MANAGER } from './read-collection-endpoints.ts';
import { type Progress, run, usedPorts } from './run.ts';
import { type Timing, UNHURRIED_DELIVERY_MS } from './timing.ts';

/** What a module named by `AGENTPATH_NETWORK` exports: another network, and what its own endpoints need to be trusted. */
export interface NetworkModule {
  openNetwork(real: NodeNetwork): Promise<OtherNetwork>;
}
export interface OtherNetwork {
  readonly network: NodeNetwork;
  readonly credential?: TokenCredential;
  /** PEM of the CA of its ingestion endpoint. */
  readonly ingestionCa?: string;
}

export interface Plan {
  readonly targets: number;
  readonly leftOut: readonly Omit<LeftOut, 'entry'>[];
  /** Whether services are asked for further hosts. */
  readonly discovers: boolean;
  readonly controls: number;
  readonly followUpConnections: number;
  readonly worstCaseSeconds: number;
}

export interface EngineOptions {
  readonly deliver: boolean;
  readonly id?: string;
  readonly pastDue?: boolean;
  /** Names of targets; absent: all. */
  readonly only?: readonly string[];
  readonly previous?: RunResult;
  /** What an earlier run was told about further hosts, where `previous` is absent. */
  readonly discoveries?: readonly Discovery[];
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** Absent: nothing follows that the run could run into. */
  readonly timing?: Timing;
}

export interface Engine {
  plan(settings: Settings): Plan;
  run(settings: Settings, options: EngineOptions): Promise<RunReport>;
  store(settings: Settings): Promise<ReportStore | undefined>;
  newRunId(): string;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export const systemChance: Chance = { id: () => randomUUID(), integer: (below) => randomInt(below) };

export interface Surroundings {
  /** Whether the process lives on from run to run, as an instance of the Function does. */
  readonly lasting?: boolean;
  /** Instead of the network that the environment names. */
  readonly other?: OtherNetwork;
}

export async function openEngine({ lasting = false, other: given }: Surroundings = {}): Promise<Engine> {
  const other = given ?? (await otherNetwork(networkModule()));
  const network = other?.network ?? nodeNetwork();
  const clock = systemClock;
  const chance = systemChance;
  const delivery = createDelivery({
    ...(other?.credential && { credential: other.credential }),
    ...(other?.ingestionCa !== undefined && { ingestionCa: other.ingestionCa }),
    clock,
    chance,
    lasting,
  });

  const furtherFor = (settings: Settings, targets: readonly Target[], options: EngineOptions) =>
    furtherOf(settings.targets, targets, {
      // Nothing outside a simulated network is dialled from within one.
      ...(!network.simulated && {
        resourceManager: {
          url: RESOURCE_MANAGER[settings.targets.cloud],
          credential: delivery.credential(settings),
        },
      }),
      previous: options.previous?.run.discoveries ?? options.discoveries ?? [],
      nowMs: clock.wallMs(),
    });

  return {
    plan,
    newRunId: () => chance.id(),
    store: async (settings) => delivery.store(settings),
    run: async (settings, options) => {
      const { targets } = selected(settings, options.only);
      let expected = targets.length;
      const further = options.only ? undefined : furtherFor(settings, targets, options);
      const prober = createProber({ network, clock, chance, settings: settings.probe });
      const cut = cutAt(options, clock);
      const result = await run(
        {
          id: options.id ?? chance.id(),
          targets,
          catalogVersion: CATALOG_VERSION,
          vantage: settings.vantage,
          probe: settings.probe,
          pastDue: options.pastDue ?? false,
          simulated: network.simulated,
          ...(options.previous && { previous: options.previous }),
          ...(further && {
            further: async (evidences: readonly Evidence[]) => {
              const more = await further(evidences);
              expected += more.targets.length;
              return more;
            },
          }),
        },
        {
          prober,
          clock,
          ...(options.onProgress && { onProgress: options.onProgress }),
          signal: cut.signal,
        },
      ).finally(cut.forget);
      // A run that was broken off is no row of history: it would read as if the other targets had vanished.
      if (options.signal?.aborted) return { result };
      const whole = cut.signal.aborted ? cutShort(result, expected, options.timing) : result;
      if (!options.deliver) return { result: whole };
      if (settings.ingestion) options.onProgress?.({ phase: 'delivery', done: 0, of: result.results.length });
      const budgetMs = options.timing?.deliveryMs ?? UNHURRIED_DELIVERY_MS;
      return { result: whole, ...(await delivery.deliver(settings, whole, budgetMs)) };
    },
  };
}

/** Aborts when the caller does, or when the run would run into the next. */
function cutAt({ signal, timing }: EngineOptions, clock: Clock): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const forget = timing ? clock.after(timing.cutAfterMs, () => controller.abort()) : () => undefined;
  return { signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal, forget };
}

/** A run without some of its targets says so; one that was cut while it asked further questions is whole. */
function cutShort(result: RunResult, expected: number, timing: Timing | undefined): RunResult {
  const probed = result.results.length;
  if (probed >= expected || !timing) return result;
  const seconds = Math.round(timing.cutAfterMs / 1000);
  const says = `cut after ${seconds} s, so as not to run into the next run: ${probed} of ${expected} targets were probed`;
  return { ...result, run: { ...result.run, ill: [...result.run.ill, says] } };
}

async function otherNetwork(module: string | undefined): Promise<OtherNetwork | undefined> {
  if (module === undefined) return undefined;
  const loaded = (await import(pathToFileURL(module).href)) as Partial<NetworkModule>;
  if (typeof loaded.openNetwork !== 'function') {
    throw new Error(
      `AGENTPATH_NETWORK=${module}: the module exports no function openNetwork; unset it to use the real network`,
    );
  }
  return loaded.openNetwork(nodeNetwork());
}

/** The catalogue and one's own, and what agentpath itself asks for. */
function wanted(settings: Settings): Pick<Expansion, 'targets' | 'leftOut'> {
  const { targets, leftOut } = expandTargets(settings.targets);
  return { targets: [...targets, ...appTargets(settings, targets).targets], leftOut };
}

/** The targets of a run. A name that is no target is the caller's mistake: `run-now` has checked it before. */
export function selected(
  settings: Settings,
  only?: readonly string[],
): { readonly targets: readonly Target[]; readonly unknown: readonly string[] } {
  const { targets } = wanted(settings);
  if (!only) return { targets, unknown: [] };
  const names = new Set(targets.map(({ name }) => name));
  return {
    targets: targets.filter(({ name }) => only.includes(name)),
    unknown: only.filter((name) => !names.has(name)),
  };
}

function plan(settings: Settings): Plan {
  const { targets, leftOut } = wanted(settings);
  const { probe } = settings;
  const { dnsMs, tcpMs, tlsMs, httpMs } = probe.deadlines;
  // What services and certificates name comes in a wave of its own.
  const further = targets.some(({ agents, discovers }) => agents.length > 0 || discovers !== undefined) ? 1 : 0;
  const waves = Math.ceil(targets.length / probe.concurrency) + further;
  return {
    targets: targets.length,
    leftOut,
    discovers: targets.some(({ discovers }) => discovers !== undefined) || settings.targets.dceIds.length > 0,
    controls: mostControls(probe, usedPorts(targets)),
    followUpConnections: probe.followUps.connections,
    worstCaseSeconds: Math.ceil((waves * (dnsMs + tcpMs + tlsMs + httpMs)) / 1000) + probe.followUps.seconds,
  };
}
