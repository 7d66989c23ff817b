/** The stores that campaigns use: a folder, or a container of Azurite behind a network that fails, stopped and started again now and then. */
import path from 'node:path';
import * as tls from 'node:tls';
import { ContainerClient } from '@azure/storage-blob';
import { blobSpool } from '../../src/sink/blob-spool.ts';
import { folderSpool } from '../../src/sink/folder-spool.ts';
import { limitsOf, type SpoolLimits } from '../../src/sink/spool.ts';
import { type Issued, issue } from '../support/certificates.ts';
import { type Azurite, startAzurite, unsignedToken } from '../unit/sink/azurite.ts';
import type { CampaignParts } from './campaign.ts';
import { startToxicProxy } from './toxic-proxy.ts';

export const STORES = ['folder', 'azurite'] as const;
export type StoreKind = (typeof STORES)[number];

export type Stores = Omit<CampaignParts, 'authorities'> & { close(): Promise<void> };

const HOUR_MS = 3_600_000;
/** A schedule lasts for less than ten days, and its rows are few. */
const ROOMY = { ...limitsOf({ maxAgeHours: 240, maxMegabytes: 20, maxRows: 50_000 }), maxAgeMs: 240 * HOUR_MS };

/** Every fifth schedule has so little room that rows must be given up: then all of them must be told of. */
const TIGHT: SpoolLimits = { ...ROOMY, maxBytes: 14_000, maxRows: 60, memoryBytes: 7000 };
const isTight = (seed: number): boolean => seed % 5 === 0;
const limitsFor = (seed: number): SpoolLimits => (isTight(seed) ? TIGHT : ROOMY);

export function startStores(kind: StoreKind, folder: string, root: Issued): Promise<Stores> {
  return kind === 'folder' ? Promise.resolve(folders(folder)) : azurite(folder, root);
}

function folders(folder: string): Stores {
  return {
    limitsOf: limitsFor,
    isTight,
    openStore: async (seed, clock) => folderSpool(path.join(folder, `seed-${seed}`), clock),
    close: async () => undefined,
  };
}

/** One time in so many that storage is unreachable, the service itself is stopped, and starts again with what it holds. */
const STOP_ONE_IN = 3;

async function azurite(folder: string, root: Issued): Promise<Stores> {
  const certificate = await issue({ name: 'CN=storage', issuer: root, addresses: ['127.0.0.1'] });
  // In this process alone; the storage library can be told in no other way whom to trust.
  tls.setDefaultCACertificates([...tls.rootCertificates, root.cert]);
  let service: Azurite = await startAzurite(folder, certificate, { port: 0 });
  const portOf = ({ url }: Azurite): number => Number(new URL(url).port);
  const proxy = await startToxicProxy({ to: portOf(service), impostor: portOf(service), cutAfter: () => 2500 });
  const account = `https://127.0.0.1:${proxy.port}${new URL(service.url).pathname}`;
  return {
    limitsOf: limitsFor,
    isTight,
    openStore: async (seed) => {
      const container = new ContainerClient(`${account}/seed-${seed}`, unsignedToken());
      await container.create();
      return blobSpool(container.url, unsignedToken());
    },
    beforeTick: async ({ storage }, random) => {
      if (storage === 'unreachable' && random.chance(STOP_ONE_IN)) {
        await service.close();
        service = await startAzurite(folder, certificate, { port: 0 });
        proxy.forwardTo(portOf(service));
      }
      proxy.become(storage === 'slow' ? 'latency' : storage === 'flaky' ? 'answer_lost' : 'none');
    },
    close: async () => {
      await proxy.close();
      await service.close();
    },
  };
}
