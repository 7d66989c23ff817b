/** The phases in their order, on one flow: the address that dns gave is dialled, that connection goes into tls, that one into http. */
import { isIP } from 'node:net';
import type { Clock } from '../model/clock.ts';
import type { Deadlines } from '../model/settings.ts';
import type { DnsStep, Endpoint, HelloKind, HttpStep, ProxyStep, Skipped, Steps } from '../model/step.ts';
import type { Scheme } from '../model/target.ts';
import type { NameResolver } from './dns.ts';
import { type GetRequest, get, listenOnly, requestText } from './http.ts';
import type { NodeNetwork } from './node-network.ts';
import { openTunnel } from './proxy.ts';
import type { Tap } from './tap.ts';
import { connectTcp } from './tcp.ts';
import { openTls, type TlsParts } from './tls.ts';

export interface FlowParts extends TlsParts {
  readonly network: NodeNetwork;
  readonly clock: Clock;
  readonly resolver: NameResolver;
  readonly deadlines: Deadlines;
  readonly userAgent: string;
}

/** One flow to be made. */
export interface FlowRequest {
  /** The name that is meant: it is resolved, said in the Host header, and looked for in the certificate. */
  readonly host: string;
  readonly port: number;
  readonly scheme: Scheme;
  readonly path: string;
  readonly expectedBody?: string;
  readonly discovers?: boolean;
  /** `http://host:port` */
  readonly proxy?: string;
  /** Instead of what DNS gives. */
  readonly dial?: Endpoint;
  /** No SNI, though the host is a name. (An address is never sent as one.) */
  readonly withoutServerName?: boolean;
  readonly hello?: HelloKind;
  /** For TLS, or for HTTP where there is no TLS. */
  readonly deadlineMs?: number;
  /** For TCP, instead of the run's. */
  readonly tcpDeadlineMs?: number;
  /** Asks DNS again even where the answer is known. */
  readonly fresh?: boolean;
  /** Connects and closes, nothing more. */
  readonly tcpOnly?: boolean;
}

const GIVEN = 'the address was given';
/** Scheme `tcp`: how long the far end is listened to. */
const SPEECH_MS = 2000;

export async function probeFlow(parts: FlowParts, request: FlowRequest): Promise<Steps> {
  const proxy = request.proxy === undefined ? undefined : proxyEndpoint(request.proxy);
  const first = proxy ?? { host: request.host, port: request.port };
  const given = proxy ? undefined : request.dial;
  const dns: DnsStep = given
    ? skipped(GIVEN)
    : await parts.resolver.resolve(first.host, request.fresh ? { fresh: true } : {});
  const remote = given ?? addressOf(dns, first.port);
  if (!remote) return { dns, tcp: skipped('dns failed'), ...skippedRest('dns failed') };

  const { step: tcp, tap } = await connectTcp(
    parts.network,
    parts.clock,
    remote,
    request.tcpDeadlineMs ?? parts.deadlines.tcpMs,
  );
  if (!tap) return { dns, tcp, ...skippedRest('tcp failed') };
  try {
    return { dns, tcp, ...(await overConnection(parts, request, tap, proxy !== undefined)) };
  } finally {
    tap.destroy();
  }
}

type Rest = Pick<Steps, 'proxy' | 'tls' | 'http'>;

async function overConnection(parts: FlowParts, request: FlowRequest, tap: Tap, proxied: boolean): Promise<Rest> {
  if (request.tcpOnly) return { proxy: skipped('direct'), tls: skipped('TCP only'), http: skipped('TCP only') };
  const { clock, deadlines } = parts;
  const { proxy, left } = await throughProxy(parts, request, tap, proxied);
  if (proxy.status === 'failed') return { proxy, tls: skipped('proxy failed'), http: skipped('proxy failed') };

  if (request.scheme !== 'https') {
    const tls = skipped(request.scheme === 'http' ? 'plain HTTP' : 'scheme tcp');
    if (left) tap.giveBack(left);
    return { proxy, tls, http: await speakPlain(parts, request, tap, proxied) };
  }

  const question = toGet(parts, request, false);
  const { step: tls, socket } = await openTls(
    tap,
    {
      host: request.host,
      serverName: request.withoutServerName ? '' : nameToSend(request.host),
      hello: request.hello ?? 'small',
      deadlineMs: request.deadlineMs ?? deadlines.tlsMs,
      thenSay: requestText(question),
      ...(left && { left }),
    },
    { clock, hellos: parts.hellos, authorities: parts.authorities },
  );
  if (!socket) return { proxy, tls, http: skipped('tls failed') };
  try {
    const http = await get({ clock, stream: socket, tap, deadlineMs: deadlines.httpMs }, question, true);
    return { proxy, tls, http };
  } finally {
    socket.destroy();
  }
}

async function throughProxy(
  { clock, deadlines, userAgent }: FlowParts,
  { host, port, scheme, dial }: FlowRequest,
  tap: Tap,
  proxied: boolean,
): Promise<{ readonly proxy: ProxyStep; readonly left?: Buffer }> {
  if (!proxied) return { proxy: skipped('direct') };
  if (scheme === 'http') return { proxy: skipped('absolute-form request') };
  const to = dial ?? { address: host, port };
  const talk = { clock, stream: tap, tap, deadlineMs: deadlines.httpMs };
  const { step: proxy, left } = await openTunnel(talk, `${bracketed(to.address)}:${to.port}`, userAgent);
  return { proxy, left };
}

function speakPlain(parts: FlowParts, request: FlowRequest, tap: Tap, proxied: boolean): Promise<HttpStep> {
  const { clock, deadlines } = parts;
  const deadlineMs = request.deadlineMs ?? deadlines.httpMs;
  const talk = { clock, stream: tap, tap, deadlineMs };
  if (request.scheme === 'tcp') return listenOnly({ ...talk, deadlineMs: Math.min(deadlineMs, SPEECH_MS) });
  return get(talk, toGet(parts, request, proxied));
}

function toGet({ userAgent }: FlowParts, request: FlowRequest, absolute: boolean): GetRequest {
  const { scheme, port, path, expectedBody, discovers } = request;
  const name = bracketed(request.host);
  const host = port === (scheme === 'https' ? 443 : 80) ? name : `${name}:${port}`;
  return {
    path,
    requestTarget: absolute ? `http://${host}${path}` : path,
    host,
    userAgent,
    plain: scheme === 'http',
    ...(expectedBody !== undefined && { expectedBody }),
    ...(discovers && { discovers }),
  };
}

/** SNI (RFC 6066 §3): no address, and no dot at the end. */
function nameToSend(host: string): string {
  return isIP(host) === 0 ? host.replace(/\.$/, '') : '';
}

function skipped(because: string): Skipped {
  return { status: 'skipped', because };
}

function skippedRest(because: string): Rest {
  return { proxy: skipped(because), tls: skipped(because), http: skipped(because) };
}

function addressOf(dns: DnsStep, port: number): Endpoint | undefined {
  const address = dns.status === 'ok' ? dns.facts.addresses[0]?.address : undefined;
  return address === undefined ? undefined : { address, port };
}

/** `http://host:port`; the port is 80 where none is said. Anything else was refused with the settings. */
function proxyEndpoint(url: string): { readonly host: string; readonly port: number } {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'http:') throw new TypeError(`a proxy is http://host:port, not ${url}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : Number(port) };
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
