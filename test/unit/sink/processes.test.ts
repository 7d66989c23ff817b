/** Processes of their own: one killed after any step of a delivery loses nothing that was recorded, and several at once do not get in each other's way. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLUMNS, STREAM } from '../../../src/record/columns.ts';
import { type LogsIngestion, startLogsIngestion } from '../../../src/simulator/logs-ingestion.ts';
import { type Issued, issue } from '../../support/certificates.ts';
import { runProgram } from '../../support/run-program.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import type { DeliverOnce } from './deliver-once.ts';
import { isRunRow, probeRows, RULE } from './forwarding.ts';
import { FIRST_RUN_MS, INTERVAL_MS, runOf } from './runs.ts';

const DENIED = { status: 403, code: 'OperationFailed', message: 'no access' } as const;
/** Later than any claim or pause of the process before. */
const LATER_MS = 3_600_000;

let folder: string;
let root: Issued;
let ca: string;
let program: string;
let azurite: Azurite;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crash-'));
  root = await issue({ name: 'CN=test root', ca: true });
  ca = path.join(folder, 'root.pem');
  await writeFile(ca, root.cert);
  // As one file it starts three times as fast, and on every Node that is supported.
  program = path.join(folder, 'deliver-once.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./deliver-once.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
  });
  azurite = await startAzurite(folder, await issue({ name: 'CN=storage', issuer: root, addresses: ['127.0.0.1'] }));
});
afterAll(async () => {
  await azurite.close();
  await rm(folder, { recursive: true, force: true });
});

/** Rows of about a kilobyte and a half: several bodies a run, and one. */
const SMALL_BODY = 4000;
const LARGE_BODY = 900_000;

interface World {
  readonly endpoint: LogsIngestion;
  /** Delivers runs in a process of their own, killed after `killAfter` steps. The steps it came to. */
  deliver(
    runs: readonly number[],
    more?: Partial<Pick<DeliverOnce, 'killAfter' | 'create' | 'maxBodyBytes' | 'nowMs'>>,
  ): Promise<readonly string[]>;
}
async function world(place: string, refused: readonly number[]): Promise<World> {
  const certificate = await issue({ name: 'CN=ingestion', issuer: root, addresses: ['127.0.0.1'] });
  const clock = { wallMs: () => FIRST_RUN_MS };
  const endpoint = await startLogsIngestion({ columns: COLUMNS, stream: STREAM, ruleId: RULE, certificate, clock });
  return {
    endpoint,
    async deliver(runs, more = {}) {
      const wish: DeliverOnce = {
        place,
        endpoint: endpoint.url,
        ruleId: RULE,
        stream: STREAM,
        ca: root.cert,
        runs: runs.map((number) => ({ number, refused: number === 0 ? refused : [] })),
        create: false,
        nowMs: FIRST_RUN_MS + (runs[0] ?? 0) * (INTERVAL_MS + LATER_MS),
        maxBodyBytes: LARGE_BODY,
        owner: `process-${runs.join('-')}`,
        killAfter: -1,
        ...more,
      };
      const { code, stdout, stderr } = await runProgram([program, JSON.stringify(wish)], { NODE_EXTRA_CA_CERTS: ca });
      if (wish.killAfter < 0 && code !== 0) throw new Error(stderr);
      if (wish.killAfter >= 0 && code !== null) throw new Error(`it was not killed: ${code} ${stderr}`);
      return stdout.trimEnd().split('\n');
    },
  };
}

/** Every row of the runs, none altered, none invented; more than once only where the crash came between delivery and removal. */
function expectAll(endpoint: LogsIngestion, runs: readonly number[], refused: readonly string[]): void {
  const sent = probeRows(...runs.map((run) => runOf(run))).filter(({ ProbeId }) => !refused.includes(ProbeId));
  const rows = endpoint.rows().filter((row) => !isRunRow(row));
  const once = [...new Map(rows.map((row) => [row['ProbeId'], row])).values()];
  expect(once.toSorted(byId)).toEqual([...sent].toSorted(byId));
  const asSent = new Map(sent.map((row) => [row.ProbeId, JSON.stringify(row)]));
  expect(rows.filter((row) => asSent.get(String(row['ProbeId'])) !== JSON.stringify(row))).toEqual([]);
  expect(
    new Set(
      endpoint
        .rows()
        .filter(isRunRow)
        .map(({ RunId }) => RunId),
    ).size,
  ).toBe(runs.length);
}
const byId = (a: object, b: object): number => JSON.stringify(a).localeCompare(JSON.stringify(b));

