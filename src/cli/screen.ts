/** What text is laid out for. */
export interface Screen {
  /** Width in characters. */
  readonly columns: number;
  /** Colour only repeats what a word says. */
  readonly colour: boolean;
}

/** Where no terminal tells its width: pipes, files. */
const WITHOUT_TERMINAL = 120;
const NARROWEST = 60;
/** Longer lines are harder to read than more lines. */
const WIDEST = 140;

export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** `environment` for NO_COLOR (https://no-color.org: set and not empty) and TERM. */
export function screenOf(stream: OutputStream, environment: Readonly<Record<string, string | undefined>>): Screen {
  const terminal = stream.isTTY === true;
  const columns = terminal ? (stream.columns ?? WITHOUT_TERMINAL) : WITHOUT_TERMINAL;
  return {
    columns: Math.min(Math.max(columns, NARROWEST), WIDEST),
    colour: terminal && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb',
  };
}

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly open: (text: string) => string;
}

/** SGR codes: what is switched on is switched off again by its own code, so that paints nest. */
export function paint({ colour }: Screen): Paint {
  const code = (on: number, off: number) => (text: string) =>
    colour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: code(1, 22), dim: code(2, 22), good: code(32, 39), bad: code(31, 39), open: code(33, 39) };
}
