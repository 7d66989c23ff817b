/** What is said of one setting. */
export interface Setting {
  readonly name: string;
  /** Several values: with commas between them in the environment, as a list in a file. */
  readonly list?: true;
  /** How a file writes it; absent: as a text. */
  readonly kind?: 'number' | 'boolean';
  /** Of a number, both ends included. */
  readonly range?: readonly [number, number];
  readonly unit?: string;
  /** All values there are. */
  readonly oneOf?: readonly string[];
  /** What a text looks like, and an example. */
  readonly pattern?: string;
  readonly example?: string;
  /** The value where none is given. */
  readonly preset?: string | number | boolean | readonly string[];
  /** In words, where `preset` does not tell it. */
  readonly default?: string;
  readonly says: string;
  /** Paths of PEM files or their text: a list in a file; in the environment taken apart where it is read. */
  readonly files?: true;
  /** A path, or what may stand in its place. */
  readonly path?: true;
  /** Why a file cannot give it. */
  readonly notInFile?: string;
}

/** In Markdown. */
export function defaultOf({ preset, default: words }: Setting): string {
  return words ?? (preset === undefined ? 'none' : `\`${preset}\``);
}

/** The key of a setting in a configuration file: `AGENTPATH_TLS_TIMEOUT_MS` is `tlsTimeoutMs`. */
export function fileKeyOf({ name }: Pick<Setting, 'name'>): string {
  return name
    .replace(/^AGENTPATH_/, '')
    .toLowerCase()
    .replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
