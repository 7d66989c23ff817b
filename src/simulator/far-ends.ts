import type { Socket } from 'node:net';
import type { Endpoint } from '../model/step.ts';
import { finish, flood, send, toBuffer } from './bytes.ts';
import { readClientHello } from './client-hello.ts';
import type { Directory, Owner, Via } from './directory.ts';
import { readRequestHead, splitAuthority } from './http-head.ts';
import { type HttpContext, serveHttp } from './http-service.ts';
import { peek } from './peek.ts';
import { tlsServices } from './tls-service.ts';
import type { BytesService } from './world.ts';

/** What a SYN to an address and port meets. */
export type Presence =
  | { readonly kind: 'listens'; readonly port: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'dropped' };

/** The servers behind the addresses, each on a loopback port from its first use on. */
export interface FarEnds {
  at(to: Endpoint, via: Via): Promise<Presence>;
}

export function farEnds(names: Directory, context: HttpContext): FarEnds {
  const ports = new Map<string, Promise<number>>();
  const tls = tlsServices(context);

  async function serve(to: Endpoint, via: Via, socket: Socket): Promise<void> {
    const owners = names.ownersOf(to.address, to.port, via);
    const owner = owners.length > 1 ? await chosen(owners, socket) : owners[0];
    if (!owner) return finish(lineOf(socket), 'close');
    const { service } = owner;
    switch (service.kind) {
      case 'https':
        return tls.serve(service, owner.name, socket);
      case 'http':
        return serveHttp(lineOf(socket), service.http ?? {}, context);
      case 'bytes':
        return serveBytes(service, socket, context);
      case 'refused':
      case 'dropped':
        // One of several owners of the address: its front door is there, and what is behind is not.
        return finish(lineOf(socket), 'reset');
    }
  }

  return {
    async at(to, via) {
      const owners = names.ownersOf(to.address, to.port, via);
      if (owners.length === 0) return { kind: 'dropped' };
      if (owners.every(({ service }) => service.kind === 'refused')) return { kind: 'refused' };
      if (owners.every(({ service }) => service.kind === 'dropped')) return { kind: 'dropped' };
      const key = `${via} ${to.address} ${to.port}`;
      const port = ports.get(key) ?? context.life.listen((socket) => void serve(to, via, socket));
      ports.set(key, port);
      return { kind: 'listens', port: await port };
    },
  };
}

const lineOf = (socket: Socket) => ({ stream: socket, reset: () => socket.resetAndDestroy() });

/** Several hosts at one address, as behind a CDN: the one named, else the first. Nothing that was read is lost. */
async function chosen(owners: readonly Owner[], socket: Socket): Promise<Owner | undefined> {
  const start = await peek(socket, (bytes) => (bytes[0] === 22 ? readClientHello(bytes) : readRequestHead(bytes)));
  if (!start) return undefined;
  socket.unshift(start.bytes);
  const { reading } = start;
  const name =
    reading.kind === 'hello'
      ? reading.serverName
      : reading.kind === 'request'
        ? splitAuthority(reading.headers.get('host') ?? '').host
        : undefined;
  return owners.find((owner) => owner.name === name) ?? owners[0];
}

async function serveBytes(service: BytesService, socket: Socket, { life }: HttpContext): Promise<void> {
  const line = lineOf(socket);
  if (service.when === 'after_first_bytes') {
    if (!(await peek(socket, firstBytes))) return finish(line, 'close');
  }
  const says = toBuffer(service.says ?? { text: '' });
  if (service.endless) return flood(line, says);
  if (says.length === 0) return finish(line, service.ending ?? 'open');
  socket.resume();
  send(line, says, service.pace, life, () => finish(line, service.ending ?? 'open'));
}

/** A whole ClientHello where it is one, so that a reset does not meet its second half; else whatever came. */
function firstBytes(bytes: Buffer): { readonly kind: 'seen' | 'incomplete' } {
  return { kind: readClientHello(bytes).kind === 'incomplete' ? 'incomplete' : 'seen' };
}
