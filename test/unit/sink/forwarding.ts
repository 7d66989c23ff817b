/** The real sink and the real endpoint around a spool, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AccessToken, TokenCredential } from '@azure/identity';
import { afterEach, beforeEach } from 'vitest';
import type { RunResult } from '../../../src/model/run.ts';
import { COLUMNS, type ProbeRecord, STREAM } from '../../../src/record/columns.ts';
import { toProbeRecords } from '../../../src/record/to-record.ts';
import { type LogsIngestion, startLogsIngestion } from '../../../src/simulator/logs-ingestion.ts';
import type { Row } from '../../../src/simulator/logs-ingestion-rows.ts';
import { folderSpool } from '../../../src/sink/folder-spool.ts';
import { type Forwarded, forward } from '../../../src/sink/forward.ts';
import { logIngestionSink } from '../../../src/sink/log-ingestion.ts';
import type { Sender } from '../../../src/sink/sink.ts';
import { openSpool, type Spool, type SpoolLimits, type SpoolParts } from '../../../src/sink/spool.ts';
import type { SpoolStore } from '../../../src/sink/spool-store.ts';
import { type Issued, issue } from '../../support/certificates.ts';
import { DEADLINE_MS, type VirtualClock, virtualClock } from './virtual-clock.ts';

export const RULE = 'dcr-0123456789abcdef';
export const HOUR_MS = 3_600_000;
export const LIMITS: SpoolLimits = {
  maxAgeMs: 48 * HOUR_MS,
  maxBytes: 10_000_000,
  maxRows: 10_000,
  memoryBytes: 1_000_000,
};

export const credential: TokenCredential = {
  getToken: async (): Promise<AccessToken> => ({ token: 'token', expiresOnTimestamp: Date.now() + HOUR_MS }),
};

export interface Far {
  readonly endpoint: LogsIngestion;
  readonly root: Issued;
}
export async function startFar(clock: VirtualClock): Promise<Far> {
  const root = await issue({ name: 'CN=test root', ca: true });
  const certificate = await issue({ name: 'CN=ingestion', issuer: root, addresses: ['127.0.0.1'] });
  const endpoint = await startLogsIngestion({ columns: COLUMNS, stream: STREAM, ruleId: RULE, certificate, clock });
  return { endpoint, root };
}

export function senderTo({ endpoint, root }: Far, clock: VirtualClock): Sender {
  return logIngestionSink({
    endpoint: endpoint.url,
    ruleId: RULE,
    stream: STREAM,
    credential,
    clock,
    chance: { integer: () => 0 },
    ca: root.cert,
    deadlineMs: DEADLINE_MS,
    retry: { retries: 1 },
  });
}

let owners = 0;
/** One process's spool. */
export function spoolWith(clock: VirtualClock, more: Partial<SpoolParts> = {}): Spool {
  owners += 1;
  const owner = `owner-${owners}`;
  return openSpool({ limits: LIMITS, clock, chance: { id: () => owner }, ...more });
}

export function delivering(spool: Spool, sender: Sender, clock: VirtualClock, budgetMs = 120_000) {
  return (result: RunResult): Promise<Forwarded> => forward(result, { spool, sender, clock, budgetMs });
}

/** The rows of runs without their own rows, as they must arrive. */
export const probeRows = (...runs: readonly RunResult[]): readonly ProbeRecord[] => runs.flatMap(toProbeRecords);
export const isRunRow = (row: object): boolean => 'Kind' in row && row.Kind === 'run';

export const DENIED = { status: 403, code: 'OperationFailed', message: 'no access' } as const;

export interface ForwardWorld {
  readonly clock: VirtualClock;
  readonly far: Far;
  readonly folder: string;
  /** A process that begins anew with what the folder, or another store, holds. */
  instance(store?: SpoolStore, limits?: SpoolLimits): (result: RunResult) => Promise<Forwarded>;
  /** What came to the endpoint: the rows of targets and controls, and those of the runs themselves. */
  arrived(): readonly Row[];
  runRows(): readonly Row[];
  /** The next tick, when no pause of an earlier failure holds any longer. */
  nextTick(): void;
}

/** A fresh one for every test of the file. */
export function useWorld(): ForwardWorld {
  const current: { clock: VirtualClock; far?: Far; folder: string } = { clock: virtualClock(), folder: '' };
  const far = (): Far => {
    if (!current.far) throw new Error('the world is there only while a test runs');
    return current.far;
  };
  beforeEach(async () => {
    current.clock = virtualClock();
    current.far = await startFar(current.clock);
    current.folder = await mkdtemp(path.join(tmpdir(), 'forward-'));
  });
  afterEach(async () => {
    await far().endpoint.close();
    await rm(current.folder, { recursive: true, force: true });
  });
  return {
    get clock() {
      return current.clock;
    },
    get far() {
      return far();
    },
    get folder() {
      return current.folder;
    },
    instance: (store = folderSpool(current.folder, current.clock), limits = LIMITS) =>
      delivering(spoolWith(current.clock, { store, limits }), senderTo(far(), current.clock), current.clock),
    arrived: () =>
      far()
        .endpoint.rows()
        .filter((row) => !isRunRow(row)),
    runRows: () => far().endpoint.rows().filter(isRunRow),
    nextTick: () => current.clock.pass(HOUR_MS),
  };
}
