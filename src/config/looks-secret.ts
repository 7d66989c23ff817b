/**
 * What looks like a secret. agentpath needs none (the app has an identity, probes carry nothing), so one that turns up in settings was put there by
 * mistake: it is refused, and never repeated in a message. The same shapes are taken out of what is logged or answered, should one come that far.
 */
interface Shape {
  /** With its article. */
  readonly what: string;
  readonly pattern: RegExp;
}

/** Each is bounded and begins with a fixed text or a character class that it cannot leave: no text makes them slow. */
const SHAPES: readonly Shape[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY-----/ },
  { what: 'a key in a connection string', pattern: /\b(?:AccountKey|SharedAccessKey)\s{0,4}=\s{0,4}[^\s;,"']{1,200}/i },
  {
    what: 'a shared access signature',
    pattern: /(?:\bSharedAccessSignature\s{0,4}[=\s]|[?&;]sig=)[^\s;,"'&]{1,400}/i,
  },
  // `keys/rotate`: 3 characters, a digit, Q~ and 31 to 34 more.
  { what: 'a client secret of Entra ID', pattern: /(?<![A-Za-z0-9_.~-])[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}/ },
  { what: 'a token', pattern: /\beyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,8000}(?:\.[A-Za-z0-9_-]{0,2000})?/ },
  { what: 'a token', pattern: /\bBearer\s{1,4}[A-Za-z0-9._~+/-]{20,4000}={0,2}/i },
  // Azure's own marks at the end of a key: of storage, and of the Functions host.
  { what: 'a storage account key', pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/ },
  { what: 'a function key', pattern: /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]==/ },
  {
    what: 'a user name and password in an address',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/?#@:"']{0,200}:[^\s/?#@"']{1,200}@/i,
  },
  {
    what: 'a password',
    pattern: /(?<![A-Za-z0-9])(?:password|passwd|pwd|client_?secret)\s{0,4}[=:]\s{0,4}[^\s;,"']{1,200}/i,
  },
];

/** What kind of secret the text seems to hold; undefined where it holds none. */
export function secretIn(text: string): string | undefined {
  return SHAPES.find(({ pattern }) => pattern.test(text))?.what;
}

/** Each such place in a document, by its offset. */
export function secretsIn(text: string): readonly { readonly what: string; readonly at: number }[] {
  return SHAPES.flatMap(({ what, pattern }) =>
    [...text.matchAll(everywhere(pattern))].map(({ index }) => ({ what, at: index })),
  );
}

export const SECRET_WAY_OUT =
  'Take it out, and change it where it is valid: nothing of the kind is needed, Azure is reached with a managed identity';

/** The same text without them. */
export function withoutSecrets(text: string): string {
  return SHAPES.reduce((rest, { what, pattern }) => rest.replace(everywhere(pattern), `[${what}, left out]`), text);
}

function everywhere(pattern: RegExp): RegExp {
  return new RegExp(pattern, `${pattern.flags}g`);
}
