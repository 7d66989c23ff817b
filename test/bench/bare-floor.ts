/**
 * The least that Node can do for a list of hosts: c-ares look-ups, one SecureContext for all, TCP, TLS with verification, one GET, no evidence and
 * no judging. Arguments: list, root, concurrency. Prints how many answered.
 */
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';

const [list = '', root = '', concurrency = ''] = process.argv.slice(2);
const hosts = readFileSync(list, 'utf8').trim().split('\n');
const secureContext = createSecureContext({ ca: readFileSync(root, 'utf8') });
const resolver = new Resolver();
let next = 0;
let answered = 0;

async function worker(): Promise<void> {
  for (let host = hosts[next++]; host !== undefined; host = hosts[next++]) {
    const [address = ''] = await resolver.resolve4(host);
    if (await answers(host, address)) answered += 1;
  }
}

function answers(host: string, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const tcp = connectTcp({ host: address, port: 443, noDelay: true });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    const socket = connectTls({ socket: tcp, secureContext, servername: host, ALPNProtocols: ['http/1.1'] });
    tcp.on('error', () => end(false));
    socket.on('error', () => end(false)).on('close', () => end(false));
    socket.once('secureConnect', () => socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    socket.once('data', (chunk: Buffer) => end(chunk.toString('latin1').startsWith('HTTP/1.1 200')));
  });
}

await Promise.all(Array.from({ length: Number(concurrency) }, worker));
console.log(answered);
