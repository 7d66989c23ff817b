/** Far ends that send without end, each on a port of its own, in a process of its own. Its one message to its parent: their ports. */
import { createServer, type Socket } from 'node:net';

const CHUNK = Buffer.alloc(16 * 1024, 'x');
const HEADER = Buffer.from(`X-Filler: ${'y'.repeat(1000)}\r\n`);
/** A TLS record of 16 KiB that claims to be a handshake message of 16 MiB (a Certificate that never ends). */
const RECORD = Buffer.concat([Buffer.from([22, 3, 3, 0x40, 0x00, 11, 0xff, 0xff, 0xff]), Buffer.alloc(0x4000 - 4)]);

/** What is said once the first bytes came, and what is said again and again after it. */
const PEERS: Readonly<
  Record<string, { readonly scheme: 'http' | 'https'; readonly first: string | Buffer; readonly again?: Buffer }>
> = {
  'a healthy answer': { scheme: 'http', first: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok' },
  'headers without end': { scheme: 'http', first: 'HTTP/1.1 200 OK\r\n', again: HEADER },
  'interim answers without end': { scheme: 'http', first: '', again: Buffer.from('HTTP/1.1 103 Early Hints\r\n\r\n') },
  'a body without end': { scheme: 'http', first: 'HTTP/1.1 200 OK\r\n\r\n', again: CHUNK },
  'chunks without end': {
    scheme: 'http',
    first: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    again: Buffer.from(`4000\r\n${CHUNK}\r\n`),
  },
  'garbage without end where TLS is due': { scheme: 'https', first: '', again: CHUNK },
  'handshake records without end': { scheme: 'https', first: '', again: RECORD },
};

const ports = await Promise.all(
  Object.entries(PEERS).map(async ([name, { scheme, first, again }]) => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        socket.write(first);
        if (again) pour(socket, again);
        else socket.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error(`${name} has no port`);
    return { name, scheme, port: address.port };
  }),
);
process.send?.(ports);
process.on('disconnect', () => process.exit(0));

function pour(socket: Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
    if (!socket.destroyed) socket.once('drain', more);
  };
  more();
}
