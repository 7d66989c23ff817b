/** The real network: the operating system's sockets, resolver and hosts file. */
import { promises as dns } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { connect as dial, type Socket } from 'node:net';
import type { Network } from '../model/network.ts';
import type { Endpoint } from '../model/step.ts';
import { parseResolver } from './dns-name.ts';
import { toSystemError } from './to-failure.ts';
import { createUdpExchange } from './udp-exchange.ts';

export type NodeNetwork = Network<Socket>;

const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

export function nodeNetwork(): NodeNetwork {
  return {
    connect,
    exchange: createUdpExchange(),
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

/** A file that is missing, or that we may not read, says nothing: the system's own resolver goes on without it too. */
async function readHostsFile(): Promise<string> {
  try {
    return await readFile(HOSTS_FILE, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(toSystemError(error).code ?? '')) return '';
    throw error;
  }
}
