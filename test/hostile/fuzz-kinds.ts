/** What is mutated: real exchanges, recorded or made by real servers. Each kind makes one far end from one seed. */
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { Target } from '../../src/model/target.ts';
import { Extension, publicKeyInfrastructure, revocationList } from '../support/certificates.ts';
import { a, aaaa, cname, encoded, soa } from '../support/dns-server.ts';
import { listening, type Peer } from '../support/probing.ts';
import { alert, record, serverHello } from '../support/tls-bytes.ts';
import { hostileCertificate } from './certificates.ts';
import { ALL_TRICKS, answering, overTls, TRICKS } from './far-end.ts';
import { deliver, mutate } from './mutate.ts';
import type { Random } from './seeded.ts';

export const FUZZ_KINDS = [
  'http',
  'inside_tls',
  'tls',
  'relay',
  'certificate',
  'proxy',
  'discovery',
  'banner',
  'dns',
] as const;
export type FuzzKind = (typeof FUZZ_KINDS)[number];

export interface FuzzCase {
  /** TCP. For `dns` the resolver's own. */
  serve(socket: Socket): void;
  readonly about: Partial<Target>;
  /** Whether the verdict may be `reachable`. */
  readonly mayBeReachable: boolean;
  /** Through this far end as a proxy. */
  readonly proxied?: true;
  /** The answer to a question, as bytes; several datagrams over UDP. */
  readonly answer?: (question: Buffer) => readonly Buffer[];
}
export type Maker = (random: Random) => FuzzCase | Promise<FuzzCase>;

export interface Makers extends Readonly<Record<FuzzKind, Maker>> {
  close(): Promise<void>;
}

