import type { Socket } from 'node:net';
import type { Chance } from '../model/clock.ts';
import type { Endpoint } from '../model/step.ts';
import { finish } from './bytes.ts';
import { readClientHello } from './client-hello.ts';
import type { Directory } from './directory.ts';
import type { FarEnds } from './far-ends.ts';
import { type Flow, isRefusal, refuse, type SimpleAction, settler } from './flow.ts';
import { readRequestHead, splitAuthority } from './http-head.ts';
import type { HttpContext } from './http-service.ts';
import { inspect } from './inspection.ts';
import type { JournalEntry } from './journal.ts';
import { peek } from './peek.ts';
import { type Judgement, judgeName } from './policy.ts';
import { dial, splice } from './splice.ts';
import type { FirewallPolicy, InspectionAuthority } from './world.ts';

export interface FirewallParts {
  readonly names: Directory;
  readonly far: FarEnds;
  readonly context: HttpContext;
  readonly chance: Chance | undefined;
  readonly inspection: InspectionAuthority;
  /** Read for every flow, so that a change counts from the next one on. */
  policy(): FirewallPolicy;
  log(entry: JournalEntry): void;
}

export interface Firewall {
  /** The loopback port that answers for an address, whatever is there. */
  port(dialled: Endpoint, protocol: 'https' | 'http'): Promise<number>;
  /** The loopback port of the explicit proxy. */
  proxyPort(dialled: Endpoint): Promise<number>;
}

