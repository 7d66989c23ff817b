/**
 * `npm run bench`: agentpath beside what people use instead, on the same lists of hosts, half of them denied, through the same simulated path, in
 * one run and interleaved round by round; then what a denied target costs, what beginning costs, and what hostile far ends cost. Prints Markdown.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { coldStart } from './cold-start.ts';
import {
  AGENTPATH,
  AGENTPATH_ALONE,
  agentpathCheck,
  type Bench,
  type Contender,
  contenders,
  FLOOR,
  type HostList,
  resultFile,
  writeHostList,
} from './contenders.ts';
import { type Hostile, hostileFarEnds } from './hostile.ts';
import { type Figures, markdownTable, measure, median, spread } from './measure.ts';
import { againInOwnNetwork } from './own-network.ts';

const { values } = parseArgs({
  options: {
    targets: { type: 'string', default: '50,1000' },
    rtt: { type: 'string', default: '0,50' },
    rounds: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '64' },
    /** Of the contenders' names: those that contain this text. */
    only: { type: 'string', default: '' },
    agentpath: { type: 'string', default: 'dist/cli/agentpath.mjs' },
    /** Said by the benchmark to itself. */
    inside: { type: 'boolean', default: false },
  },
});
const numbers = (text: string): readonly number[] => text.split(',').map(Number);
const rounds = Number(values.rounds);
const concurrency = Number(values.concurrency);

/** The far side delays its own flights; the TCP handshake is the kernel's. An allowed host: DNS, TLS, HTTP; a denied one: DNS, TLS. */
const ROUND_TRIPS = (3 + 2) / 2;

if (values.inside) await benchmark();
else process.exitCode = againInOwnNetwork('--inside');

