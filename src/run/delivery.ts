/** Where results go, as the settings say: the sink, the spool and the store. Each is opened once for as long as its settings stay the same. */
import type { TokenCredential } from '@azure/identity';
import type { Chance, Clock } from '../model/clock.ts';
import { CLOUD_SUFFIXES } from '../model/cloud-suffixes.ts';
import type { RunReport, RunResult } from '../model/run.ts';
import type { IngestionSettings, Settings } from '../model/settings.ts';
import { credentialFor } from '../sink/credential.ts';
import { deliver } from '../sink/deliver.ts';
import { forward } from '../sink/forward.ts';
import { logIngestionSink } from '../sink/log-ingestion.ts';
import { openSpoolStore } from '../sink/open-spool.ts';
import { openStore, type ReportStore } from '../sink/report-store.ts';
import type { Sender, Sink } from '../sink/sink.ts';
import { limitsOf, MEMORY_BYTES, openSpool, type Spool } from '../sink/spool.ts';

export interface DeliveryParts {
  /** Instead of an identity of Azure's. */
  readonly credential?: TokenCredential;
  /** PEM of the CA of the ingestion endpoint. */
  readonly ingestionCa?: string;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Whether the process lives on to deliver later what it holds in memory. */
  readonly lasting: boolean;
}

export interface Delivery {
  /** What tokens are asked of: one, as long as the settings name the same identity. */
  credential(settings: Settings): TokenCredential;
  store(settings: Settings): ReportStore | undefined;
  /** Nothing where the settings name no endpoint. `budgetMs` is for old and new rows together. */
  deliver(settings: Settings, result: RunResult, budgetMs: number): Promise<Omit<RunReport, 'result'>>;
}

export function createDelivery(parts: DeliveryParts): Delivery {
  const { clock, chance, lasting } = parts;
  const credential = remembered((clientId: string | undefined) => parts.credential ?? credentialFor(clientId));
  const store = remembered(({ place, clientId }: Placed): ReportStore => openStore(place, () => credential(clientId)));
  const spool = remembered(({ spool: settings, clientId }: Pick<Settings, 'spool' | 'clientId'>): Spool => {
    const { place } = settings;
    return openSpool({
      ...(place !== undefined && { store: openSpoolStore(place, () => credential(clientId), clock) }),
      limits: limitsOf(settings, lasting ? MEMORY_BYTES : 0),
      clock,
      chance,
    });
  });
  const sink = remembered(({ ingestion, cloud, clientId }: Ingesting): Sink & Sender =>
    logIngestionSink({
      ...ingestion,
      audience: `https://${CLOUD_SUFFIXES[cloud].monitor}`,
      credential: credential(clientId),
      clock,
      chance,
      ...(parts.ingestionCa !== undefined && { ca: parts.ingestionCa }),
    }),
  );

  return {
    credential: ({ clientId }) => credential(clientId),
    store: ({ store: place, clientId }) => (place === undefined ? undefined : store({ place, clientId })),
    async deliver(settings, result, budgetMs) {
      const { ingestion, targets, clientId } = settings;
      if (!ingestion) return {};
      const to = sink({ ingestion, cloud: targets.cloud, clientId });
      // A command without a store has nowhere to keep rows, and ends.
      if (settings.spool.place === undefined && !lasting) return { delivery: await deliver(result, to) };
      const from = spool({ spool: settings.spool, ...(clientId !== undefined && { clientId }) });
      return forward(result, { spool: from, sender: to, clock, budgetMs });
    },
  };
}

interface Placed {
  readonly place: string;
  readonly clientId: string | undefined;
}
interface Ingesting {
  readonly ingestion: IngestionSettings;
  readonly cloud: Settings['targets']['cloud'];
  readonly clientId: string | undefined;
}

/** What was made last, for as long as it is asked for with the same words: tokens, connections and what waits in memory outlive a run. */
function remembered<In, Out>(make: (given: In) => Out): (given: In) => Out {
  let last: { readonly key: string; readonly made: Out } | undefined;
  return (given) => {
    const key = JSON.stringify(given) ?? '';
    if (last?.key !== key) last = { key, made: make(given) };
    return last.made;
  };
}
