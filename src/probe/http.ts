/** The http phase: one GET, or for scheme `tcp` listening to what the far end says by itself. Redirects are not followed. */
import type { Failure, FailureName } from '../model/failure.ts';
import type { HttpSeen, HttpStep } from '../model/step.ts';
import { proofIn } from './body-proof.ts';
import { type Conversation, converse, listen, type Talk } from './converse.ts';
import { DISCOVERY_BODY_LIMIT, discoveredHosts } from './discovered-hosts.ts';
import { isFirewallDenial } from './firewall-denial.ts';
import { headerOf, keptBody, keptHeaders } from './http-kept.ts';
import { failure, type SystemError } from './to-failure.ts';

export interface GetRequest {
  /** With its query; shown in the evidence. */
  readonly path: string;
  /** What stands in the request line: the path, or the absolute form for a proxy. */
  readonly requestTarget: string;
  /** Host header: with the port where it is not the scheme's own. */
  readonly host: string;
  readonly userAgent: string;
  readonly expectedBody?: string;
  /** The answer names hosts: more of it is read, and they are kept. */
  readonly discovers?: boolean;
  /** Plain HTTP: the body's structure may be all the proof there is. */
  readonly plain: boolean;
}

/** What goes over the wire. */
export function requestText({ requestTarget, host, userAgent }: GetRequest): string {
  return `GET ${requestTarget} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${userAgent}\r\nAccept: */*\r\nConnection: close\r\n\r\n`;
}

/** @param said The request went out with the handshake's last message already. */
export async function get(talk: Talk, request: GetRequest, said = false): Promise<HttpStep> {
  const { path } = request;
  const bodyLimit = request.discovers ? DISCOVERY_BODY_LIMIT : undefined;
  const heard = await converse(talk, 'GET', said ? '' : requestText(request), bodyLimit);
  const { answer, durationMs, bytesReceived, alert } = heard;
  const { head, body } = answer;
  const seen: HttpSeen = {
    method: 'GET',
    path,
    bytesReceived,
    ...(head && { status: head.status }),
    headers: keptHeaders(head?.headers ?? []),
    body: keptBody(body),
    ...(alert && { alert }),
  };
  if (!head || answer.state === 'malformed') return { status: 'failed', durationMs, failure: whyNoAnswer(heard), seen };
  if (isFirewallDenial(head.status, headerOf(head.headers, 'content-type'), body.toString('latin1'))) {
    return { status: 'failed', durationMs, failure: failure('http', 'http.firewall_denied'), seen };
  }
  const bodyComplete = answer.state === 'complete';
  const proof = request.plain ? proofIn(body, bodyComplete) : undefined;
  const date = Date.parse(headerOf(head.headers, 'date'));
  return {
    status: 'ok',
    durationMs,
    facts: {
      ...seen,
      status: head.status,
      interim: head.interim,
      ...(Number.isFinite(date) && { clockSkewS: Math.round((date - (heard.headAtMs ?? date)) / 1000) }),
      ...(proof && { proof }),
      ...(request.expectedBody !== undefined && { bodyMatches: body.includes(request.expectedBody) }),
      ...(request.discovers && { discovered: head.status === 200 ? discoveredHosts(body) : [] }),
      bodyComplete,
    },
  };
}

/** A quiet moment after the first bytes means that the far end has said its piece. */
const QUIET_MS = 300;
const SPEECH_KEPT = 512;

/** What the far end says unasked. Nothing until the deadline: `http.silent_service`, for many services the normal thing. */
export async function listenOnly(talk: Talk): Promise<HttpStep> {
  const started = talk.clock.monotonicMs();
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer): boolean => {
    chunks.push(chunk);
    size += chunk.length;
    return false;
  };
  let heard = await listen(talk, '', take);
  while (heard.end === 'answered' && size < SPEECH_KEPT && talk.clock.monotonicMs() - started < talk.deadlineMs) {
    heard = await listen({ ...talk, deadlineMs: QUIET_MS }, '', take);
  }
  const durationMs = talk.clock.monotonicMs() - started;
  const seen = {
    method: 'none',
    path: '',
    bytesReceived: size,
    headers: [],
    body: keptBody(Buffer.concat(chunks)),
  } as const;
  if (size === 0) {
    const name = heard.end === 'deadline' ? 'http.silent_service' : END_WITHOUT_ANSWER[heard.end];
    return { status: 'failed', durationMs, failure: failure('http', name, heard.error), seen };
  }
  return { status: 'ok', durationMs, facts: { ...seen, status: 0, interim: 0, bodyComplete: heard.end === 'fin' } };
}

const END_WITHOUT_ANSWER: Readonly<Record<Conversation['end'], FailureName>> = {
  answered: 'http.malformed',
  fin: 'http.closed',
  rst: 'http.reset',
  deadline: 'http.timed_out',
  flood: 'http.malformed',
  error: 'http.unknown',
};

function whyNoAnswer({ end, answer, alert, error, bytesReceived }: Conversation): Failure {
  const fail = (name: FailureName, said?: SystemError | string): Failure => failure('http', name, said ?? error);
  if (alert) return fail(`http.alert.${alert.name}`);
  if (answer.state === 'too_large')
    return fail('http.headers_too_large', 'more than 16 KiB before the end of the headers');
  if (end === 'flood') return fail('http.malformed', 'more than 256 KiB of TLS records without an answer');
  if (end === 'fin' && bytesReceived > 0) return fail('http.cut');
  if (end === 'deadline' && bytesReceived > 0) return fail('http.stalled');
  return fail(END_WITHOUT_ANSWER[end]);
}
