/** Wall time, CPU time (user + system) and peak memory of a process, and how they are shown. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Figures {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMb: number;
}

export interface Command {
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that are no accident. */
  readonly codes: readonly number[];
  /** It is its children that do the work: their memory is added up. */
  readonly manyProcesses?: boolean;
}

const POLL_MS = 5;

/** CPU from the shell's own `time`, which counts to the last tick and through children; peak memory from the kernel's high-water mark, read while it runs. */
export async function measure({ argv, environment, codes, manyProcesses }: Command): Promise<Figures> {
  const child = spawn(
    'bash',
    ['-c', `TIMEFORMAT='agentpath-bench %R %U %S'; time { "$@" & echo pid $! >&2; wait $!; }`, 'bash', ...argv],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...environment } },
  );
  let said = '';
  let peakKb = 0;
  let pid: string | undefined;
  const poll = setInterval(() => {
    pid ??= /^pid (\d+)$/m.exec(said)?.[1];
    if (pid !== undefined) peakKb = Math.max(peakKb, manyProcesses ? childrenKb(pid) : statusKb(pid, 'VmHWM'));
  }, POLL_MS);
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<unknown>((resolve) => child.once('close', resolve));
  clearInterval(poll);
  if (typeof code !== 'number' || !codes.includes(code))
    throw new Error(`${argv.join(' ')} ended with ${code}: ${said.slice(0, 1000)}`);
  const [, wall, user, system] = /agentpath-bench ([\d.]+) ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  if (wall === undefined) throw new Error(`${argv[0]} told no figures: ${said.slice(0, 500)}`);
  return { wallS: Number(wall), cpuS: Number(user) + Number(system), peakMb: peakKb / 1024 };
}

/** CPU and peak memory of a process that goes on running; the wall time of the work it is given. */
export async function measureServer(server: ChildProcess, work: () => Promise<void>): Promise<Figures> {
  const started = performance.now();
  await work();
  const wallS = (performance.now() - started) / 1000;
  const pid = String(server.pid);
  return { wallS, cpuS: cpuSeconds(pid), peakMb: statusKb(pid, 'VmHWM') / 1024 };
}

/** Fields 14 and 15 of /proc/pid/stat, in hundredths of a second; the name before them may hold blanks. */
function cpuSeconds(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function childrenKb(pid: string): number {
  const children = gone(() =>
    readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '),
    ),
  );
  return (children ?? []).reduce((sum, child) => sum + (child === '' ? 0 : statusKb(child, 'VmRSS')), 0);
}

function statusKb(pid: string, field: 'VmHWM' | 'VmRSS'): number {
  const status = gone(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
}

/** Undefined where the process has ended between two looks: what was read before stands. */
function gone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

export function spread(numbers: readonly number[], digits: number): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  return [sorted[0], median(numbers), sorted.at(-1)].map((one) => (one ?? Number.NaN).toFixed(digits)).join(' / ');
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** As Markdown, padded so that it reads as text too. The first column is flush left. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${column === 0 ? '-' : ':'}`).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
