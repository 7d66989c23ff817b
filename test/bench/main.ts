/**
 * `npm run bench`: agentpath beside curl on the same list of hosts, half of them denied, through the same simulated path, in one run; then what
 * hostile far ends cost, twenty of a kind at once. Wall time, CPU time (user + system) and peak memory of each process: minimum / median / maximum over the rounds.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    targets: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '64' },
  },
});
const targets = Number(values.targets);
const rounds = Number(values.rounds);
const { concurrency } = values;

interface Far {
  readonly port: number;
  readonly dns: number;
  readonly root: string;
}
interface Hostile {
  readonly name: string;
  readonly scheme: string;
  readonly port: number;
}
interface Figures {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMb: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-bench-'));
const file = (name: string): string => path.join(folder, name);
const far = await startPeers<Far>('./path.ts');
const hostile = await startPeers<readonly Hostile[]>('./hostile-peers.ts');
try {
  writeFileSync(file('root.pem'), far.facts.root);
  const hosts = Array.from({ length: targets }, (_, index) => `${index % 2 ? 'no' : 'ok'}-${index}.bench.test`);
  writeFileSync(
    file('targets.yaml'),
    JSON.stringify({ targets: hosts.map((host) => ({ host, port: far.facts.port, scheme: 'https' })) }),
  );
  writeFileSync(file('curl.txt'), hosts.map((host) => curlEntry(host, far.facts.port)).join('\n'));

  const check = (followUps: string): string[] => [
    ...['node', 'dist/cli/agentpath.mjs', 'check', '--targets', file('targets.yaml'), '--trust', file('root.pem')],
    ...[
      '--resolver',
      `127.0.0.1:${far.facts.dns}`,
      '--must-be-denied',
      'no-control.bench.test',
      '--canary',
      '127.0.0.1',
    ],
    ...['--concurrency', concurrency, '--follow-ups', followUps, '--out', file('result.json'), '--format', 'ndjson'],
  ];
  const contenders: Readonly<Record<string, readonly string[]>> = {
    'agentpath check': check('200'),
    'agentpath check, no follow-ups': check('0'),
    'curl --parallel': [
      'curl',
      '--parallel',
      '--parallel-max',
      concurrency,
      '--silent',
      '--cacert',
      file('root.pem'),
      '--config',
      file('curl.txt'),
    ],
  };

  const figures = new Map<string, Figures[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, argv] of Object.entries(contenders)) figures.get(name)?.push(await measure(argv));
  }

  console.log(
    `${targets} targets, half of them denied, concurrency ${concurrency}, ${rounds} rounds, ${cpus().length} cores, Node ${process.version}\n`,
  );
  console.log(
    `${'minimum / median / maximum'.padEnd(34)}${'wall s'.padStart(20)}${'CPU s'.padStart(20)}${'peak MB'.padStart(20)}`,
  );
  for (const [name, all] of figures) {
    const column = (pick: (one: Figures) => number, digits: number): string =>
      spread(all.map(pick), digits).padStart(20);
    console.log(
      `${name.padEnd(34)}${column((f) => f.wallS, 2)}${column((f) => f.cpuS, 2)}${column((f) => f.peakMb, 0)}`,
    );
  }
  const { summary } = JSON.parse(readFileSync(file('result.json'), 'utf8')) as {
    summary: { byState: Record<string, number> };
  };
  console.log(`\nagentpath said: ${JSON.stringify(summary.byState)}`);

  console.log(
    `\n${'20 hostile far ends of a kind'.padEnd(40)}${'wall s'.padStart(9)}${'CPU s'.padStart(9)}${'peak MB'.padStart(9)}  state`,
  );
  for (const { name, scheme, port } of hostile.facts) {
    const list = Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, host: '127.0.0.1', port, scheme }));
    writeFileSync(file('hostile.yaml'), JSON.stringify({ targets: list }));
    const { wallS, cpuS, peakMb } = await measure([
      ...[
        'node',
        'dist/cli/agentpath.mjs',
        'check',
        '--targets',
        file('hostile.yaml'),
        '--canary',
        'none',
        '--follow-ups',
        '0',
      ],
      ...[
        '--resolver',
        `127.0.0.1:${far.facts.dns}`,
        '--must-be-denied',
        'no-control.bench.test',
        '--out',
        file('hostile.json'),
      ],
    ]);
    const { results } = JSON.parse(readFileSync(file('hostile.json'), 'utf8')) as {
      results: { state: string; cause: string }[];
    };
    const states = [...new Set(results.map(({ state, cause }) => `${state} ${cause}`))].join(', ');
    console.log(
      `${name.padEnd(40)}${wallS.toFixed(2).padStart(9)}${cpuS.toFixed(2).padStart(9)}${peakMb.toFixed(0).padStart(9)}  ${states}`,
    );
  }
} finally {
  far.child.disconnect();
  hostile.child.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

function curlEntry(host: string, port: number): string {
  return `url = "https://${host}:${port}/"\nresolve = "${host}:${port}:127.0.0.1"\noutput = "/dev/null"`;
}

function spread(numbers: readonly number[], digits: number): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((one) => (one ?? Number.NaN).toFixed(digits))
    .join(' / ');
}

/** CPU from the shell's own `time`, which counts to the last tick; peak memory from the kernel's high-water mark, read while it runs. */
async function measure(argv: readonly string[]): Promise<Figures> {
  const child = spawn(
    'bash',
    ['-c', `TIMEFORMAT='agentpath-bench %R %U %S'; time { "$@" & echo pid $! >&2; wait $!; }`, 'bash', ...argv],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  let peakKb = 0;
  let pid: string | undefined;
  const poll = setInterval(() => {
    pid ??= /^pid (\d+)$/m.exec(said)?.[1];
    if (pid !== undefined) peakKb = Math.max(peakKb, highWaterKb(pid));
  }, 20);
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(poll);
  // 1 is agentpath's "some required target is broken" and curl's "some transfer failed" is 35: half of the hosts are denied.
  if (code !== 0 && code !== 1 && code !== 35)
    throw new Error(`${argv.join(' ')} ended with ${code}: ${said.slice(0, 1000)}`);
  const [, wall, user, system] = /agentpath-bench ([\d.]+) ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  if (wall === undefined) throw new Error(`${argv[0]} told no figures: ${said.slice(0, 500)}`);
  return { wallS: Number(wall), cpuS: Number(user) + Number(system), peakMb: peakKb / 1024 };
}

function highWaterKb(pid: string): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch (error) {
    // It has ended between two looks: what was read before stands.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return 0;
    throw error;
  }
}

/** A far side that prints one line of JSON about itself, and ends with us. */
async function startPeers<Facts>(file: string): Promise<{ readonly child: ChildProcess; readonly facts: Facts }> {
  const child = fork(new URL(file, import.meta.url), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const facts = await new Promise<Facts>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.stdout?.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as Facts));
  });
  return { child, facts };
}
