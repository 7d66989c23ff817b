import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import dnsPacket, { type Answer, type DecodedPacket, type Question } from 'dns-packet';
import type { Directory } from './directory.ts';
import { type Lifetime, LOOPBACK } from './lifetime.ts';
import type { DnsBehaviour, SimulatedResolver } from './world.ts';

/** A resolver as servers on loopback: UDP and TCP, each on a port of its own. */
export interface DnsServer {
  udpPort(): Promise<number>;
  tcpPort(): Promise<number>;
}

const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
const GARBAGE = Buffer.from('ff00ff00ff00ff00deadbeef', 'hex');
const DEFAULT_TTL = 60;

export function dnsServer(resolver: SimulatedResolver, names: Directory, life: Lifetime): DnsServer {
  const own = new Map(Object.entries(resolver.sees ?? {}).map(([name, seen]) => [name.toLowerCase(), seen]));
  const seen = (name: string): DnsBehaviour => {
    switch (resolver.conduct ?? 'live') {
      case 'servfail':
        return { rcode: 'SERVFAIL' };
      case 'refused':
        return { rcode: 'REFUSED' };
      case 'garbage':
        return { trouble: 'garbage' };
      case 'live':
        return own.get(name.toLowerCase()) ?? names.resolve(name, 'client');
      case 'silent':
      case 'unreachable':
        return { trouble: 'silent' };
    }
  };
  const answer = (message: Buffer, transport: 'udp' | 'tcp'): Buffer | undefined => {
    const query = decoded(message);
    const question = query?.questions?.[0];
    return query && question ? respond(query, question, seen(question.name), transport) : undefined;
  };
  let udp: Promise<number> | undefined;
  let tcp: Promise<number> | undefined;
  return {
    udpPort: () => (udp ??= listenUdp(life, (message) => answer(message, 'udp'))),
    tcpPort: () => (tcp ??= life.listen((socket) => serveTcp(socket, (message) => answer(message, 'tcp')))),
  };
}

/** Undefined for bytes that are no DNS: a server says nothing to those. */
function decoded(message: Buffer): DecodedPacket | undefined {
  try {
    return dnsPacket.decode(message);
  } catch {
    return undefined;
  }
}

function respond(
  query: DecodedPacket,
  question: Question,
  seen: DnsBehaviour,
  transport: 'udp' | 'tcp',
): Buffer | undefined {
  const flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE;
  const packet = (rcode: number, answers: Answer[], id = query.id ?? 0, asked = question): Buffer =>
    dnsPacket.encode({ type: 'response', id, flags: flags | rcode, questions: [asked], answers });

  if ('trouble' in seen) {
    switch (seen.trouble) {
      case 'silent':
        return undefined;
      case 'garbage':
        return GARBAGE;
      case 'wrong_id':
        return packet(RCODES.NOERROR, [], ((query.id ?? 0) + 1) & 0xffff);
      case 'wrong_question':
        return packet(RCODES.NOERROR, [], query.id, { ...question, name: 'another.example' });
    }
  }
  const aliases = seen.aliases ?? [];
  const ttl = 'addresses' in seen ? (seen.ttl ?? DEFAULT_TTL) : DEFAULT_TTL;
  const chain = aliases.map((data, at): Answer => {
    return { type: 'CNAME', name: aliases[at - 1] ?? question.name, ttl, data };
  });
  if ('rcode' in seen) return packet(RCODES[seen.rcode], chain);
  if (seen.truncated && transport === 'udp') return packet(dnsPacket.TRUNCATED_RESPONSE, []);
  const { type } = question;
  const fitting = seen.addresses.filter((address) => type === (address.includes(':') ? 'AAAA' : 'A'));
  const owner = aliases.at(-1) ?? question.name;
  const addresses = fitting.map((data): Answer => {
    return { type: data.includes(':') ? 'AAAA' : 'A', name: owner, ttl, data };
  });
  return packet(RCODES.NOERROR, [...chain, ...addresses]);
}

function listenUdp(life: Lifetime, answer: (message: Buffer) => Buffer | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createSocket('udp4');
    server.on('error', reject);
    server.on('message', (message, from) => {
      const response = answer(message);
      if (response) server.send(response, from.port, from.address);
    });
    server.bind(0, LOOPBACK, () => resolve(server.address().port));
    life.atEnd(() => new Promise((done) => server.close(() => done())));
  });
}

/** Each message after its length in two bytes (RFC 1035 §4.2.2). */
function serveTcp(socket: Socket, answer: (message: Buffer) => Buffer | undefined): void {
  let pending = Buffer.alloc(0);
  socket.on('end', () => socket.end());
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const response = answer(pending.subarray(2, end));
      pending = pending.subarray(end);
      if (!response) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(response.length);
      socket.write(Buffer.concat([length, response]));
    }
  });
}
