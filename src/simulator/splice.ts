import { connect, type Socket } from 'node:net';
import { type Lifetime, LOOPBACK } from './lifetime.ts';

/** A connection to a loopback port, as the firewall opens it to a far end; `reset` where the far end accepts and resets at once. */
export function dial(port: number, life: Lifetime): Promise<Socket | 'refused' | 'reset'> {
  return new Promise((resolve) => {
    const socket = life.adopt(connect({ host: LOOPBACK, port, allowHalfOpen: true, noDelay: true }));
    socket.once('connect', () => resolve(socket));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNRESET' ? 'reset' : 'refused'));
    socket.once('close', () => resolve('refused'));
  });
}

/**
 * Two legs of one flow: bytes and FINs pass from each to the other; where one leg breaks off, the other is reset.
 * `reset` gives the way to reset each, since a TLS leg has none of its own.
 */
export function splice(one: Socket, other: Socket, resetOne: () => void, resetOther: () => void): void {
  if (one.destroyed || other.destroyed) {
    one.destroy();
    other.destroy();
    return;
  }
  for (const [from, to, resetTo] of [
    [one, other, resetOther],
    [other, one, resetOne],
  ] as const) {
    from.pipe(to);
    from.on('error', resetTo);
    // Nobody is left to take what the other leg still says; what was said to it is still sent.
    from.on('close', () => to.destroySoon());
  }
}
