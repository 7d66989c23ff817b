/** What tests of the probe engine share: far ends on loopback, a network that knows names without DNS, a prober with short deadlines. */
import { randomInt, randomUUID } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Chance, Clock } from '../../src/model/clock.ts';
import type { ProbeSettings } from '../../src/model/settings.ts';
import {
  DEFAULT_CANARIES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_MUST_BE_DENIED,
  DEFAULT_ODD_PORT,
} from '../../src/model/settings.ts';
import type { Endpoint } from '../../src/model/step.ts';
import type { Target } from '../../src/model/target.ts';
import { type NodeNetwork, nodeNetwork } from '../../src/probe/node-network.ts';
import { createProber, type Prober } from '../../src/probe/prober.ts';

export interface CountingClock extends Clock {
  /** Timers that were set and neither fired nor were cancelled. */
  readonly pending: () => number;
}

/** The real clock, counting its timers. */
export function countingClock(): CountingClock {
  const pending = new Set<NodeJS.Timeout>();
  return {
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    after(ms, call) {
      const timer = setTimeout(() => {
        pending.delete(timer);
        call();
      }, ms);
      pending.add(timer);
      return () => {
        pending.delete(timer);
        clearTimeout(timer);
      };
    },
    pending: () => pending.size,
  };
}

export const chance: Chance = { id: () => randomUUID(), integer: (below) => randomInt(below) };

export interface Peer {
  readonly port: number;
  readonly endpoint: Endpoint;
  /** Connections that are open at the far end. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** A far end that does with each connection what the test says. Errors of a connection are the test's own doing. */
export async function peer(serve: (socket: Socket) => void, host = '127.0.0.1'): Promise<Peer> {
  return listening(createServer({ noDelay: true }, serve), host);
}

/** Any server of Node's, on a port of its own. */
export async function listening(server: Server, host = '127.0.0.1'): Promise<Peer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: { address: host, port },
    open: () => sockets.size,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers the first bytes of a connection (a ClientHello, a request). */
export function afterHello(act: (socket: Socket, hello: Buffer) => void): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', (hello: Buffer) => {
      act(socket, hello);
      socket.on('data', () => {});
    });
  };
}

export interface TestNetwork extends NodeNetwork {
  /** What was dialled, as it was asked for. */
  readonly dialled: readonly Endpoint[];
}

/** The real network; names come from a hosts file, no resolver is asked, and `route` may send an address elsewhere (or throw). */
export function testNetwork(
  hosts: Readonly<Record<string, string>> = {},
  route: (to: Endpoint) => Endpoint = (to) => to,
): TestNetwork {
  const real = nodeNetwork();
  const dialled: Endpoint[] = [];
  return {
    ...real,
    dialled,
    resolvers: () => [],
    lookup: async (host) => {
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    },
    hostsFile: async () =>
      Object.entries(hosts)
        .map(([host, address]) => `${address} ${host}`)
        .join('\n'),
    connect: async (to, signal) => {
      dialled.push(to);
      return real.connect(route(to), signal);
    },
  };
}

export const SETTINGS: ProbeSettings = {
  deadlines: { dnsMs: 500, tcpMs: 500, tlsMs: 500, httpMs: 500 },
  concurrency: 64,
  allAddresses: false,
  resolvers: [],
  canaries: DEFAULT_CANARIES,
  oddPort: DEFAULT_ODD_PORT,
  mustBeDenied: DEFAULT_MUST_BE_DENIED,
  expectFirewall: false,
  trust: [],
  inspectionCas: [],
  followUps: DEFAULT_FOLLOW_UPS,
};

export interface Bench {
  readonly prober: Prober;
  readonly clock: CountingClock;
  readonly network: TestNetwork;
}

export function bench(
  settings: Partial<ProbeSettings> = {},
  network: TestNetwork = testNetwork({ 'target.test': '127.0.0.1' }),
): Bench {
  const clock = countingClock();
  const prober = createProber({
    network,
    clock,
    chance,
    settings: { ...SETTINGS, ...settings },
    version: '0.0.0-test',
  });
  return { prober, clock, network };
}

export function target(port: number, other: Partial<Target> = {}): Target {
  return {
    name: 'target',
    host: 'target.test',
    port,
    scheme: 'https',
    path: '/',
    agents: [],
    feature: '',
    required: true,
    tier: 'required',
    effect: 'unknown',
    stops: '',
    inspection: 'unknown',
    ...other,
  };
}
