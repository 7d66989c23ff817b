import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { createUdpExchange } from '../../../src/probe/udp-exchange.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
const never = new AbortController().signal;
const shares = { sharesPort: true } as const;

interface Heard {
  readonly id: number;
  /** Where it came from. */
  readonly port: number;
}
interface Server {
  readonly place: { readonly address: string; readonly port: number };
  readonly heard: readonly Heard[];
  /** Resolves once so many messages have come. */
  until(count: number): Promise<void>;
  say(to: number, ...ids: readonly number[]): void;
  close(): Promise<void>;
}
async function server(): Promise<Server> {
  const socket: Socket = createSocket('udp4');
  const heard: Heard[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  socket.on('message', (message, { port }) => {
    heard.push({ id: message.readUInt16BE(0), port });
    for (const { count, resolve } of waiting) if (heard.length >= count) resolve();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let open = true;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      if (!open) return resolve();
      open = false;
      socket.close(() => resolve());
    });
  closing.push(() => void close());
  return {
    place: { address: '127.0.0.1', port: socket.address().port },
    heard,
    until: (count) =>
      new Promise((resolve) => {
        if (heard.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    say: (to, ...ids) => {
      for (const id of ids) socket.send(message(id), to, '127.0.0.1');
    },
    close,
  };
}

function message(id: number): Buffer {
  return Buffer.from([id >> 8, id & 0xff, 7]);
}
const idOf = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt16BE(0);

describe('a shared port', () => {
  test('carries what is under way at the same time; each answer reaches whose it is, in any order; then it is free', async () => {
    const exchange = createUdpExchange();
    const far = await server();
    const ids = [513, 2, 40_000];
    const offered: string[] = [];
    const asked = ids.map((id) =>
      exchange(
        far.place,
        message(id),
        (answer) => {
          offered.push(`${id} ${idOf(answer)}`);
          return true;
        },
        never,
        shares,
      ),
    );
    await far.until(3);
    const [{ port } = { port: 0 }] = far.heard;
    expect(far.heard.map((one) => one.port)).toEqual([port, port, port]);
    far.say(port, ...ids.toReversed());
    expect((await Promise.all(asked)).map(idOf)).toEqual(ids);
    expect(offered.toSorted()).toEqual(ids.map((id) => `${id} ${id}`).toSorted());

    const again = createSocket('udp4');
    closing.push(() => again.close());
    again.bind(port, '127.0.0.1');
    await once(again, 'listening');
  });

  test('an answer with an id that nobody asked with is shown to all, one to a question given up to nobody', async () => {
    const exchange = createUdpExchange();
    const far = await server();
    const patience = new AbortController();
    const seen: number[] = [];
    const ask = (id: number, signal = never): Promise<Uint8Array> =>
      exchange(
        far.place,
        message(id),
        (answer) => {
          seen.push(idOf(answer));
          return idOf(answer) === id;
        },
        signal,
        shares,
      );
    const kept = ask(1);
    const lost = ask(2, patience.signal);
    await far.until(2);
    patience.abort(new Error('enough'));
    await expect(lost).rejects.toThrow('enough');
    far.say(far.heard[0]?.port ?? 0, 2, 9, 1);
    expect(idOf(await kept)).toBe(1);
    expect(seen).toEqual([9, 1]);
  });

  test('is left where a question on it was given up, is full, or knows the id already', async () => {
    const exchange = createUdpExchange();
    const far = await server();
    const all = new AbortController();
    const patience = new AbortController();
    const ends: Promise<unknown>[] = [];
    const ask = async (id: number, signal = all.signal): Promise<number> => {
      ends.push(exchange(far.place, message(id), () => true, signal, shares).catch(() => undefined));
      await far.until(ends.length);
      return far.heard.at(-1)?.port ?? 0;
    };
    const first = await ask(1);
    expect(await ask(2, patience.signal)).toBe(first);
    patience.abort();
    const second = await ask(3);
    expect(second).not.toBe(first);
    const third = await ask(3);
    expect(third).not.toBe(second);
    const ports: number[] = [];
    for (let id = 100; id < 132; id += 1) ports.push(await ask(id));
    // One is on the third already; 32 share.
    expect(ports.filter((port) => port === third)).toHaveLength(31);
    expect(ports.at(-1)).not.toBe(third);
    all.abort();
    await Promise.all(ends);
  });

  test('a closed port ends all that wait there', async () => {
    const exchange = createUdpExchange();
    const far = await server();
    await far.close();
    const asked = [1, 2].map((id) => exchange(far.place, message(id), () => true, never, shares));
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a port that does not exist is a rejection, each time', async () => {
    const exchange = createUdpExchange();
    for (const id of [1, 2]) {
      await expect(
        exchange({ address: '127.0.0.1', port: 70_000 }, message(id), () => true, never, shares),
      ).rejects.toMatchObject({ code: 'ERR_SOCKET_BAD_PORT' });
    }
  });
});

test('without sharing each has a port of its own, and is shown whatever comes there', async () => {
  const exchange = createUdpExchange();
  const far = await server();
  const asked = [1, 1].map((id) => exchange(far.place, message(id), (answer) => idOf(answer) === 5, never));
  await far.until(2);
  expect(new Set(far.heard.map(({ port }) => port)).size).toBe(2);
  for (const { port } of far.heard) far.say(port, 4, 5);
  expect((await Promise.all(asked)).map(idOf)).toEqual([5, 5]);
});
