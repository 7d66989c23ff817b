/**
 * Reads one HTTP/1.1 answer with bounds of its own: Node's parser counts each interim answer (1xx) afresh, so a flood of them never ends there.
 * At most 16 KiB of raw bytes until the final head is complete, then at most 4 KiB of body unless more is asked for.
 */

export const HEAD_LIMIT = 16 * 1024;
export const BODY_LIMIT = 4 * 1024;
/** What chunked framing may cost on top of the body. */
const FRAMING_LIMIT = 16 * 1024;
const CHUNK_LINE_LIMIT = 1024;

export interface Head {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** 1xx answers before this one. */
  readonly interim: number;
}
export type AnswerState = 'head' | 'body' | 'complete' | 'bounded' | 'malformed' | 'too_large';

export interface AnswerReader {
  /** Takes bytes; afterwards `state` says whether more are wanted (`head`, `body`). */
  read(bytes: Buffer): void;
  /** The far end will send no more. */
  end(): void;
  readonly state: AnswerState;
  readonly head: Head | undefined;
  readonly body: Buffer;
  /** What came after the head of an accepted CONNECT. */
  readonly left: Buffer;
}

const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: [^\0\r\n]*)?$/;
const HEADER_NAME = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):/;
/** By hand: a pattern with blanks at its end takes a third of a second for 16 KiB of blanks, and every other probe waits. */
function withoutOuterBlanks(text: string): string {
  const isBlank = (at: number): boolean => text[at] === ' ' || text[at] === '\t';
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(from)) from += 1;
  while (to > from && isBlank(to - 1)) to -= 1;
  return text.slice(from, to);
}
/** Control characters other than the tab have no place in a header's value (RFC 9110 §5.5). */
const hasControls = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && code !== 9) || code === 127) return true;
  }
  return false;
};

export function createAnswerReader(method: 'GET' | 'CONNECT', bodyLimit = BODY_LIMIT): AnswerReader {
  let state: AnswerState = 'head';
  let raw = 0;
  let line = '';
  let status: number | undefined;
  let headers: (readonly [string, string])[] = [];
  let interim = 0;
  let head: Head | undefined;
  let body: BodyReader | undefined;
  let left: Buffer = Buffer.alloc(0);

  const endHead = (): void => {
    if (status === undefined) return;
    if (status >= 100 && status < 200 && status !== 101) {
      interim += 1;
      status = undefined;
      headers = [];
      return;
    }
    head = { status, headers, interim };
    if (method === 'CONNECT' && status >= 200 && status < 300) {
      state = 'complete';
      return;
    }
    body = createBodyReader(head, bodyLimit);
    state = body?.state ?? 'malformed';
  };

  const endLine = (): void => {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    line = '';
    if (status === undefined) {
      const found = STATUS_LINE.exec(text)?.[1];
      if (found === undefined) state = 'malformed';
      else status = Number(found);
      return;
    }
    if (text === '') {
      endHead();
      return;
    }
    const [, name] = HEADER_NAME.exec(text) ?? [];
    const value = name === undefined ? '' : withoutOuterBlanks(text.slice(name.length + 1));
    if (name === undefined || hasControls(value)) state = 'malformed';
    else headers.push([name, value]);
  };

  const readHead = (bytes: Buffer): number => {
    let at = 0;
    while (at < bytes.length && state === 'head') {
      const newline = bytes.indexOf(10, at);
      const end = newline === -1 ? bytes.length : newline;
      const room = HEAD_LIMIT - raw;
      line += bytes.toString('latin1', at, Math.min(end, at + room));
      const taken = (newline === -1 ? end : end + 1) - at;
      if (taken > room) {
        state = 'too_large';
        break;
      }
      raw += taken;
      at += taken;
      // No HTTP/1.x at all is known from the first bytes; nobody has to wait for the end of the line.
      if (status === undefined && !'HTTP/1.'.startsWith(line.slice(0, 7))) state = 'malformed';
      else if (newline !== -1) endLine();
    }
    return at;
  };

  return {
    read(bytes) {
      let rest = bytes;
      if (state === 'head') rest = bytes.subarray(readHead(bytes));
      if (state === 'body' && body && rest.length > 0) {
        body.read(rest);
        state = body.state;
      } else if (state === 'complete' && method === 'CONNECT' && !body) left = Buffer.concat([left, rest]);
    },
    end() {
      if (state === 'body' && body) state = body.end();
    },
    get state() {
      return state;
    },
    get head() {
      return head;
    },
    get body() {
      return body?.bytes ?? Buffer.alloc(0);
    },
    get left() {
      return left;
    },
  };
}

