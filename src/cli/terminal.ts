/** Standard output for results, standard error for everything about the work itself. */
import { type Environment, environment } from '../config/environment.ts';
import { type Screen, screenOf } from './screen.ts';

export interface Terminal {
  readonly environment: Environment;
  readonly screen: Screen;
  /** Of standard error. */
  readonly errorScreen: Screen;
  /** A result. */
  print(text: string): void;
  /** A line about the work. */
  say(text: string): void;
  /** A line that the next one replaces; nothing where standard error is no terminal. */
  progress(text: string): void;
  /** The first interrupt calls back, the second ends the process as usual. Returns what forgets it again. */
  onInterrupt(call: () => void): () => void;
  /** Resolves once everything is written, or nobody reads any more. */
  flushed(): Promise<void>;
}

const CLEAR_LINE = '\r\u001b[K';

export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const env = environment();
  const errorScreen = screenOf(stderr, env);
  const live = stderr.isTTY === true && env['TERM'] !== 'dumb';
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write(CLEAR_LINE);
    shown = false;
  };
  return {
    environment: env,
    screen: screenOf(stdout, env),
    errorScreen,
    print: (text) => {
      clear();
      if (!stdout.destroyed) stdout.write(`${text}\n`);
    },
    say: (text) => {
      clear();
      if (!stderr.destroyed) stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!live || stderr.destroyed) return;
      stderr.write(CLEAR_LINE + text.slice(0, errorScreen.columns - 1));
      shown = true;
    },
    onInterrupt: (call) => {
      process.once('SIGINT', call);
      return () => {
        process.off('SIGINT', call);
      };
    },
    flushed: async () => {
      clear();
      await Promise.all([stdout, stderr].map(flushed));
    },
  };
}

/** Whoever reads may stop early (`| head`): that is no failure of ours. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
