/**
 * The far side of the benchmark, in a process of its own so that its CPU is not counted: a DNS server that knows every name, and one port that
 * behaves as a firewall with application rules does: it accepts every connection, reads the ClientHello, lets `ok-…` through to a TLS server with a
 * short answer and closes on `no-…`. Prints its ports and its root as one line of JSON.
 */
import 'reflect-metadata';
import { createSocket } from 'node:dgram';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { decode, encode } from 'dns-packet';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

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
  socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nHealthy'));
});
const firewall = createTcpServer({ noDelay: true }, (socket: Socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (hello) => {
    if (hello.includes('no-')) {
      socket.end();
      return;
    }
    socket.pause();
    socket.unshift(hello);
    farEnd.emit('connection', socket);
  });
});
const dns = createSocket('udp4');
dns.on('message', (message, from) => {
  const { id = 0, questions = [] } = decode(message);
  const answers = questions.flatMap(({ name, type }) =>
    type === 'A' ? [{ name, type: 'A' as const, ttl: 60, data: '127.0.0.1' }] : [],
  );
  // 128 and 256: recursion available, recursion desired.
  dns.send(encode({ id, type: 'response', flags: 384, questions, answers }), from.port, from.address);
});

await new Promise<void>((resolve) => firewall.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
await new Promise<void>((resolve) => dns.bind(0, '127.0.0.1', resolve));
const address = firewall.address();
if (address === null || typeof address === 'string') throw new Error('the firewall has no port');
console.log(JSON.stringify({ port: address.port, dns: dns.address().port, root }));
process.on('disconnect', () => process.exit(0));
