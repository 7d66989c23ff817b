/**
 * Datagrams to one place and the answers from there (`Network.exchange`), each over a socket of its own or over one that messages share.
 *
 * A socket and port for each question is the dearest part of a question. So those that are under way at the same time may share one; what an answer
 * belongs to is told by its first two bytes (a DNS id). What a forger off the path would have to guess stays two numbers: the kernel's random port, which
 * changes with every `MOST_SHARING` messages, and the random id of a question whose name he must know. The socket is connected, so the kernel drops
 * datagrams from elsewhere and tells of ICMP errors. A socket on which a question was given up takes no further ones: the path may have dropped that very flow.
 */
import { createSocket, type SocketOptions } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';
import type { DatagramOptions, Network } from '../model/network.ts';
import type { Endpoint } from '../model/step.ts';

/** So many answers of the usual size fit into a socket's buffer, however late we come to read them. */
const MOST_SHARING = 32;

interface Waiting {
  /** The first two bytes of the message. */
  readonly id: number;
  readonly message: Uint8Array;
  /** True where the answer is taken; nothing waits for another then. */
  offer(answer: Uint8Array): boolean;
  fail(why: unknown): void;
}

/** A connected socket, open as long as somebody waits for something on it. */
interface Line {
  /** False where this message could not be told from another on the line, or where the line takes no more. */
  take(one: Waiting): boolean;
  leave(one: Waiting, answered: boolean): void;
}

export function createUdpExchange(): Network<unknown>['exchange'] {
  const shared = new Map<string, Line>();

  const join = (to: Endpoint, one: Waiting): Line => {
    const place = `${to.address} ${to.port}`;
    const present = shared.get(place);
    if (present?.take(one)) return present;
    let line: Line | undefined;
    line = openLine(to, MOST_SHARING, () => {
      if (shared.get(place) === line) shared.delete(place);
    });
    shared.set(place, line);
    line.take(one);
    return line;
  };
  const alone = (to: Endpoint, one: Waiting): Line => {
    const line = openLine(to, 1, () => undefined);
    line.take(one);
    return line;
  };

  return (to, message, accept, signal, { sharesPort = false }: DatagramOptions = {}) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const end = (answered: boolean): void => {
        signal.removeEventListener('abort', onAbort);
        line.leave(one, answered);
      };
      const one: Waiting = {
        id: idOf(message),
        message,
        offer: (answer) => {
          if (!accept(answer)) return false;
          end(true);
          resolve(answer);
          return true;
        },
        fail: (why) => {
          end(false);
          reject(why);
        },
      };
      const onAbort = (): void => one.fail(signal.reason);
      const line = sharesPort ? join(to, one) : alone(to, one);
      signal.addEventListener('abort', onAbort, { once: true });
    });
}

/** @throws what the system says at once: no handle left, or no such port. */
function openLine(to: Endpoint, most: number, onRetired: () => void): Line {
  const waiting = new Map<number, Waiting>();
  /** Of every message so far: a late answer to one of them is no stray to the others. */
  const ids = new Set<number>();
  let connected = false;
  let retired = false;
  let closed = false;
  let broken: { readonly by: Error } | undefined;
  const socket = createSocket({ type: isIPv6(to.address) ? 'udp6' : 'udp4', lookup: asItIs });

  const retire = (): void => {
    if (retired) return;
    retired = true;
    onRetired();
  };
  const close = (): void => {
    if (closed) return;
    closed = true;
    retire();
    socket.close();
  };

  const onError = (error: Error): void => {
    broken = { by: error };
    retire();
    for (const one of [...waiting.values()]) one.fail(error);
  };
  // What the system has to say of an earlier datagram (ICMP) it may say on sending the next one, which is not sent then.
  const onSent = (error: Error | null): void => {
    if (error) onError(error);
  };
  // The listeners stay: a datagram still on its way out may fail after the end, and nobody is left to be told.
  socket.on('error', onError);
  socket.on('message', (answer: Uint8Array) => {
    const id = idOf(answer);
    const own = waiting.get(id);
    if (most > 1 && (own || ids.has(id))) {
      own?.offer(answer);
      return;
    }
    for (const one of waiting.values()) if (one.offer(answer)) return;
  });
  socket.on('connect', () => {
    connected = true;
    if (!closed) for (const { message } of waiting.values()) socket.send(message, onSent);
  });
  try {
    socket.connect(to.port, to.address);
    // Told by an event, though before anybody could wait for it.
    if (broken) throw broken.by;
  } catch (error) {
    close();
    throw error;
  }

  return {
    take(one) {
      if (retired || ids.size === most || ids.has(one.id)) return false;
      ids.add(one.id);
      waiting.set(one.id, one);
      if (connected) socket.send(one.message, onSent);
      return true;
    },
    leave(one, answered) {
      waiting.delete(one.id);
      if (!answered) retire();
      if (waiting.size === 0) close();
    },
  };
}

/** It is an address already; Node's own look-up of it costs a fifth of an exchange. */
const asItIs: NonNullable<SocketOptions['lookup']> = (address, _options, found) => found(null, address, isIP(address));

function idOf(message: Uint8Array): number {
  return ((message[0] ?? 0) << 8) | (message[1] ?? 0);
}
