/** Texts by which devices and services make themselves known. */
import { FIREWALL_STATUS, FIREWALL_TEXT } from '../model/firewall-words.ts';
import type { HttpSeen, ProxyStep, Steps } from '../model/step.ts';

/** The body beside 470. */
export function isFirewallText(body: string): boolean {
  return FIREWALL_TEXT.every((part) => part.test(body));
}

export interface SourceSeen {
  readonly address: string;
  readonly port: number;
}
/** The old body names the source as the firewall saw it: a join key for its log. */
export function sourceInFirewallText(body: string): SourceSeen | undefined {
  const match = /request from (\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5}) to /i.exec(body);
  return match?.[1] && match[2] ? { address: match[1], port: Number(match[2]) } : undefined;
}

/** What a service says that takes callers only by private link (Azure Monitor and Arc private link scopes, PaaS firewalls). */
export function isPrivateLinkText(body: string): boolean {
  return /private[ -]?link|private[ -]?endpoint|public ?network ?access|data collection endpoint must be used|ForbiddenByConnection/i.test(
    body,
  );
}

/** What web servers say where a client certificate was asked for and none came (nginx; IIS 403.7; HAProxy and Apache in their own words). */
export function isClientCertificateText(body: string): boolean {
  return /No required SSL certificate was sent|client certificate (?:is )?required|requires? (?:a|your browser to have a) (?:valid )?client certificate/i.test(
    body,
  );
}

/** Block pages of filters that show one. A service's own `AccessDenied`, or Front Door's "The request is blocked.", is none. */
export function isBlockPage(body: string): boolean {
  return /(?:page|site|url|access)[^.<]{0,40}\b(?:is|was|has been) blocked|blocked by (?:your|the|an?) [^.<]{0,40}(?:policy|administrator|organi[sz]ation|firewall|filter)|web ?filter (?:block|violation)|zscaler|fortiguard|websense|forcepoint|umbrella\.com\/block|blue ?coat/i.test(
    body,
  );
}

/** The first bytes of an answer that was no TLS, as text. */
export function textOfHex(hex: string): string {
  const bytes = hex.match(/[0-9a-f]{2}/gi) ?? [];
  return bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
}

export interface HttpWords {
  readonly status: number | undefined;
  readonly body: string;
}
/** What was said in HTTP, wherever on the way: on CONNECT, in plain text where TLS was due, inside TLS, or on port 80. */
export function httpWords(steps: Steps): {
  readonly proxy?: HttpWords;
  readonly plain?: HttpWords;
  readonly http?: HttpWords;
} {
  const { proxy, tls, http } = steps;
  const plain =
    tls.status === 'failed' && tls.failure.name === 'tls.not_tls' ? plainWords(tls.seen.firstBytes) : undefined;
  const said = http.status === 'ok' ? http.facts : http.status === 'failed' ? http.seen : undefined;
  const connect = connectWords(proxy);
  return {
    ...(connect && { proxy: connect }),
    ...(plain && { plain }),
    ...(said && { http: { status: said.status, body: said.body } }),
  };
}

function connectWords(proxy: ProxyStep): HttpWords | undefined {
  return proxy.status === 'failed' ? { status: proxy.seen.status, body: proxy.seen.body } : undefined;
}

function plainWords(firstBytes: string): HttpWords | undefined {
  const text = textOfHex(firstBytes);
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(text)?.[1];
  return status === undefined ? undefined : { status: Number(status), body: text };
}

export function isFirewallWord({ status, body }: HttpWords): boolean {
  return status === FIREWALL_STATUS || isFirewallText(body);
}

export function headerOf({ headers }: Pick<HttpSeen, 'headers'>, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Squid signs what it relays with `Via`, and its own pages with `X-Squid-Error` too. */
export function relayedBySquid(seen: Pick<HttpSeen, 'headers'> | undefined): boolean {
  return seen !== undefined && /\bsquid\b/i.test(headerOf(seen, 'via') ?? '') && squidError(seen) === '';
}

/** The name of the error page that Squid shows in its own name (`ERR_ACCESS_DENIED`, `ERR_CONNECT_FAIL` …); empty where it shows none. */
export function squidError(seen: Pick<HttpSeen, 'headers'> | undefined): string {
  return (seen && headerOf(seen, 'x-squid-error')) ?? '';
}