export function firewall(parts: FirewallParts): Firewall {
  const { context, far, names } = parts;
  const { life } = context;
  const settle = settler(life, parts.chance);
  const ports = new Map<string, Promise<number>>();
  const listen = (key: string, serve: (socket: Socket) => Promise<void>): Promise<number> => {
    const port = ports.get(key) ?? life.listen((socket) => void serve(socket));
    ports.set(key, port);
    return port;
  };

  function record(flow: Flow, action: SimpleAction, reason: string, explicitProxy: boolean): void {
    const inspected = typeof action === 'object' && action.do === 'inspect';
    parts.log({
      atMs: context.wallMs(),
      table: 'application_rule',
      protocol: flow.protocol === 'http' ? 'HTTP' : inspected ? 'HTTP/1.1' : 'HTTPS',
      ...(flow.client.remotePort !== undefined && { clientPort: flow.client.remotePort }),
      dialled: flow.dialled,
      port: flow.port,
      ...(flow.host !== undefined && { host: flow.host }),
      ...(flow.url !== undefined && { url: flow.url }),
      action: isRefusal(action) ? 'Deny' : 'Allow',
      reason,
      tlsInspected: inspected,
      explicitProxy,
    });
  }

  /** Its own resolution, its own connection: what the client dialled does not matter. */
  async function leg(flow: Flow): Promise<Socket | 'refused' | 'reset'> {
    const seen = names.resolve(flow.host ?? '', 'firewall');
    for (const address of 'addresses' in seen ? seen.addresses : []) {
      const presence = await far.at({ address, port: flow.port }, 'firewall');
      if (presence.kind === 'listens') return dial(presence.port, life);
    }
    return 'refused';
  }

  async function pass(flow: Flow, established: string): Promise<void> {
    const { client } = flow;
    const upstream = await leg(flow);
    if (typeof upstream === 'string') return giveUp(flow, upstream);
    if (established) client.write(established);
    upstream.write(flow.head);
    splice(
      client,
      upstream,
      () => client.resetAndDestroy(),
      () => upstream.resetAndDestroy(),
    );
  }

  async function giveUp(flow: Flow, why: 'refused' | 'reset'): Promise<void> {
    const action = await settle(why === 'reset' ? 'reset' : (parts.policy().unreachable ?? 'close'));
    refuse(lineOf(flow.client), isRefusal(action) ? action : 'close', flow, context.wallMs());
  }

  async function decide(flow: Flow, { action, reason }: Judgement, explicitProxy: boolean): Promise<void> {
    const now = await settle(action);
    record(flow, now, reason, explicitProxy);
    if (flow.client.destroyed) return;
    if (isRefusal(now)) return refuse(lineOf(flow.client), now, flow, context.wallMs());
    if (now === 'allow' || flow.protocol !== 'https') {
      return pass(flow, flow.protocol === 'connect' ? 'HTTP/1.1 200 Connection established\r\n\r\n' : '');
    }
    const upstream = await leg(flow);
    if (typeof upstream === 'string') return giveUp(flow, upstream);
    return inspect(flow, upstream, { ...parts, denyPaths: now.denyPaths ?? [] });
  }

  async function serveTls(client: Socket, dialled: Endpoint): Promise<void> {
    const start = await peek(client, readClientHello);
    if (start?.reading.kind !== 'hello') return finish(lineOf(client), 'close');
    const { serverName, bytes } = start.reading;
    const policy = parts.policy();
    const limit = policy.helloLimit;
    const flow: Flow = {
      client,
      dialled,
      protocol: 'https',
      port: dialled.port,
      head: start.bytes,
      ...(serverName !== undefined && { host: serverName }),
    };
    const judgement =
      limit && bytes > limit.bytes
        ? { action: limit.action, reason: `ClientHello of ${bytes} bytes` }
        : judgeName(policy, serverName, dialled.port, 'https');
    return decide(flow, judgement, false);
  }

  async function serveHttp(client: Socket, dialled: Endpoint): Promise<void> {
    const start = await peek(client, readRequestHead);
    if (start?.reading.kind !== 'request') return finish(lineOf(client), 'close');
    const authority = splitAuthority(start.reading.headers.get('host') ?? '');
    const host = authority.host;
    const url = `${host}${start.reading.target}`;
    const flow: Flow = { client, dialled, protocol: 'http', port: dialled.port, head: start.bytes, host, url };
    // A Host header with another port than the flow's is dropped without naming a rule.
    const judgement: Judgement =
      (authority.port ?? dialled.port) === dialled.port
        ? judgeName(parts.policy(), host, dialled.port, 'http')
        : { action: 'close', reason: 'Host header names another port' };
    return decide(flow, judgement, false);
  }

  async function serveProxy(client: Socket, dialled: Endpoint): Promise<void> {
    const start = await peek(client, readRequestHead);
    if (start?.reading.kind !== 'request') return finish(lineOf(client), 'close');
    const { method, target, bytes: headBytes } = start.reading;
    const rest = start.bytes.subarray(headBytes);
    if (method === 'CONNECT') {
      const { host, port = 443 } = splitAuthority(target);
      const flow: Flow = { client, dialled, protocol: 'connect', host, port, head: rest };
      return decide(flow, judgeName(parts.policy(), host, port, 'connect'), true);
    }
    const url = URL.canParse(target) ? new URL(target) : undefined;
    if (url?.protocol !== 'http:') return finish(lineOf(client), 'close');
    const port = url.port === '' ? 80 : Number(url.port);
    // Towards the far end in origin form.
    const line = `${method} ${url.pathname}${url.search} HTTP/1.1`;
    const head = Buffer.concat([Buffer.from(line), start.bytes.subarray(start.bytes.indexOf('\r\n'))]);
    const flow: Flow = { client, dialled, protocol: 'http', host: url.hostname, port, url: target, head };
    return decide(flow, judgeName(parts.policy(), url.hostname, port, 'http'), true);
  }

  return {
    port: (dialled, protocol) =>
      listen(`${protocol} ${dialled.address} ${dialled.port}`, (socket) =>
        protocol === 'https' ? serveTls(socket, dialled) : serveHttp(socket, dialled),
      ),
    proxyPort: (dialled) => listen('proxy', (socket) => serveProxy(socket, dialled)),
  };
}

const lineOf = (socket: Socket) => ({ stream: socket, reset: () => socket.resetAndDestroy() });
