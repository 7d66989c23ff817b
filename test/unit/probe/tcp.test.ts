import { afterEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/model/step.ts';
import { connectTcp } from '../../../src/probe/tcp.ts';
import { countingClock, type Peer, peer, testNetwork } from '../../support/probing.ts';

const open: Peer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const REMOTE: Endpoint = { address: '192.0.2.1', port: 443 };
/** What a system says, on a network that says only that. */
const saying = (code: string, syscall = 'connect'): ReturnType<typeof testNetwork> =>
  testNetwork({}, () => {
    throw Object.assign(new Error(`${syscall} ${code} 192.0.2.1:443`), { code, syscall });
  });

describe('the tcp phase', () => {
  test('what was dialled, and what the socket says of itself', async () => {
    const one = await peer(() => {});
    open.push(one);
    const { step, tap } = await connectTcp(
      testNetwork({}, () => one.endpoint),
      countingClock(),
      REMOTE,
      500,
    );
    expect(step).toMatchObject({ status: 'ok', facts: { remote: REMOTE, local: { address: '127.0.0.1' } } });
    expect(step.status === 'ok' && step.facts.local.port).toBeGreaterThan(1024);
    tap?.destroy();
  });

  test('refused, by a real port where nobody listens', async () => {
    const one = await peer(() => {});
    await one.close();
    const { step, tap } = await connectTcp(testNetwork(), countingClock(), one.endpoint, 500);
    expect(step).toMatchObject({
      status: 'failed',
      failure: { name: 'tcp.refused', code: 'ECONNREFUSED', syscall: 'connect' },
      seen: { remote: one.endpoint },
    });
    expect(tap).toBeUndefined();
  });

  test.for([
    ['ECONNREFUSED', 'tcp.refused'],
    ['ECONNRESET', 'tcp.reset'],
    ['ETIMEDOUT', 'tcp.timed_out'],
    ['ENETUNREACH', 'tcp.network_unreachable'],
    ['EHOSTUNREACH', 'tcp.host_unreachable'],
    ['EHOSTDOWN', 'tcp.host_unknown'],
    ['ENONET', 'tcp.host_isolated'],
    ['ENOPROTOOPT', 'tcp.protocol_unreachable'],
    ['EOPNOTSUPP', 'tcp.source_route_failed'],
    ['EMSGSIZE', 'tcp.message_too_long'],
    ['EPERM', 'tcp.not_permitted'],
    ['EACCES', 'tcp.not_permitted'],
    ['ESOMETHING', 'tcp.unknown'],
  ] as const)('%s is %s', async ([code, name]) => {
    const { step } = await connectTcp(saying(code), countingClock(), REMOTE, 500);
    expect(step).toMatchObject({ status: 'failed', failure: { name, phase: 'tcp', code }, seen: { remote: REMOTE } });
    expect(step.status === 'failed' && step.failure.instrument).toBeUndefined();
  });

  test.for(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM', 'ERR_SOCKET_CLOSED'])(
    '%s is our own trouble',
    async (code) => {
      const { step } = await connectTcp(saying(code), countingClock(), REMOTE, 500);
      expect(step).toMatchObject({ status: 'failed', failure: { name: 'tcp.unknown', code, instrument: true } });
    },
  );

  test('silence: the deadline, and a connection that comes too late is closed', async () => {
    const one = await peer(() => {});
    open.push(one);
    const real = testNetwork();
    const late = Promise.withResolvers<void>();
    const network = {
      ...real,
      connect: async () => {
        await late.promise;
        return real.connect(one.endpoint, new AbortController().signal);
      },
    };
    const clock = countingClock();
    const { step } = await connectTcp(network, clock, REMOTE, 30);
    expect(step).toMatchObject({ status: 'failed', failure: { name: 'tcp.timed_out' } });
    expect(step.status === 'failed' && step.durationMs).toBeGreaterThanOrEqual(28);
    late.resolve();
    await expect.poll(() => one.open()).toBe(0);
    expect(clock.pending()).toBe(0);
  });

  test('the signal aborts with the deadline', async () => {
    let aborted = false;
    const network = {
      ...testNetwork(),
      connect: (_to: Endpoint, signal: AbortSignal) =>
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
    };
    const { step } = await connectTcp(network, countingClock(), REMOTE, 20);
    expect(step).toMatchObject({ failure: { name: 'tcp.timed_out' } });
    expect(aborted).toBe(true);
  });

  test('a defect of ours is thrown, not told as a failure of the network', async () => {
    const network = testNetwork({}, () => {
      throw new TypeError('not a function');
    });
    await expect(connectTcp(network, countingClock(), REMOTE, 500)).rejects.toThrow('not a function');
  });
});
