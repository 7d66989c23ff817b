import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';

/** A TLS server that listens nowhere: a connection is handed in, and comes back secured; undefined where the handshake failed. */
export type TlsDoor = (socket: Socket) => Promise<TLSSocket | undefined>;

export function tlsDoor(options: TlsOptions): TlsDoor {
  const server = createServer(options);
  const waiting = new Map<string, (stream: TLSSocket) => void>();
  server.on('secureConnection', (stream) => waiting.get(keyOf(stream))?.(stream));
  return (socket) =>
    new Promise((resolve) => {
      if (socket.destroyed) return resolve(undefined);
      const key = keyOf(socket);
      const leave = (stream: TLSSocket | undefined): void => {
        waiting.delete(key);
        socket.off('close', onClose);
        resolve(stream);
      };
      const onClose = (): void => leave(undefined);
      waiting.set(key, leave);
      socket.on('close', onClose);
      // A client that leaves within the handshake would be waited for: TLS takes this over from the socket.
      socket.allowHalfOpen = false;
      server.emit('connection', socket);
    });
}

/** Both ports: the system may use one client port towards two listeners at once. */
const keyOf = ({ remotePort, localPort }: Socket): string => `${remotePort} ${localPort}`;
