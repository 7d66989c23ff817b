/** Runs programs. How a program ended is data here; `must` is for those that may not fail. */
import { execFile } from 'node:child_process';

export interface Ended {
  readonly argv: readonly string[];
  /** The exit code; -1 where a signal or our own deadline ended it. */
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}
export interface How {
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly input?: string;
}

/** Where programs are looked for: the administrator's too, which a plain user's PATH lacks. */
export const SEARCH_PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

export function run(argv: readonly string[], { cwd, env, timeoutMs = 60_000, input }: How = {}): Promise<Ended> {
  const [file, ...args] = argv;
  if (file === undefined) throw new Error('no program was named');
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const options = {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, PATH: SEARCH_PATH, ...env },
      timeout: timeoutMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: 64 * 1024 * 1024,
    };
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      // A program that could not be started has a textual code: that is no outcome, but our mistake.
      if (error && typeof error.code === 'string') return reject(error);
      const exit = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ argv, exit, stdout, stderr, durationMs: performance.now() - began });
    });
    // It may end without having read its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

export async function must(argv: readonly string[], how?: How): Promise<string> {
  const { exit, stdout, stderr } = await run(argv, how);
  if (exit !== 0) throw new Error(`${argv.join(' ')}\nended with ${exit}: ${stderr || stdout}`);
  return stdout;
}