const DELIVERED = [
  ...['recorded', 'claimed', 'older rows sent', 'loss recorded', 'removed', 'claimed', 'older rows sent', 'removed'],
  ...['own rows sent', 'run row sent', 'removed'],
];

/** Each kind of step once: the second of the entries goes the way of the first. */
const STEPS = [...DELIVERED.keys()].filter((step) => step < 5 || step > 7);

describe.for(['folder', 'container'])('in a %s', (kind) => {
  test.concurrent.for(STEPS)('killed after step %i of a delivery', { timeout: 120_000 }, async (killAfter) => {
    const name = `${kind}-${killAfter}`;
    const place = kind === 'folder' ? path.join(folder, name) : `${azurite.url}/${name}`;
    const { endpoint, deliver } = await world(place, [0]);
    try {
      // Two runs wait; one of their rows is one that the service refuses.
      endpoint.behaveAlways(DENIED);
      await deliver([0, 1], { create: kind === 'container' });
      endpoint.behaveAlways('normal');
      expect(await deliver([2], { killAfter })).toEqual(DELIVERED.slice(0, killAfter + 1));
      await deliver([3]);
      expectAll(endpoint, [0, 1, 2, 3], [`${runOf(0).run.id}/target-0`]);
      const told = endpoint
        .rows()
        .filter(isRunRow)
        .map(({ RowsGivenUp, RowsRefused }) => Number(RowsGivenUp ?? 0) + Number(RowsRefused));
      expect(told.some((rows) => rows > 0)).toBe(true);
    } finally {
      await endpoint.close();
    }
  });
});

const CUT_OFF = [
  ...['recorded', 'claimed', 'older rows sent', 'remainder recorded', 'removed'],
  ...['remainder recorded', 'removed'],
];

test.concurrent.for([...CUT_OFF.keys()])(
  'killed after step %i of a delivery that is cut off half way',
  { timeout: 120_000 },
  async (killAfter) => {
    const { endpoint, deliver } = await world(path.join(folder, `cut-off-${killAfter}`), []);
    try {
      endpoint.behaveAlways(DENIED);
      await deliver([0]);
      endpoint.behave(['normal']);
      expect(await deliver([1], { killAfter, maxBodyBytes: SMALL_BODY })).toEqual(CUT_OFF.slice(0, killAfter + 1));
      if (killAfter >= CUT_OFF.indexOf('older rows sent')) expect(endpoint.accepted()).toBeGreaterThan(0);
      expect(endpoint.accepted()).toBeLessThan(6);
      endpoint.behaveAlways('normal');
      await deliver([2]);
      expectAll(endpoint, [0, 1, 2], []);
    } finally {
      await endpoint.close();
    }
  },
);

test.concurrent.for(['folder', 'container'])(
  'two processes at once deliver every row, and none of them twice, in a %s',
  { timeout: 120_000 },
  async (kind) => {
    const place = kind === 'folder' ? path.join(folder, 'two') : `${azurite.url}/two`;
    const { endpoint, deliver } = await world(place, []);
    try {
      endpoint.behaveAlways(DENIED);
      await deliver([0, 1], { create: kind === 'container' });
      endpoint.behaveAlways('normal');
      const nowMs = FIRST_RUN_MS + LATER_MS;
      await Promise.all([2, 3, 4].map((run) => deliver([run], { nowMs })));
      await deliver([5]);
      expectAll(endpoint, [0, 1, 2, 3, 4, 5], []);
      expect(endpoint.accepted()).toBe(6 * 6);
    } finally {
      await endpoint.close();
    }
  },
);
