/** The proxy phase: CONNECT through an explicit proxy, over the connection to the proxy. */
import type { Failure, FailureName } from '../model/failure.ts';
import type { ProxySeen, ProxyStep } from '../model/step.ts';
import { type Conversation, converse, type Talk } from './converse.ts';
import { isFirewallDenial } from './firewall-denial.ts';
import { headerOf, keptBody, keptHeaders } from './http-kept.ts';
import { failure } from './to-failure.ts';

export interface Tunnel {
  readonly step: ProxyStep;
  /** What the far end already sent behind the proxy's answer: the first bytes of the next phase. */
  readonly left: Buffer;
}

/** `authority`: `host:port` of the far end. */
export async function openTunnel(talk: Talk, authority: string, userAgent: string): Promise<Tunnel> {
  const heard = await converse(
    talk,
    'CONNECT',
    `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: ${userAgent}\r\n\r\n`,
  );
  const { answer, durationMs } = heard;
  const { head, left } = answer;
  if (head && answer.state === 'complete' && head.status >= 200 && head.status < 300) {
    return { step: { status: 'ok', durationMs, facts: { authority, status: head.status } }, left };
  }
  const seen: ProxySeen = {
    authority,
    ...(head && { status: head.status }),
    headers: keptHeaders(head?.headers ?? []),
    body: keptBody(answer.body),
    bytesReceived: heard.bytesReceived,
  };
  return { step: { status: 'failed', durationMs, failure: whyNoTunnel(heard), seen }, left };
}

const END_WITHOUT_ANSWER: Readonly<Record<Conversation['end'], FailureName>> = {
  answered: 'proxy.malformed',
  fin: 'proxy.closed',
  rst: 'proxy.reset',
  deadline: 'proxy.timed_out',
  flood: 'proxy.malformed',
  error: 'proxy.unknown',
};

function whyNoTunnel({ end, answer, error }: Conversation): Failure {
  const { head, state, body } = answer;
  if (state === 'malformed') return failure('proxy', 'proxy.malformed');
  if (state === 'too_large')
    return failure('proxy', 'proxy.headers_too_large', 'more than 16 KiB before the end of the headers');
  if (!head) return failure('proxy', END_WITHOUT_ANSWER[end], error);
  if (isFirewallDenial(head.status, headerOf(head.headers, 'content-type'), body.toString('latin1'))) {
    return failure('proxy', 'proxy.firewall_denied');
  }
  return failure('proxy', head.status === 407 ? 'proxy.auth_required' : 'proxy.refused', `status ${head.status}`);
}
