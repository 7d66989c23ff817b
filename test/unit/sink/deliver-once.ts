/**
 * A process of its own that delivers runs over the real sink and spool, and ends or is killed: `node deliver-once.ts <wish as JSON>`.
 * Prints the steps it came to, one a line, as soon as it has come to them.
 */
import { writeSync } from 'node:fs';
import { forward } from '../../../src/sink/forward.ts';
import { logIngestionSink } from '../../../src/sink/log-ingestion.ts';
import { openSpoolStore } from '../../../src/sink/open-spool.ts';
import { limitsOf, openSpool } from '../../../src/sink/spool.ts';
import { unsignedToken } from './azurite.ts';
import { runOf } from './runs.ts';

export interface DeliverOnce {
  readonly place: string;
  readonly endpoint: string;
  readonly ruleId: string;
  readonly stream: string;
  readonly ca: string;
  readonly runs: readonly { readonly number: number; readonly refused: readonly number[] }[];
  /** The container is made first. */
  readonly create: boolean;
  /** This process takes it to be so late; its clock stands still. */
  readonly nowMs: number;
  readonly maxBodyBytes: number;
  readonly owner: string;
  /** It kills itself after so many steps; -1: never. */
  readonly killAfter: number;
}

const wish = JSON.parse(process.argv[2] ?? '') as DeliverOnce;
const clock = {
  wallMs: () => wish.nowMs,
  monotonicMs: () => performance.now(),
  after: (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
if (wish.create) {
  const { ContainerClient } = await import('@azure/storage-blob');
  await new ContainerClient(wish.place, unsignedToken()).create();
}
let steps = 0;
const spool = openSpool({
  store: openSpoolStore(wish.place, () => unsignedToken(), clock),
  limits: limitsOf(),
  clock,
  chance: { id: () => wish.owner },
  onStep: async (step) => {
    writeSync(1, `${step}\n`);
    if (steps === wish.killAfter) {
      process.kill(process.pid, 'SIGKILL');
      // The signal takes effect before anything else can happen here.
      await new Promise<never>(() => undefined);
    }
    steps += 1;
  },
});
const sender = logIngestionSink({
  endpoint: wish.endpoint,
  ruleId: wish.ruleId,
  stream: wish.stream,
  ca: wish.ca,
  credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) },
  clock,
  chance: { integer: () => 0 },
  retry: { retries: 0 },
  maxBodyBytes: wish.maxBodyBytes,
  concurrency: 1,
});
for (const { number, refused } of wish.runs) {
  await forward(runOf(number, { refused }), { spool, sender, clock, budgetMs: 120_000 });
}
