/** The real network: the operating system's sockets, resolver and hosts file. */
import { createSocket, type SocketOptions } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { connect as dial, isIP, isIPv6, type Socket } from 'node:net';
import type { Network } from '../model/network.ts';
import type { Endpoint } from '../model/step.ts';
import { parseResolver } from './dns-name.ts';
import { toSystemError } from './to-failure.ts';

export type NodeNetwork = Network<Socket>;

const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

export function nodeNetwork(): NodeNetwork {
  return {
    connect,
    exchange,
    // A new Resolver reads the machine's settings again; the module's own keeps those of the start.
    resolvers: () => new dns.Resolver().getServers().map(parseResolver),
    hostsFile: readHostsFile,
    lookup: async (host) => (await dns.lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address),
    simulated: false,
  };
}

function connect(to: Endpoint, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // No half-open connections: the far end's FIN is answered by ours, as the agents' own stacks do.
    const socket = dial({ host: to.address, port: to.port, autoSelectFamily: false, noDelay: true });
    // Not one byte is read (nor an end seen) before somebody listens: a pause lasts until `resume`, so the first 'data' listener must lift it.
    socket.pause();
    socket.on('newListener', startReading);
    // Stays for the socket's life: an error that comes before the taker listens must not end the process. It is kept in `socket.errored`.
    socket.on('error', onError);
    socket.once('connect', onConnect);
    signal.addEventListener('abort', onAbort, { once: true });

    function startReading(event: string | symbol): void {
      if (event !== 'data') return;
      socket.off('newListener', startReading);
      socket.resume();
    }
    function onConnect(): void {
      signal.removeEventListener('abort', onAbort);
      resolve(socket);
    }
    function onError(error: Error): void {
      signal.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect);
      reject(error);
    }
    function onAbort(): void {
      socket.off('connect', onConnect);
      socket.destroy();
      reject(signal.reason);
    }
  });
}

/** A connected socket: the kernel drops datagrams from elsewhere, and tells of ICMP errors. Each exchange has a fresh random source port. */
function exchange(
  to: Endpoint,
  message: Uint8Array,
  accept: (answer: Uint8Array) => boolean,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = createSocket({ type: isIPv6(to.address) ? 'udp6' : 'udp4', lookup: asItIs });
    let over = false;
    // The listeners stay: a datagram still on its way out may fail after the end, and nobody is left to be told.
    const end = (): boolean => {
      if (over) return false;
      over = true;
      signal.removeEventListener('abort', onAbort);
      socket.close();
      return true;
    };
    const fail = (error: unknown): void => {
      if (end()) reject(error);
    };
    const onAbort = (): void => fail(signal.reason);

    socket.on('error', fail);
    socket.on('message', (answer: Uint8Array) => {
      if (!over && accept(answer) && end()) resolve(answer);
    });
    socket.on('connect', () => {
      if (!over) socket.send(message);
    });
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      socket.connect(to.port, to.address);
    } catch (error) {
      fail(error);
    }
  });
}

/** It is an address already; Node's own look-up of it costs a fifth of an exchange. */
const asItIs: NonNullable<SocketOptions['lookup']> = (address, _options, found) => found(null, address, isIP(address));

/** A file that is missing, or that we may not read, says nothing: the system's own resolver goes on without it too. */
async function readHostsFile(): Promise<string> {
  try {
    return await readFile(HOSTS_FILE, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(toSystemError(error).code ?? '')) return '';
    throw error;
  }
}
