/**
 * The far side of the benchmark, in a process of its own so that its CPU is not counted: a DNS server that knows every name, and one port that
 * behaves as a firewall with application rules does: it accepts every connection, reads the ClientHello, lets `ok-…` through to a TLS server with a
 * short answer and closes on `no-…`. Each of its flights (DNS answer, TLS flight or close, HTTP answer) waits for one round trip; the TCP handshake
 * is the kernel's and waits for nothing. Says its root as the first message, then the moment of the first question after each `watch`.
 */
import 'reflect-metadata';
import { createSocket } from 'node:dgram';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nHealthy';

let roundTripMs = 0;
let watched = false;
process.on('message', (order: { readonly roundTripMs: number } | { readonly watch: true }) => {
  if ('watch' in order) watched = true;
  else roundTripMs = order.roundTripMs;
});
process.on('disconnect', () => process.exit(0));

function afterRoundTrip(call: () => void): void {
  if (roundTripMs === 0) call();
  else setTimeout(call, roundTripMs);
}

async function certificates(): Promise<{ readonly root: string; readonly key: string; readonly chain: string }> {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 30 * DAY_MS) };
  const rootKeys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=Benchmark Root',
    keys: rootKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const leaf = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=*.bench.test',
    issuer: root.subject,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: '*.bench.test' }])],
  });
  const exported = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${exported.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
  return { root: root.toString('pem'), key, chain: leaf.toString('pem') };
}

const { root, key, chain } = await certificates();
const farEnd = createTlsServer({ key, cert: chain, ALPNProtocols: ['http/1.1'] }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', () => afterRoundTrip(() => socket.end(ANSWER)));
});
const firewall = createTcpServer({ noDelay: true }, (socket: Socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (hello) => {
    socket.pause();
    afterRoundTrip(() => {
      if (hello.includes('no-')) {
        socket.end();
        return;
      }
      socket.unshift(hello);
      farEnd.emit('connection', socket);
    });
  });
});

const dns = createSocket('udp4');
dns.on('message', (message, from) => {
  if (watched) {
    watched = false;
    process.send?.({ firstQuestionAt: performance.timeOrigin + performance.now() });
  }
  const answer = answerTo(message);
  afterRoundTrip(() => dns.send(answer, from.port, from.address));
});

/** By hand: the far side must not be what is measured. A: 127.0.0.1; any other type: no such record. */
function answerTo(question: Buffer): Buffer {
  let at = 12;
  while ((question[at] ?? 0) !== 0) at += 1 + (question[at] ?? 0);
  const end = at + 5;
  const isA = question.readUInt16BE(at + 1) === 1;
  const header = Buffer.from(question.subarray(0, 12));
  // A response, recursion desired and available, no error; one question, the address, nothing else.
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isA ? 1 : 0, 6);
  header.writeUInt32BE(0, 8);
  const record = isA ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]) : Buffer.alloc(0);
  return Buffer.concat([header, question.subarray(12, end), record]);
}

await new Promise<void>((resolve) => firewall.listen({ port: 443, host: '127.0.0.1', backlog: 4096 }, resolve));
await new Promise<void>((resolve) => dns.bind(53, '127.0.0.1', resolve));
process.send?.({ root });
