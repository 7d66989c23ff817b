/** A TCP proxy on loopback that does to connections what bad networks do to them. */
import { connect, createServer, type Socket } from 'node:net';

export const TOXICS = [
  'none',
  /** Every piece comes later. */
  'latency',
  /** Reset, or ended, in the middle of what the client sends. */
  'reset_mid_body',
  'cut_mid_body',
  /** The answer's side is ended as soon as the request has begun. */
  'half_close',
  /** The request gets through a few bytes at a time, and never to its end. */
  'slow_read',
  /** Nothing is ever read or said. */
  'black_hole',
  /** Reset as soon as it is accepted. */
  'refused',
  /** The request gets through, and the answer is lost. */
  'answer_lost',
  /** Bytes that are no TLS. */
  'garbage',
  /** Somebody else with a certificate of an unknown authority. */
  'wrong_certificate',
] as const;
export type Toxic = (typeof TOXICS)[number];

export interface ToxicProxy {
  readonly port: number;
  /** For connections from now on; those that are open are ended, so that no earlier one is used again. */
  become(toxic: Toxic): void;
  /** Where connections go from now on. */
  forwardTo(port: number): void;
  close(): Promise<void>;
}

export interface ToxicOptions {
  readonly to: number;
  /** Port of a TLS server that nobody trusts. */
  readonly impostor: number;
  /** Bytes after which a request is cut. A whole handshake fits in front of them. */
  readonly cutAfter: () => number;
}

/** Of an answer: the end of the handshake is let through, the status line is not. */
const HANDSHAKE_BYTES = 1200;
const LATENCY_MS = 3;

export async function startToxicProxy({ to, impostor, cutAfter }: ToxicOptions): Promise<ToxicProxy> {
  const sockets = new Set<Socket>();
  let toxic: Toxic = 'none';
  let target = to;
  const adopt = (socket: Socket): Socket => {
    sockets.add(socket);
    // An error says that the other side went away; `close` follows it.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };

  const server = createServer({ allowHalfOpen: true }, (client) => {
    adopt(client);
    serve(client, toxic);
  });
  const serve = (client: Socket, kind: Toxic): void => {
    if (kind === 'black_hole') return;
    if (kind === 'refused') return void client.resetAndDestroy();
    if (kind === 'garbage') return void client.end('SSH-2.0-OpenSSH_9.9\r\n');
    const far = adopt(
      connect({ port: kind === 'wrong_certificate' ? impostor : target, host: '127.0.0.1', allowHalfOpen: true }),
    );
    client.on('close', () => far.destroy());
    far.on('close', () => client.destroy());
    far.on('end', () => client.end());
    client.on('end', () => far.end());
    const cutAt = cutAfter();
    let sent = 0;
    let received = 0;
    client.on('data', (bytes: Buffer) => {
      sent += bytes.length;
      if (kind === 'latency') return void setTimeout(() => far.write(bytes), LATENCY_MS);
      if (sent > cutAt && kind === 'reset_mid_body') return void client.resetAndDestroy();
      if (sent > cutAt && kind === 'cut_mid_body') return void client.destroy();
      if (sent > cutAt && kind === 'half_close') return void client.end();
      if (sent > cutAt && kind === 'slow_read') return void far.write(bytes.subarray(0, 1));
      far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      received += bytes.length;
      if (kind === 'answer_lost' && sent > cutAt && received > HANDSHAKE_BYTES) return void client.resetAndDestroy();
      if (kind === 'latency') return void setTimeout(() => client.write(bytes), LATENCY_MS);
      client.write(bytes);
    });
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port');
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    become(next) {
      toxic = next;
      endAll();
    },
    forwardTo(port) {
      target = port;
      endAll();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}
