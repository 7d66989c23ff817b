import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { finish, type Line, toBuffer } from './bytes.ts';
import { identityFor } from './certificates.ts';
import { readClientHello } from './client-hello.ts';
import { type HttpContext, serveHttp } from './http-service.ts';
import { nameMatches } from './name-pattern.ts';
import { peek } from './peek.ts';
import { alertRecord } from './tls-bytes.ts';
import { type TlsDoor, tlsDoor } from './tls-door.ts';
import type { HttpsService } from './world.ts';

const UNRECOGNIZED_NAME = 112;

/** The HTTPS far ends: one door per service and name, since a secure context costs more than a handshake. */
export function tlsServices(context: HttpContext) {
  const doors = new WeakMap<HttpsService, Map<string, Promise<TlsDoor>>>();

  const doorOf = (service: HttpsService, host: string): Promise<TlsDoor> => {
    const known = doors.get(service) ?? new Map<string, Promise<TlsDoor>>();
    doors.set(service, known);
    // Hosts whose certificate is for the same names share one.
    const name = service.certificate?.names ? '' : host;
    const door = known.get(name) ?? openDoor(service, host);
    known.set(name, door);
    return door;
  };

  return {
    async serve(service: HttpsService, host: string, socket: Socket): Promise<void> {
      if (service.strictName && !(await namedRight(service, host, socket))) return;
      const secure = await doorOf(service, host);
      const stream = await secure(socket);
      if (!stream) return;
      const line: Line = { stream: context.life.adopt(stream), reset: () => socket.resetAndDestroy() };
      if (service.afterHandshake) finish(line, service.afterHandshake);
      else await serveHttp(line, service.http ?? {}, context);
    },
  };
}

async function openDoor(service: HttpsService, host: string): Promise<TlsDoor> {
  const identity = await identityFor(host, service.certificate);
  const old = service.minVersion === 'TLSv1' || service.minVersion === 'TLSv1.1';
  // OpenSSL speaks the old versions, and the old suites, only at its lowest security level.
  const ciphers = service.ciphers ?? (old ? 'DEFAULT' : undefined);
  return tlsDoor({
    ...identity,
    ALPNProtocols: ['http/1.1'],
    dhparam: 'auto',
    secureOptions: constants.SSL_OP_CIPHER_SERVER_PREFERENCE,
    ...(service.minVersion && { minVersion: service.minVersion }),
    ...(service.maxVersion && { maxVersion: service.maxVersion }),
    ...(ciphers && { ciphers: ciphers.includes('@SECLEVEL') ? ciphers : `${ciphers}:@SECLEVEL=0` }),
    ...(service.groups && { ecdhCurve: service.groups }),
    ...(service.clientCertificate && { requestCert: true, rejectUnauthorized: true }),
  });
}

async function namedRight(service: HttpsService, host: string, socket: Socket): Promise<boolean> {
  const hello = await peek(socket, readClientHello);
  if (!hello) return false;
  const named = hello.reading.kind === 'hello' ? hello.reading.serverName : undefined;
  const names = service.certificate?.names ?? [host];
  if (named === undefined || names.some((name) => nameMatches(name, named))) {
    socket.unshift(hello.bytes);
    return true;
  }
  socket.write(toBuffer(alertRecord(UNRECOGNIZED_NAME)));
  finish({ stream: socket, reset: () => socket.resetAndDestroy() }, 'close');
  return false;
}
