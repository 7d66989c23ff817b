/** A resolver on loopback, UDP and TCP on one port, that does what the test tells it for each name. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import dnsPacket, { type Answer } from 'dns-packet';

export interface Asked {
  /** Lower case. */
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
  readonly edns: boolean;
  readonly id: number;
}
/** One way to answer. Nothing set: NOERROR without records. */
export interface Reply {
  readonly silent?: true;
  /** Number; 0 where absent. */
  readonly rcode?: number;
  readonly answers?: readonly Answer[];
  readonly authorities?: readonly Answer[];
  readonly truncated?: true;
  /** Added to the id. */
  readonly idOff?: number;
  /** Answers another question instead. */
  readonly question?: { readonly name: string; readonly type: 'A' | 'AAAA' };
  /** Without the question section, as servers do that could not read it. */
  readonly headerOnly?: true;
  /** Changes the bytes before they are sent. */
  readonly bytes?: (answer: Buffer) => Uint8Array;
  /** Several datagrams, before the answer. */
  readonly before?: readonly Reply[];
  /** TCP: ends the connection without the answer. */
  readonly hangUp?: true;
}
export type Script = (asked: Asked) => Reply | Promise<Reply>;

export interface TestDnsServer {
  readonly address: string;
  readonly port: number;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export const a = (name: string, data: string, ttl = 60): Answer => ({ type: 'A', name, data, ttl });
export const aaaa = (name: string, data: string, ttl = 60): Answer => ({ type: 'AAAA', name, data, ttl });
export const cname = (name: string, data: string, ttl = 60): Answer => ({ type: 'CNAME', name, data, ttl });
export const soa = (name: string): Answer => ({
  type: 'SOA',
  name,
  ttl: 60,
  data: { mname: `ns.${name}`, rname: `root.${name}`, serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 },
});

/** By name; other names do not exist. A function sees the question. */
export function zone(names: Readonly<Record<string, Reply | Script>>): Script {
  return (asked) => {
    const reply = names[asked.name];
    if (!reply) return { rcode: 3 };
    return typeof reply === 'function' ? reply(asked) : reply;
  };
}

/** Keeps the records of the type that was asked for, and all aliases. */
export function records(...all: readonly Answer[]): Script {
  return ({ type }) => ({ answers: all.filter((one) => one.type === type || one.type === 'CNAME') });
}

export async function startDnsServer(script: Script): Promise<TestDnsServer> {
  const asked: Asked[] = [];
  const open = new Set<Socket>();
  const tcp = createServer((socket) => serveTcp(socket));
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');

  udp.on('message', (message, from) => {
    void replies(message, 'udp').then((all) => {
      for (const bytes of all) udp.send(bytes, from.port, from.address);
    });
  });

  function serveTcp(socket: Socket): void {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const message = received.subarray(2);
      received = Buffer.alloc(0);
      void replies(message, 'tcp').then((all) => {
        for (const bytes of all) {
          const length = Buffer.from([bytes.length >> 8, bytes.length & 0xff]);
          socket.write(Buffer.concat([length, bytes]));
        }
        if (hangsUp.has(message)) socket.end();
      });
    });
  }

  const hangsUp = new WeakSet<Buffer>();
  async function replies(message: Buffer, transport: 'udp' | 'tcp'): Promise<readonly Uint8Array[]> {
    const query = dnsPacket.decode(message);
    const question = query.questions?.[0];
    if (!question) throw new Error('a query without a question');
    const one: Asked = {
      name: question.name.toLowerCase(),
      type: question.type,
      transport,
      edns: (query.additionals ?? []).some(({ type }) => type === 'OPT'),
      id: query.id ?? 0,
    };
    asked.push(one);
    const reply = await script(one);
    if (reply.hangUp) hangsUp.add(message);
    return [...(reply.before ?? []), reply]
      .filter(({ silent, hangUp }) => !silent && !hangUp)
      .map((each) => encoded(each, one));
  }

  return {
    address: '127.0.0.1',
    port,
    asked,
    close: async () => {
      for (const socket of open) socket.destroy();
      await Promise.all([new Promise<void>((done) => udp.close(() => done())), new Promise((done) => tcp.close(done))]);
    },
  };
}

export function encoded(reply: Reply, asked: Pick<Asked, 'id' | 'name' | 'type'>): Uint8Array {
  const { name, type } = reply.question ?? asked;
  const bytes = dnsPacket.encode({
    type: 'response',
    id: (asked.id + (reply.idOff ?? 0)) & 0xffff,
    flags:
      dnsPacket.RECURSION_DESIRED |
      dnsPacket.RECURSION_AVAILABLE |
      (reply.truncated ? dnsPacket.TRUNCATED_RESPONSE : 0) |
      (reply.rcode ?? 0),
    questions: reply.headerOnly ? [] : [{ type: type as 'A', name }],
    answers: [...(reply.answers ?? [])],
    authorities: [...(reply.authorities ?? [])],
  });
  return reply.bytes?.(bytes) ?? bytes;
}
