/** The one place where real things are made: the network, the clock, the prober, the sink and the store, as the settings say. */
import { randomInt, randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { TokenCredential } from '@azure/identity';
import { CATALOG_VERSION, expandTargets } from '../catalog/expand-targets.ts';
import { networkModule } from '../config/environment.ts';
import type { Chance, Clock } from '../model/clock.ts';
import type { RunReport, RunResult } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import { type NodeNetwork, nodeNetwork } from '../probe/node-network.ts';
import { mostControls } from '../probe/path-controls.ts';
import { createProber } from '../probe/prober.ts';
import { credentialFor } from '../sink/credential.ts';
import { deliver } from '../sink/deliver.ts';
import { logIngestionSink } from '../sink/log-ingestion.ts';
import { openStore, type ReportStore } from '../sink/report-store.ts';
import type { Sink } from '../sink/sink.ts';
import { type Progress, run, usedPorts } from './run.ts';

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
  readonly leftOut: readonly { readonly name: string; readonly host: string; readonly lacks: readonly string[] }[];
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
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
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

export async function openEngine(): Promise<Engine> {
  const other = await otherNetwork(networkModule());
  const network = other?.network ?? nodeNetwork();
  const clock = systemClock;
  const chance = systemChance;

  return {
    plan,
    newRunId: () => chance.id(),
    store: async ({ store, clientId }) =>
      store === undefined ? undefined : openStore(store, () => other?.credential ?? credentialFor(clientId)),
    run: async (settings, options) => {
      const { targets } = selected(settings, options.only);
      const prober = createProber({ network, clock, chance, settings: settings.probe });
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
        },
        {
          prober,
          clock,
          ...(options.onProgress && { onProgress: options.onProgress }),
          ...(options.signal && { signal: options.signal }),
        },
      );
      // A run that was broken off is no row of history: it would read as if the other targets had vanished.
      if (!options.deliver || options.signal?.aborted) return { result };
      const sink = ingestionSink(settings, other, clock);
      if (!sink) return { result };
      options.onProgress?.({ phase: 'delivery', done: 0, of: result.results.length });
      return { result, delivery: await deliver(result, sink) };
    },
  };
}

function ingestionSink(settings: Settings, other: OtherNetwork | undefined, clock: Clock): Sink | undefined {
  const { ingestion, clientId } = settings;
  if (!ingestion) return undefined;
  return logIngestionSink({
    ...ingestion,
    credential: other?.credential ?? credentialFor(clientId),
    clock,
    chance: systemChance,
    ...(other?.ingestionCa !== undefined && { ca: other.ingestionCa }),
  });
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

/** The targets of a run. A name that is no target is the caller's mistake: `run-now` has checked it before. */
export function selected(
  settings: Settings,
  only?: readonly string[],
): { readonly targets: readonly Target[]; readonly unknown: readonly string[] } {
  const { targets } = expandTargets(settings.targets);
  if (!only) return { targets, unknown: [] };
  const names = new Set(targets.map(({ name }) => name));
  return {
    targets: targets.filter(({ name }) => only.includes(name)),
    unknown: only.filter((name) => !names.has(name)),
  };
}

function plan(settings: Settings): Plan {
  const { targets, leftOut } = expandTargets(settings.targets);
  const { probe } = settings;
  const { dnsMs, tcpMs, tlsMs, httpMs } = probe.deadlines;
  const waves = Math.ceil(targets.length / probe.concurrency);
  return {
    targets: targets.length,
    leftOut,
    controls: mostControls(probe, usedPorts(targets)),
    followUpConnections: probe.followUps.connections,
    worstCaseSeconds: Math.ceil((waves * (dnsMs + tcpMs + tlsMs + httpMs)) / 1000) + probe.followUps.seconds,
  };
}
