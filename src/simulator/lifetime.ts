import { createServer, type Socket } from 'node:net';
import type { Clock } from '../model/clock.ts';

/** Everything the simulation holds open, so that one `close` ends it all. */
export interface Lifetime {
  /** Listens on a loopback port of the system's choice; connections stay half open until both sides have ended them. */
  listen(serve: (socket: Socket) => void): Promise<number>;
  /** To be destroyed at the end. An error of such a stream only says that its peer went away; `close` follows and is what is acted on. */
  adopt<Stream extends Adoptable>(stream: Stream): Stream;
  after(ms: number, call: () => void): () => void;
  atEnd(call: () => Promise<void> | void): void;
  /** Throws once it is closed: whoever still dials has a mistake. */
  assertOpen(): void;
  close(): Promise<void>;
}
interface Adoptable {
  readonly destroyed: boolean;
  destroy(): unknown;
  on(event: 'error' | 'close', call: () => void): unknown;
}

export const LOOPBACK = '127.0.0.1';

export function lifetime(clock: Clock): Lifetime {
  const streams = new Set<Adoptable>();
  const timers = new Set<() => void>();
  const endings: (() => Promise<void> | void)[] = [];
  let closed = false;

  const adopt = <Stream extends Adoptable>(stream: Stream): Stream => {
    stream.on('error', () => undefined);
    stream.on('close', () => streams.delete(stream));
    if (closed) stream.destroy();
    else streams.add(stream);
    return stream;
  };

  const assertOpen = (): void => {
    if (closed) throw new Error('the simulation is closed');
  };

  return {
    adopt,
    assertOpen,
    listen: (serve) =>
      new Promise((resolve, reject) => {
        assertOpen();
        const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => serve(adopt(socket)));
        server.once('error', reject);
        server.listen(0, LOOPBACK, () => {
          const address = server.address();
          if (address === null || typeof address === 'string')
            reject(new Error('a TCP server has an address and a port'));
          else resolve(address.port);
        });
        endings.push(() => new Promise((done) => server.close(() => done())));
      }),
    after(ms, call) {
      const cancel = clock.after(ms, () => {
        timers.delete(cancel);
        call();
      });
      timers.add(cancel);
      return () => {
        timers.delete(cancel);
        cancel();
      };
    },
    atEnd: (call) => void endings.push(call),
    async close() {
      if (closed) return;
      closed = true;
      for (const cancel of timers) cancel();
      timers.clear();
      const ended = endings.map((end) => end());
      for (const stream of streams) stream.destroy();
      await Promise.all(ended);
    },
  };
}