/** Records what there is to be mutated. */
export async function fuzzMakers(): Promise<Makers> {
  const pki = await publicKeyInfrastructure('Private');
  const server = { cert: pki.chain, key: pki.leaf.key };
  const opened: Peer[] = [];
  const realServer = async (options: TlsOptions): Promise<Peer> => {
    const real = createTlsServer({ ...server, ...options }, (inside) => {
      inside.on('error', () => {});
      inside.once('data', () => inside.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    real.on('tlsClientError', () => {});
    const far = await listening(real);
    opened.push(far);
    return far;
  };
  const real = [
    await realServer({ maxVersion: 'TLSv1.2' }),
    await realServer({}),
    await realServer({ requestCert: true, maxVersion: 'TLSv1.2' }),
  ];
  const http = await httpAnswers(pki);

  const spoken = (random: Random): Buffer => mutate(random.pick(http), random, random.pick(http));
  const plain = (about: Partial<Target>, bytes: Buffer, random: Random, more: Partial<FuzzCase> = {}): FuzzCase => ({
    about,
    mayBeReachable: about.scheme === 'http',
    serve: answering((socket) => deliver(socket, bytes, random, () => socket.resetAndDestroy())),
    ...more,
  });
  const insideTls = (about: Partial<Target>, bytes: Buffer, random: Random): FuzzCase => ({
    about: { scheme: 'https', ...about },
    mayBeReachable: false,
    serve: (socket) =>
      overTls(server, (inside) => deliver(inside, bytes, random, () => socket.resetAndDestroy()))(socket),
  });

  return {
    http: (random) =>
      plain({ scheme: 'http', ...(random.chance(3) && { expect: { body: 'ok' } }) }, spoken(random), random),
    inside_tls: (random) => insideTls({}, spoken(random), random),
    tls: (random) => plain({ scheme: 'https' }, mutate(random.pick(FLIGHTS), random, random.pick(FLIGHTS)), random),
    relay: (random) => relay(random.pick(real).port, random),
    certificate: (random) => certificate(random),
    proxy: (random) =>
      plain({ scheme: random.pick(['http', 'https', 'tcp']) }, mutate(random.pick(CONNECTS), random), random, {
        proxied: true,
        mayBeReachable: true,
      }),
    discovery: (random) =>
      insideTls({ discovers: random.pick(['his', 'notifications', 'dce']) }, mutate(random.pick(TOLD), random), random),
    banner: (random) => ({
      ...plain({ scheme: 'tcp' }, spoken(random), random, { mayBeReachable: true }),
      serve: (socket) => deliver(socket, spoken(random), random, () => socket.resetAndDestroy()),
    }),
    dns: (random) => resolver(random),
    close: async () => {
      await Promise.all(opened.map((far) => far.close()));
    },
  };
}

async function httpAnswers(pki: Awaited<ReturnType<typeof publicKeyInfrastructure>>): Promise<readonly Buffer[]> {
  const crl = await revocationList(pki.root, 40);
  const zipped = gzipSync(Buffer.alloc(100_000));
  const whole = (head: string, body: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
  return [
    whole('HTTP/1.1 200 OK\nServer: Kestrel\nDate: Mon, 23 Nov 2026 16:40:02 GMT', Buffer.from('ok')),
    whole(
      'HTTP/1.1 470 Unknown\nContent-Type: text/plain',
      Buffer.from('Action: Deny. Reason: No rule matched. Proceeding with default action.'),
    ),
    whole(
      'HTTP/1.1 403 Forbidden\nVia: 1.1 squid (squid/6)\nX-Squid-Error: ERR_ACCESS_DENIED 0\nContent-Type: text/html',
      Buffer.from(ALL_TRICKS),
    ),
    whole('HTTP/1.1 302 Found\nLocation: http://portal.example/login?next=x\nSet-Cookie: a=b', Buffer.alloc(0)),
    whole('HTTP/1.1 200 OK\nContent-Type: application/pkix-crl', crl),
    whole('HTTP/1.1 200 OK\nContent-Type: application/pkix-cert', Buffer.from(pki.root.certificate.rawData)),
    whole('HTTP/1.1 200 OK\nContent-Encoding: gzip', zipped),
    Buffer.from(
      'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: z\r\n\r\n',
    ),
    Buffer.from('HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\n\r\nbusy'),
  ];
}

const FLIGHTS: readonly Buffer[] = [
  Buffer.concat([record(22, serverHello(0x0303)), record(22, Buffer.from([14, 0, 0, 0]))]),
  Buffer.concat([
    record(22, serverHello(0x0303, 0x1301, Buffer.from([0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0, 29]))),
    record(20, Buffer.from([1])),
  ]),
  alert(2, 40),
  Buffer.concat([alert(1, 112), record(22, serverHello(0x0301))]),
  Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\nplain text on a TLS port'),
];
const CONNECTS: readonly Buffer[] = [
  Buffer.concat([Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n'), record(22, serverHello(0x0303))]),
  Buffer.from(
    'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n',
  ),
  Buffer.from('HTTP/1.1 470 Unknown\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nAction: Deny'),
  Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'),
];
const TOLD: readonly Buffer[] = [
  '["guestnotificationservice.azure.com","g1.servicebus.windows.net"]',
  '{"endpoints":[{"url":"https://a-b.westeurope-1.handler.control.monitor.azure.com/"}],"x":{"y":["localhost","127.0.0.1","169.254.169.254"]}}',
  `${'['.repeat(500)}${']'.repeat(500)}`,
].map((json) =>
  Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`),
);

/** A man in the middle: the hello reaches a real server, and what comes back is changed on its way. */
function relay(port: number, random: Random): FuzzCase {
  return {
    about: { scheme: 'https' },
    mayBeReachable: false,
    serve: (socket) => {
      const real = connect({ port, host: '127.0.0.1' });
      // The first chunks hold the hello and the certificates; later ones are let through at times, so that handshakes complete.
      const spared = random.below(4);
      let chunks = 0;
      real.on('data', (chunk: Buffer) => {
        chunks += 1;
        socket.write(chunks <= spared ? chunk : mutate(chunk, random));
      });
      socket.on('data', (chunk: Buffer) => real.write(chunk));
      for (const [one, other] of [
        [socket, real],
        [real, socket],
      ] as const) {
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
      }
      real.on('end', () => socket.end());
      if (random.chance(24)) real.pause();
    },
  };
}

const OIDS = [
  '2.5.29.31',
  '1.3.6.1.5.5.7.1.1',
  '2.5.29.14',
  '2.5.29.35',
  '2.5.29.17',
  '2.5.29.19',
  '1.3.6.1.4.1.11129.2.4.2',
];
/** DER that is right at first: a list of lists of an address. */
const DER = Buffer.from(
  '303e303ca03aa0388636687474703a2f2f63726c332e64696769636572742e636f6d2f44696769436572745365637572654361',
  'hex',
);

async function certificate(random: Random): Promise<FuzzCase> {
  const texts = [...Object.values(TRICKS), 'DigiCert Inc', 'target.test', 'x'.repeat(60)].map((text) =>
    text.replaceAll('"', ''),
  );
  const name = (): { readonly [key: string]: string[] }[] =>
    Array.from({ length: random.below(6) }, () => ({
      [random.pick(['CN', 'O', 'OU', 'C', 'L'])]: [`n${random.pick(texts)}`],
    }));
  const extensions = Array.from(
    { length: random.below(4) },
    () =>
      new Extension(
        random.pick(OIDS),
        random.chance(8),
        Uint8Array.from(random.chance(2) ? mutate(DER, random) : random.bytes(random.below(400))).buffer,
      ),
  );
  const made = await hostileCertificate({
    subject: name(),
    ...(random.chance(2) && { issuer: name() }),
    dnsNames: ['target.test'],
    extensions,
  });
  return {
    about: { scheme: 'https' },
    mayBeReachable: false,
    serve: overTls({ cert: made.cert, key: made.key }, (inside) =>
      inside.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
    ),
  };
}

const ZONE = [
  cname('target.test', 'x.privatelink.test'),
  cname('x.privatelink.test', 'y.test'),
  a('y.test', '127.0.0.9'),
  aaaa('y.test', '::1'),
];

/** The true answer's bytes are changed; mostly behind the header, so that it is still taken for an answer. */
function resolver(random: Random): FuzzCase {
  const answer = (question: Buffer): readonly Buffer[] => {
    const id = question.readUInt16BE(0);
    const type = question[question.indexOf(Buffer.from('\u0004test\u0000')) + 7] === 28 ? 'AAAA' : 'A';
    const truth = Buffer.from(
      encoded(
        { answers: ZONE, authorities: [soa('test')], ...(random.chance(6) && { truncated: true }) },
        { id, name: 'target.test', type },
      ),
    );
    const one = (): Buffer => {
      if (random.chance(6)) return mutate(truth, random);
      const kept = random.pick([12, 12 + 13 + 4]);
      return Buffer.concat([truth.subarray(0, kept), mutate(truth.subarray(kept), random)]);
    };
    return Array.from({ length: 1 + random.below(3) }, one);
  };
  return {
    about: { scheme: 'https', host: 'target.test' },
    mayBeReachable: false,
    answer,
    serve: (socket) => {
      socket.once('data', (said: Buffer) => {
        if (said.length < 14) {
          socket.destroy();
          return;
        }
        const [bytes = Buffer.alloc(0)] = answer(said.subarray(2));
        const length = random.chance(6) ? random.below(65_536) : bytes.length;
        deliver(socket, Buffer.concat([Buffer.from([length >> 8, length & 0xff]), bytes]), random, () =>
          socket.resetAndDestroy(),
        );
      });
    },
  };
}