async function benchmark(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-bench-'));
  const far = await startPeers<{ readonly root: string }>('./far-side.ts');
  const hostile = await startPeers<readonly Hostile[]>('./hostile-peers.ts');
  const bench: Bench = { folder, concurrency, agentpath: values.agentpath, root: path.join(folder, 'root.pem') };
  writeFileSync(bench.root, far.says.root);
  try {
    say(
      `Half of the hosts denied (close after ClientHello), concurrency ${concurrency}, ${rounds} rounds, ${cpus().length} cores shared with the far side, Node ${process.version}. Minimum / median / maximum. Start included, but for blackbox_exporter's wall time.`,
    );
    const all = contenders(bench).filter(({ name }) => name.includes(values.only));
    for (const count of numbers(values.targets)) {
      const list = writeHostList(
        bench,
        `half-${count}`,
        hostNames(count, (index) => index % 2 === 1),
      );
      for (const rtt of numbers(values.rtt)) {
        far.child.send({ roundTripMs: rtt });
        say(await compared(all, list, rtt));
      }
    }
    far.child.send({ roundTripMs: 0 });
    if (values.only !== '') return;
    say(await deniedOrNot(bench, Math.max(...numbers(values.targets))));
    const one = writeHostList(
      bench,
      'one',
      hostNames(1, () => false),
    );
    say(await coldStart(bench, one, rounds, () => firstQuestion(far.child)));
    say(await hostileFarEnds(bench, hostile.says));
  } finally {
    far.child.disconnect();
    hostile.child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

function say(text: string): void {
  console.log(`${text}\n`);
}

function hostNames(count: number, denied: (index: number) => boolean): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${denied(index) ? 'no' : 'ok'}-${index}.bench.test`);
}

async function compared(all: readonly Contender[], list: HostList, rtt: number): Promise<string> {
  const taking = all.filter(({ most }) => list.hosts.length <= most);
  const figures = new Map<string, Figures[]>(taking.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of taking) figures.get(contender.name)?.push(await contender.measure(list));
  }
  const rows = [...figures].map(([name, each]) => [name, ...cells(each)]);
  const title = `${list.hosts.length} hosts, ${rtt} ms`;
  return [
    markdownTable([title, 'wall s', 'CPU s', 'peak MB'], rows),
    '',
    ...limitWords(list.hosts.length, rtt, figures),
    ...followUpWords(figures),
  ].join('\n');
}

function limitWords(count: number, rtt: number, figures: ReadonlyMap<string, readonly Figures[]>): readonly string[] {
  const floor = figures.get(FLOOR);
  if (!floor) return [];
  const trips = (ROUND_TRIPS * rtt * count) / concurrency / 1000;
  const cpu = median(floor.map(({ cpuS }) => cpuS));
  return [
    `Limit: ${ROUND_TRIPS} round trips × ${rtt} ms × ${count} / ${concurrency} = ${trips.toFixed(2)} s, and ${cpu.toFixed(2)} s of CPU for the handshakes (the floor's): ` +
      `from ${Math.max(trips, cpu).toFixed(2)} s where they overlap to ${(trips + cpu).toFixed(2)} s where they do not. Loopback cannot delay the TCP handshake itself: on a real path each host takes one round trip more.`,
  ];
}

function followUpWords(figures: ReadonlyMap<string, readonly Figures[]>): readonly string[] {
  const [full, alone] = [figures.get(AGENTPATH), figures.get(AGENTPATH_ALONE)];
  if (!full || !alone) return [];
  const more = (of: (one: Figures) => number): string => {
    const cost = median(full.map(of)) - median(alone.map(of));
    return `${cost < 0 ? '−' : '+'}${Math.abs(cost).toFixed(2)} s`;
  };
  return [`Follow-ups cost ${more(({ wallS }) => wallS)} of wall time, ${more(({ cpuS }) => cpuS)} of CPU (medians).`];
}

/** Lists of one kind only: what a target of that kind costs, and what was said of it. */
async function deniedOrNot(bench: Bench, count: number): Promise<string> {
  const kinds = [
    {
      name: 'all reachable',
      list: writeHostList(
        bench,
        'reachable',
        hostNames(count, () => false),
      ),
    },
    {
      name: 'all denied',
      list: writeHostList(
        bench,
        'denied',
        hostNames(count, () => true),
      ),
    },
  ];
  const figures = kinds.map((): Figures[] => []);
  const said: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { list }] of kinds.entries()) {
      figures[index]?.push(await measure({ argv: agentpathCheck(bench, list.yaml, 0), codes: [0, 1] }));
      said[index] = statesIn(resultFile(bench));
    }
  }
  const rows = kinds.map(({ name }, index) => {
    const each = figures[index] ?? [];
    return [
      name,
      ...cells(each),
      spread(
        each.map(({ cpuS }) => (cpuS / count) * 1000),
        2,
      ),
      said[index] ?? '',
    ];
  });
  const header = [`${count} hosts, 0 ms, no follow-ups`, 'wall s', 'CPU s', 'peak MB', 'CPU ms a target', 'verdicts'];
  return markdownTable(header, rows);
}

function statesIn(file: string): string {
  const { summary } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly summary: { readonly byState: Readonly<Record<string, number>> };
  };
  return Object.entries(summary.byState)
    .filter(([, states]) => states > 0)
    .map(([state, states]) => `${states} ${state}`)
    .join(', ');
}

function cells(each: readonly Figures[]): readonly string[] {
  return [
    spread(
      each.map(({ wallS }) => wallS),
      2,
    ),
    spread(
      each.map(({ cpuS }) => cpuS),
      2,
    ),
    spread(
      each.map(({ peakMb }) => peakMb),
      0,
    ),
  ];
}

function firstQuestion(far: ChildProcess): Promise<number> {
  const heard = new Promise<number>((resolve) => {
    far.once('message', ({ firstQuestionAt }: { readonly firstQuestionAt: number }) => resolve(firstQuestionAt));
  });
  far.send({ watch: true });
  return heard;
}

/** A far side that says one thing about itself, and ends with us. */
async function startPeers<Says>(file: string): Promise<{ readonly child: ChildProcess; readonly says: Says }> {
  const child = fork(new URL(file, import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const says = await new Promise<Says>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.once('message', (message) => resolve(message as Says));
  });
  return { child, says };
}
