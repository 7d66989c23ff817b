/** As much of HTTP/1.1 as a name filter reads: the head of a request. */
export interface RequestHead {
  readonly kind: 'request';
  readonly method: string;
  /** As written: a path, `http://…`, or `host:port` after CONNECT. */
  readonly target: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Where the head ends, its empty line included. */
  readonly bytes: number;
}
export type HeadReading = RequestHead | { readonly kind: 'incomplete' } | { readonly kind: 'not_http' };

const MAX_HEAD = 16_384;
const START = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/;

export function readRequestHead(bytes: Buffer): HeadReading {
  const end = bytes.indexOf('\r\n\r\n');
  const looksRight = /^[A-Z]{1,16}( |$)/.test(bytes.subarray(0, 17).toString('latin1'));
  if (bytes.length > 0 && !looksRight) return { kind: 'not_http' };
  if (end < 0) return bytes.length > MAX_HEAD ? { kind: 'not_http' } : { kind: 'incomplete' };
  const [start = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const match = START.exec(start);
  if (!match) return { kind: 'not_http' };
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { kind: 'request', method: match[1] ?? '', target: match[2] ?? '', headers, bytes: end + 4 };
}

/** `host`, `host:port`, `[v6]:port`. */
export function splitAuthority(authority: string): { readonly host: string; readonly port?: number } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority.trim());
  const host = (match?.[1] ?? '').replace(/^\[|\]$/g, '').toLowerCase();
  return match?.[2] === undefined ? { host } : { host, port: Number(match[2]) };
}
