import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeNetwork } from '../../../src/probe/node-network.ts';

const network = nodeNetwork();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
const never = new AbortController().signal;

async function tcpServer(
  onSocket: (socket: Socket) => void,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    closing.push(() => socket.destroy());
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { server, port: (server.address() as AddressInfo).port };
}
async function udpServer(onMessage: (socket: UdpSocket, message: Buffer, port: number) => void): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (message, { port }) => onMessage(socket, message, port));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closing.push(() => socket.close());
  return socket.address().port;
}
const at = (port: number) => ({ address: '127.0.0.1', port });

describe('connect', () => {
  test('bytes and the end wait until somebody listens', async () => {
    const { port } = await tcpServer((socket) => socket.end('hello'));
    const socket = await network.connect(at(port), never);
    closing.push(() => socket.destroy());
    const { port: other } = await tcpServer((peer) => peer.end());
    // A whole exchange with another peer: by then the first has long sent its bytes.
    const witness = await network.connect(at(other), never);
    witness.resume();
    await once(witness, 'close');
    expect(socket.bytesRead).toBe(0);
    const chunks: string[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    await once(socket, 'end');
    expect(chunks.join('')).toBe('hello');
  });

  test('the connection can be iterated, and handed to TLS', async () => {
    const { port } = await tcpServer((socket) => socket.end('abc'));
    let text = '';
    for await (const chunk of await network.connect(at(port), never)) text += String(chunk);
    expect(text).toBe('abc');

    const hello = Promise.withResolvers<Buffer>();
    const { port: other } = await tcpServer((socket) => socket.once('data', hello.resolve));
    const tls = tlsConnect({ socket: await network.connect(at(other), never), servername: 'host.example' });
    tls.on('error', () => undefined);
    closing.push(() => tls.destroy());
    expect((await hello.promise)[0]).toBe(0x16);
  });

  test('a refusal carries what the system said', async () => {
    const { server, port } = await tcpServer(() => undefined);
    server.close();
    await once(server, 'close');
    await expect(network.connect(at(port), never)).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
  });

  test('an error before somebody listens ends nothing but the connection, and is kept', async () => {
    const accepted = Promise.withResolvers<Socket>();
    const { port } = await tcpServer(accepted.resolve);
    const socket = await network.connect(at(port), never);
    const peer = await accepted.promise;
    peer.resetAndDestroy();
    // Writing until the system says that the far end is gone; nobody listens for 'error' here.
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    await closed;
    expect(socket.errored).toMatchObject({ code: 'ECONNRESET' });
  });

  test('an abort leaves nothing behind: neither before, nor on the way; after it the connection is the taker’s', async () => {
    const { server, port } = await tcpServer(() => undefined);
    await expect(network.connect(at(port), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });

    const gone = Promise.withResolvers<void>();
    const { port: watched } = await tcpServer((peer) => peer.resume().once('close', () => gone.resolve()));
    const abort = new AbortController();
    const attempt = network.connect(at(watched), abort.signal);
    // The system is asked to connect in the next tick; its answer is read only after that.
    await new Promise<void>((tick) => process.nextTick(tick));
    abort.abort(new Error('enough'));
    await expect(attempt).rejects.toThrow('enough');
    await gone.promise;

    const later = new AbortController();
    const socket = await network.connect(at(port), later.signal);
    later.abort();
    expect(socket.destroyed).toBe(false);
    socket.destroy();
    await once(socket, 'close');
    for (const close of closing.splice(0)) close();
    await once(server, 'close');
  });

  test('one listener of ours is left, for errors', async () => {
    const { port } = await tcpServer(() => undefined);
    const socket = await network.connect(at(port), never);
    closing.push(() => socket.destroy());
    socket.on('data', () => undefined);
    expect(socket.listenerCount('error')).toBe(1);
    expect(socket.listenerCount('connect')).toBe(0);
    expect(socket.listenerCount('newListener')).toBe(0);
  });
});

describe('exchange', () => {
  test('takes the first answer that is accepted, and has a source port of its own', async () => {
    const ports: number[] = [];
    const port = await udpServer((socket, message, from) => {
      ports.push(from);
      for (const text of ['no', 'never', `yes ${message}`]) socket.send(text, from, '127.0.0.1');
    });
    const ask = async () => {
      const answer = await network.exchange(
        at(port),
        Buffer.from('?'),
        (bytes) => String(bytes).startsWith('yes'),
        never,
      );
      return Buffer.from(answer).toString();
    };
    expect(await Promise.all([ask(), ask()])).toEqual(['yes ?', 'yes ?']);
    expect(new Set(ports).size).toBe(2);
  });

  test('datagrams from elsewhere are not seen', async () => {
    const stranger = createSocket('udp4');
    closing.push(() => stranger.close());
    const port = await udpServer((socket, _message, from) => {
      stranger.send('forged', from, '127.0.0.1', () => socket.send('true', from, '127.0.0.1'));
    });
    const seen: string[] = [];
    await network.exchange(
      at(port),
      Buffer.from('?'),
      (bytes) => {
        seen.push(Buffer.from(bytes).toString());
        return true;
      },
      never,
    );
    expect(seen).toEqual(['true']);
  });

  test('a closed port is told (ICMP port unreachable)', async () => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    await new Promise<void>((done) => socket.close(() => done()));
    await expect(network.exchange(at(port), Buffer.from('?'), () => true, never)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('an abort frees the socket, whenever it comes', async () => {
    const got = Promise.withResolvers<number>();
    const port = await udpServer((_socket, _message, from) => got.resolve(from));
    await expect(network.exchange(at(port), Buffer.from('?'), () => true, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });

    const early = new AbortController();
    const attempt = network.exchange(at(port), Buffer.from('?'), () => true, early.signal);
    early.abort(new Error('too early'));
    await expect(attempt).rejects.toThrow('too early');

    const late = new AbortController();
    const waiting = network.exchange(at(port), Buffer.from('?'), () => true, late.signal);
    const source = await got.promise;
    late.abort(new Error('too late'));
    await expect(waiting).rejects.toThrow('too late');
    // Its port is free again: it can be bound.
    const socket = createSocket('udp4');
    closing.push(() => socket.close());
    socket.bind(source, '127.0.0.1');
    await once(socket, 'listening');
  });

  test('a port that does not exist is a rejection', async () => {
    await expect(network.exchange(at(70_000), Buffer.from('?'), () => true, never)).rejects.toMatchObject({
      code: 'ERR_SOCKET_BAD_PORT',
    });
  });
});

test('what the machine says of itself', async () => {
  expect(network.simulated).toBe(false);
  for (const { address, port } of network.resolvers()) expect([typeof address, port > 0]).toEqual(['string', true]);
  expect(typeof (await network.hostsFile())).toBe('string');
  expect(await network.lookup('127.0.0.1')).toEqual(['127.0.0.1']);
});
