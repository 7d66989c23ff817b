import type { Socket } from 'node:net';
import { connect, createSecureContext, rootCertificates, type TLSSocket } from 'node:tls';
import { finish, type Line } from './bytes.ts';
import { inspectionIdentity, publicAuthorities } from './certificates.ts';
import { type Flow, refuse } from './flow.ts';
import { readRequestHead } from './http-head.ts';
import type { HttpContext } from './http-service.ts';
import type { JournalEntry } from './journal.ts';
import { peek } from './peek.ts';
import { NO_RULE } from './policy.ts';
import { splice } from './splice.ts';
import { tlsDoor } from './tls-door.ts';
import type { InspectionAuthority } from './world.ts';

export interface InspectionParts {
  readonly context: HttpContext;
  readonly inspection: InspectionAuthority;
  /** Denied by URL, inside the session. */
  readonly denyPaths: readonly string[];
  log(entry: JournalEntry): void;
}

/**
 * TLS inspection: the far end's TLS ends at the firewall, which verifies it, and the client gets TLS by the firewall's own CA.
 * A far end that does not verify ends the client's connection as though the server had done so.
 */
export async function inspect(flow: Flow, upstream: Socket, parts: InspectionParts): Promise<void> {
  const { client, host = '' } = flow;
  const { life } = parts.context;
  const line: Line = { stream: client, reset: () => client.resetAndDestroy() };
  const outer = await outerTls(upstream, host);
  if (!outer) return finish(line, 'close');
  life.adopt(outer);
  const identity = await inspectionIdentity(host, parts.inspection);
  // Towards the client TLS 1.2 is the newest that inspection speaks.
  const door = tlsDoor({ ...identity, maxVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] });
  client.unshift(flow.head);
  const inner = await door(client);
  if (!inner) return void outer.destroy();
  life.adopt(inner);
  const innerLine: Line = { stream: inner, reset: line.reset };
  const request = await peek(inner, readRequestHead);
  if (!request) return void outer.destroy();
  const { reading } = request;
  if (reading.kind === 'request' && parts.denyPaths.includes(reading.target.split('?')[0] ?? '')) {
    parts.log({
      atMs: parts.context.wallMs(),
      table: 'application_rule',
      protocol: 'HTTP/1.1',
      ...(client.remotePort !== undefined && { clientPort: client.remotePort }),
      dialled: flow.dialled,
      port: flow.port,
      host,
      url: `${host}${reading.target}`,
      action: 'Deny',
      reason: NO_RULE,
      tlsInspected: true,
      explicitProxy: false,
    });
    outer.destroy();
    return refuse(innerLine, 'http_470', flow, parts.context.wallMs());
  }
  outer.write(request.bytes);
  splice(inner, outer, line.reset, () => upstream.resetAndDestroy());
}

async function outerTls(socket: Socket, servername: string): Promise<TLSSocket | undefined> {
  const { root } = await publicAuthorities();
  const secureContext = createSecureContext({ ca: [...rootCertificates, root.pem] });
  return new Promise((resolve) => {
    const outer = connect({ socket, servername, secureContext, ALPNProtocols: ['http/1.1'] });
    outer.once('secureConnect', () => resolve(outer));
    // Refused, cut or not verified: the error says which, and to the client it is all the same.
    outer.once('error', () => undefined).once('close', () => resolve(undefined));
  });
}
