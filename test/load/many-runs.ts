/** What many runs in one process leave behind: nothing may grow with their number. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readSettings } from '../../src/config/settings.ts';
import type { Settings } from '../../src/model/settings.ts';
import { nodeNetwork } from '../../src/probe/node-network.ts';
import { openEngine, systemClock } from '../../src/run/compose.ts';
import { createService } from '../../src/run/service.ts';
import { type FarSide, RULE_ID } from './far-side.ts';

export interface Left {
  readonly run: number;
  readonly heapMb: number;
  readonly rssMb: number;
  /** What keeps the process busy, by kind. */
  readonly handles: Readonly<Record<string, number>>;
}
export interface ManyRuns {
  readonly runs: number;
  readonly targets: number;
  readonly rows: number;
  readonly seconds: number;
  readonly looks: readonly Left[];
}

const QUIET = { info: () => undefined, error: (line: string) => console.error(line) };
/** Before the first look everything has been loaded, compiled and filled that is filled once. */
const WARM_UP = 5;

/** @param looks How often it is looked at, spread evenly, the warmed-up start included. */
export async function manyRuns(runs: number, targets: number, folder: string, looks = 6): Promise<ManyRuns> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const store = path.join(folder, 'many-runs');
  const far = fork(new URL('./far-process.ts', import.meta.url), {
    execArgv: ['--experimental-strip-types', '--no-warnings'],
  });
  const { port, ingestion, root } = await said<FarSide>(far);
  const engine = await openEngine({
    lasting: true,
    other: {
      network: nodeNetwork(),
      credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: systemClock.wallMs() + 3_600_000 }) },
      ingestionCa: root,
    },
  });
  const settings = settingsFor(targets, port, ingestion, root, store);
  const service = createService(engine, () => 300_000);
  const seen: Left[] = [];
  const look = async (run: number): Promise<void> => {
    await settled();
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    seen.push({ run, heapMb: heapUsed / 1e6, rssMb: rss / 1e6, handles: handles() });
  };
  const started = performance.now();
  try {
    for (let run = 1; run <= WARM_UP + runs; run += 1) {
      await service.runNext(settings, { pastDue: false }, QUIET);
      const after = run - WARM_UP;
      if (after >= 0 && (after === 0 || after === runs || after % Math.ceil(runs / (looks - 1)) === 0))
        await look(after);
    }
    return { runs, targets, rows: await accepted(far), seconds: (performance.now() - started) / 1000, looks: seen };
  } finally {
    far.disconnect();
    await once(far, 'exit');
  }
}

/** Nothing is asked of anything but the far side: no canaries, no resolver that answers, a name that the hosts file knows. */
function settingsFor(targets: number, port: number, ingestion: string, root: string, store: string): Settings {
  const each = Array.from(
    { length: targets },
    (_, index) => `  - name: target-${index}\n    host: 127.0.0.1\n    port: ${port}\n`,
  );
  return readSettings({
    AGENTPATH_NETWORK: 'given as an object',
    AGENTPATH_TARGETS: `targets:\n${each.join('')}`,
    AGENTPATH_TRUST: root,
    AGENTPATH_STORE: store,
    AGENTPATH_CANARIES: 'none',
    AGENTPATH_RESOLVERS: '127.0.0.1:1',
    AGENTPATH_MUST_BE_DENIED: 'localhost',
    AGENTPATH_INGESTION_ENDPOINT: ingestion,
    AGENTPATH_DCR_ID: RULE_ID,
  });
}

async function accepted(far: ChildProcess): Promise<number> {
  const answer = said<number>(far);
  far.send('rows');
  return answer;
}
async function said<Message>(far: ChildProcess): Promise<Message> {
  // As far-process.ts sends it.
  const [message] = (await once(far, 'message')) as [Message];
  return message;
}

/** Connections of the last run come to their end when their far ends have answered the FIN; nothing else is waited for. */
async function settled(): Promise<void> {
  for (let tries = 0, before = -1; tries < 50; tries += 1) {
    const now = process.getActiveResourcesInfo().length;
    if (now === before) return;
    before = now;
    await wait(20);
  }
}

function handles(): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
}

export function leakTable({ runs, targets, rows, seconds, looks }: ManyRuns): string {
  return [
    `${runs} runs of ${targets} targets in one process (${rows} rows, ${Math.round(seconds)} s), each look after a collection:`,
    '',
    '| after run | heap | resident | what keeps the process busy |',
    '|--:|--:|--:|---|',
    ...looks.map(
      ({ run, heapMb, rssMb, handles: held }) =>
        `| ${run} | ${heapMb.toFixed(1)} MB | ${Math.round(rssMb)} MB | ${Object.entries(held)
          .map(([kind, count]) => `${count} ${kind}`)
          .join(', ')} |`,
    ),
  ].join('\n');
}
