import type { Socket } from 'node:net';
import { getSystemErrorMap } from 'node:util';
import type { Network } from '../model/network.ts';
import type { Endpoint } from '../model/step.ts';
import { LOOPBACK } from './lifetime.ts';

/** What a SYN, or a datagram, meets on its way. */
export type Fate =
  | { readonly kind: 'connects'; readonly loopbackPort: number }
  | { readonly kind: 'never_answers' }
  | { readonly kind: 'fails'; readonly code: string };

export interface Geography {
  fateOf(to: Endpoint): Promise<Fate>;
  fateOfDatagram(to: Endpoint): Promise<Fate>;
  resolvers(): readonly Endpoint[];
  hostsFile(): string;
  lookup(host: string): Promise<readonly string[]>;
}

/**
 * A network in which every address leads to a loopback port or nowhere. The connections are the given network's own; what is dialled
 * shows nowhere on the wire: each address and port has a listener of its own.
 */
export function simulatedNetwork(real: Network<Socket>, world: Geography): Network<Socket> {
  return {
    simulated: true,
    async connect(to, signal) {
      signal.throwIfAborted();
      const fate = await world.fateOf(to);
      switch (fate.kind) {
        case 'connects':
          return real.connect({ address: LOOPBACK, port: fate.loopbackPort }, signal);
        case 'never_answers':
          return untilAborted(signal);
        case 'fails':
          throw systemError(fate.code, 'connect', to);
      }
    },
    async exchange(to, message, accept, signal, options) {
      signal.throwIfAborted();
      const fate = await world.fateOfDatagram(to);
      switch (fate.kind) {
        case 'connects':
          return real.exchange({ address: LOOPBACK, port: fate.loopbackPort }, message, accept, signal, options);
        case 'never_answers':
          return untilAborted(signal);
        case 'fails':
          throw systemError(fate.code, 'recvmsg', to);
      }
    },
    resolvers: () => world.resolvers(),
    hostsFile: async () => world.hostsFile(),
    lookup: (host) => world.lookup(host),
  };
}

/** As a SYN that nobody answers: nothing happens until the caller loses patience. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** An error as libuv reports it: the ICMP codes arrive as these. */
function systemError(code: string, syscall: string, { address, port }: Endpoint): Error {
  const errno = [...getSystemErrorMap()].find(([, [name]]) => name === code)?.[0];
  return Object.assign(new Error(`${syscall} ${code} ${address}:${port}`), {
    code,
    syscall,
    address,
    port,
    ...(errno !== undefined && { errno }),
  });
}
