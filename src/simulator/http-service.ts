import { finish, flood, type Line, send } from './bytes.ts';
import { revocationDocument } from './documents.ts';
import { type RequestHead, readRequestHead } from './http-head.ts';
import { responseHead } from './http-message.ts';
import type { Lifetime } from './lifetime.ts';
import { peek } from './peek.ts';
import type { Ending, HttpAnswer, HttpConduct, HttpMisconduct, HttpReply } from './world.ts';

export interface HttpContext {
  readonly life: Lifetime;
  wallMs(): number;
}

const HEALTHY: HttpAnswer = { status: 200, body: 'OK' };
const PING: HttpAnswer = { status: 200, body: 'Healthy' };

/** HTTP/1.1 as a far end speaks it, request after request until the client leaves. */
export async function serveHttp(line: Line, conduct: HttpConduct, context: HttpContext): Promise<void> {
  const head = await peek(line.stream, readRequestHead);
  if (!head) return finish(line, 'close');
  if (head.reading.kind !== 'request') {
    line.stream.write(await replyBytes({ status: 400, headers: { Connection: 'close' } }, conduct, context));
    return finish(line, 'close');
  }
  const answer = answerFor(head.reading, conduct);
  if ('misconduct' in answer) return misbehave(line, answer);
  // A request's body is not looked at: what follows the head is the next request, or nothing.
  line.stream.unshift(head.bytes.subarray(head.reading.bytes));
  const again = (): void => void serveHttp(line, conduct, context);
  send(line, await replyBytes(answer, conduct, context), answer.pace, context.life, () =>
    answer.cut ? finish(line, answer.cut.how) : again(),
  );
}

function answerFor({ target }: RequestHead, { paths = {}, otherwise }: HttpConduct): HttpAnswer {
  const path = target.split('?')[0] ?? target;
  return paths[target] ?? paths[path] ?? otherwise ?? (path === '/ping' ? PING : HEALTHY);
}

async function replyBytes(reply: HttpReply, { clockSkewS = 0 }: HttpConduct, { wallMs }: HttpContext): Promise<Buffer> {
  const document = reply.document && (await revocationDocument(reply.document));
  const body = document?.body ?? Buffer.from(reply.body ?? '', 'utf8');
  const headers = {
    Date: new Date(wallMs() + clockSkewS * 1000).toUTCString(),
    'Content-Type': document?.type ?? 'text/plain',
    'Content-Length': String(body.length),
    ...reply.headers,
  };
  const sent = reply.cut ? body.subarray(0, reply.cut.afterBytes) : body;
  return Buffer.concat([Buffer.from(responseHead(reply.status, headers, reply.reason), 'latin1'), sent]);
}

const BEGUN = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Begun: ye';
const MISCONDUCT: Readonly<
  Record<HttpMisconduct['misconduct'], { readonly says?: string; readonly ending: Ending | { readonly flood: string } }>
> = {
  closes: { ending: 'close' },
  resets: { ending: 'reset' },
  silent: { ending: 'open' },
  garbage: { says: '\x00\xff\x10\x80 no protocol\r\n\r\n', ending: 'close' },
  endless_headers: { says: 'HTTP/1.1 200 OK\r\n', ending: { flood: `X-Filler: ${'a'.repeat(52)}\r\n` } },
  interim_flood: { ending: { flood: 'HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n' } },
  closes_in_headers: { says: BEGUN, ending: 'close' },
  resets_in_headers: { says: BEGUN, ending: 'reset' },
  stalls_in_headers: { says: BEGUN, ending: 'open' },
};

function misbehave(line: Line, { misconduct }: HttpMisconduct): void {
  const { says, ending } = MISCONDUCT[misconduct];
  if (says) line.stream.write(Buffer.from(says, 'latin1'));
  if (typeof ending === 'object') flood(line, Buffer.from(ending.flood));
  else finish(line, ending);
}