interface BodyReader {
  read(bytes: Buffer): void;
  end(): 'complete' | 'bounded';
  readonly state: 'body' | 'complete' | 'bounded';
  readonly bytes: Buffer;
}

/** Undefined where the framing is contradictory (RFC 9112 §6.3). */
function createBodyReader({ status, headers }: Head, limit: number): BodyReader | undefined {
  if (status === 101 || status === 204 || status === 304) return createPlainBody(0, limit);
  const valuesOf = (wanted: string): readonly string[] =>
    headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const codings = valuesOf('transfer-encoding').join(',').toLowerCase();
  if (codings !== '')
    return /(^|,)\s*chunked$/.test(codings) ? createChunkedBody(limit) : createPlainBody(Infinity, limit);
  const lengths = new Set(valuesOf('content-length').flatMap((value) => value.split(',').map((part) => part.trim())));
  if (lengths.size === 0) return createPlainBody(Infinity, limit);
  const [length = ''] = lengths;
  return lengths.size === 1 && /^\d{1,15}$/.test(length) ? createPlainBody(Number(length), limit) : undefined;
}

/** By Content-Length, or until the far end closes (`Infinity`). */
function createPlainBody(length: number, limit: number): BodyReader {
  const kept: Buffer[] = [];
  let size = 0;
  const stateNow = (): 'body' | 'complete' | 'bounded' => {
    if (size >= length) return 'complete';
    return size >= limit ? 'bounded' : 'body';
  };
  return {
    read(bytes) {
      const part = bytes.subarray(0, Math.min(length, limit) - size);
      kept.push(part);
      size += part.length;
    },
    end: () => (length === Infinity || size >= length ? 'complete' : 'bounded'),
    get state() {
      return stateNow();
    },
    get bytes() {
      return Buffer.concat(kept);
    },
  };
}

function createChunkedBody(limit: number): BodyReader {
  const kept: Buffer[] = [];
  let size = 0;
  let framing = 0;
  let line = '';
  let left = 0;
  let expecting: 'size' | 'data' | 'after data' | 'trailer' = 'size';
  let state: 'body' | 'complete' | 'bounded' = 'body';

  const endLine = (): void => {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    line = '';
    if (expecting === 'trailer') {
      if (text === '') state = 'complete';
    } else if (expecting === 'after data') {
      if (text === '') expecting = 'size';
      else state = 'bounded';
    } else {
      const digits = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(text)?.[1];
      if (digits === undefined) {
        state = 'bounded';
        return;
      }
      left = Number.parseInt(digits, 16);
      expecting = left === 0 ? 'trailer' : 'data';
    }
  };

  return {
    read(bytes) {
      let at = 0;
      while (at < bytes.length && state === 'body') {
        if (expecting === 'data') {
          const part = bytes.subarray(at, at + Math.min(left, limit - size));
          kept.push(part);
          size += part.length;
          left -= part.length;
          at += part.length;
          if (left === 0) expecting = 'after data';
          else if (size >= limit) state = 'bounded';
          continue;
        }
        const newline = bytes.indexOf(10, at);
        const end = newline === -1 ? bytes.length : newline;
        line += bytes.toString('latin1', at, Math.min(end, at + CHUNK_LINE_LIMIT));
        framing += end - at + 1;
        at = end + 1;
        if (line.length >= CHUNK_LINE_LIMIT || framing > FRAMING_LIMIT) state = 'bounded';
        else if (newline !== -1) endLine();
      }
    },
    end: () => 'bounded',
    get state() {
      return state;
    },
    get bytes() {
      return Buffer.concat(kept);
    },
  };
}
