/** Clients of Node's own for the simulated network, and what came over the wire. Nothing here is shared with the probe. */
import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls';
import dnsPacket, { type DecodedPacket } from 'dns-packet';
import { onTestFinished } from 'vitest';
import type { Chance, Clock } from '../../../src/model/clock.ts';
import type { Network } from '../../../src/model/network.ts';
import type { Endpoint } from '../../../src/model/step.ts';
import { type Simulation, startSimulation } from '../../../src/simulator/simulation.ts';
import type { World } from '../../../src/simulator/world.ts';

export const WALL_MS = Date.UTC(2026, 10, 23, 16, 40);

/** Time stands still unless told to pass: `pass` runs what is due by then. */
export interface HandClock extends Clock {
  pass(ms: number): void;
  readonly waiting: number;
}
export function handClock(): HandClock {
  let now = 0;
  let due: { readonly at: number; readonly call: () => void }[] = [];
  return {
    wallMs: () => WALL_MS + now,
    monotonicMs: () => now,
    after(ms, call) {
      const entry = { at: now + ms, call };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    pass(ms) {
      now += ms;
      const ripe = due.filter(({ at }) => at <= now);
      due = due.filter(({ at }) => at > now);
      for (const { call } of ripe) call();
    },
    get waiting() {
      return due.length;
    },
  };
}

/** The machine's own network, as the simulation wraps it. */
const loopback: Network<Socket> = {
  simulated: false,
  connect: ({ address, port }, signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: address, port, allowHalfOpen: false });
      const abort = (): void => void socket.destroy(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        signal.removeEventListener('abort', abort);
        resolve(socket);
      });
    }),
  exchange: ({ address, port }, message, accept, signal) =>
    new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      signal.addEventListener('abort', () => {
        socket.close();
        reject(signal.reason);
      });
      socket.on('message', (answer) => {
        if (!accept(answer)) return;
        socket.close();
        resolve(answer);
      });
      socket.send(message, port, address);
    }),
  resolvers: () => [],
  hostsFile: async () => '',
  lookup: async () => [],
};

export interface Running {
  readonly simulation: Simulation;
  readonly network: Network<Socket>;
  readonly clock: HandClock;
}
export async function running(world: World, chance?: Chance): Promise<Running> {
  const clock = handClock();
  const simulation = await startSimulation(world, { clock, ...(chance && { chance }) });
  onTestFinished(() => simulation.close());
  return { simulation, network: simulation.network(loopback), clock };
}

const neverAborted = (): AbortSignal => new AbortController().signal;
export const dialling = (network: Network<Socket>, address: string, port: number): Promise<Socket> =>
  network.connect({ address, port }, neverAborted());

export interface Heard {
  readonly bytes: Buffer;
  readonly text: string;
  readonly end: 'fin' | 'rst';
}

/** Says something, and listens until the other side ends the connection, or `until` holds of what came. */
export function converse(socket: Socket, says: Buffer | string, until?: (bytes: Buffer) => boolean): Promise<Heard> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const leave = (end: Heard['end']): void => {
      socket.destroy();
      resolve({ bytes, text: bytes.toString('latin1'), end });
    };
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (until?.(bytes)) leave('fin');
    });
    socket.on('end', () => leave('fin'));
    socket.on('error', () => leave('rst'));
    socket.write(says);
  });
}

/** The ClientHello of Node's own TLS, caught before it leaves. */
export async function helloOf(servername: string | undefined, options: ConnectionOptions = {}): Promise<Buffer> {
  const written: Buffer[] = [];
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk);
      done();
    },
  });
  const client = tlsConnect({ socket: wire, ...(servername !== undefined && { servername }), ...options });
  // Destroyed before any handshake: that this is an error to the client is the point.
  client.on('error', () => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  client.destroy();
  return Buffer.concat(written);
}

export interface Secured {
  readonly protocol: string | null;
  readonly cipher: string;
  readonly issuer: string;
  /** Names of the chain as sent, leaf first. */
  readonly sent: readonly string[];
  /** What verification against the simulated root alone says: `ok` or a code. */
  readonly verification: string;
  readonly validTo: string;
  readonly answer: string;
}
export interface Unsecured {
  readonly code: string;
  readonly syscall: string | undefined;
  readonly message: string;
  readonly bytes: number;
}

/** A TLS handshake with Node's own client over a connection of the simulated network, and one GET in it. */
export async function securely(
  { network, simulation }: Pick<Running, 'network' | 'simulation'>,
  address: string,
  servername: string,
  { port = 443, path = '/', ...options }: ConnectionOptions & { readonly port?: number; readonly path?: string } = {},
): Promise<Secured | Unsecured> {
  const socket = await dialling(network, address, port);
  return secureOver(socket, servername, simulation.trust, path, options);
}

export function secureOver(
  socket: Socket,
  servername: string,
  ca: string,
  path = '/',
  options: ConnectionOptions = {},
): Promise<Secured | Unsecured> {
  return new Promise((resolve) => {
    const secured = tlsConnect({ socket, servername, ca, rejectUnauthorized: false, ...options });
    let answer = '';
    let facts: Omit<Secured, 'answer'> | undefined;
    secured.once('secureConnect', () => {
      const leaf = secured.getPeerCertificate(true);
      const sent: string[] = [];
      for (let one = leaf; !sent.includes(String(one.subject.CN)); one = one.issuerCertificate) {
        sent.push(String(one.subject.CN));
        if (!one.issuerCertificate) break;
      }
      facts = {
        protocol: secured.getProtocol(),
        cipher: secured.getCipher().standardName,
        issuer: String(leaf.issuer.CN),
        sent,
        verification: String(secured.authorizationError ?? 'ok'),
        validTo: leaf.valid_to,
      };
      secured.write(`GET ${path} HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
    });
    secured.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (complete(answer)) secured.destroy();
    });
    secured.once('error', (error: NodeJS.ErrnoException) => {
      if (facts) answer += `(${error.code})`;
      else {
        const { code = '', syscall, message } = error;
        resolve({ code, syscall, message, bytes: socket.bytesRead });
      }
    });
    secured.once('close', () => facts && resolve({ ...facts, answer }));
    secured.once('end', () => facts && secured.destroy());
  });
}

/** An answer with its whole body. */
export function complete(answer: string): boolean {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  return rest.length > 0 && length !== undefined && rest.join('\r\n\r\n').length >= Number(length);
}

/** One question over UDP. */
export async function ask(
  network: Network<Socket>,
  name: string,
  type: 'A' | 'AAAA' = 'A',
  resolver: Endpoint = { address: '10.10.0.4', port: 53 },
): Promise<DecodedPacket> {
  const answer = await network.exchange(resolver, query(name, type), () => true, neverAborted());
  return dnsPacket.decode(Buffer.from(answer));
}

export const addressesOf = ({ answers = [] }: DecodedPacket): string[] =>
  answers.flatMap((answer) => (answer.type === 'A' || answer.type === 'AAAA' ? [answer.data] : []));

export const query = (name: string, type: 'A' | 'AAAA' = 'A', id = 4711): Buffer =>
  dnsPacket.encode({ type: 'query', id, flags: dnsPacket.RECURSION_DESIRED, questions: [{ type, name }] });
