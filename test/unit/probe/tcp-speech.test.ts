/** Scheme `tcp`: what a far end says unasked is all the proof there can be. */
import { afterEach, describe, expect, test } from 'vitest';
import type { HttpStep } from '../../../src/model/step.ts';
import { bench, type Peer, peer, target } from '../../support/probing.ts';

const open: Peer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function heardFrom(one: Peer): Promise<HttpStep> {
  open.push(one);
  const { prober, clock } = bench({ deadlines: { dnsMs: 5000, tcpMs: 5000, tlsMs: 5000, httpMs: 500 } });
  const { steps } = await prober.probeTarget(target(one.port, { scheme: 'tcp', path: '' }));
  expect(clock.pending()).toBe(0);
  return steps.http;
}

describe('scheme tcp', () => {
  test('what the far end says by itself is kept', async () => {
    const one = await peer((socket) => socket.write('220 mail.test ESMTP\r\n'));
    expect(await heardFrom(one)).toMatchObject({
      status: 'ok',
      facts: { method: 'none', status: 0, body: '220 mail.test ESMTP ', bytesReceived: 21 },
    });
  });

  test('a speech in two parts', async () => {
    const one = await peer((socket) => socket.write('220 ', () => setTimeout(() => socket.write('hello'), 20)));
    expect(await heardFrom(one)).toMatchObject({ status: 'ok', facts: { body: '220 hello', bytesReceived: 9 } });
  });

  test('a far end that says nothing', async () => {
    expect(await heardFrom(await peer(() => {}))).toMatchObject({
      status: 'failed',
      failure: { name: 'http.silent_service' },
    });
  });

  test('a far end that closes', async () => {
    expect(await heardFrom(await peer((socket) => socket.end()))).toMatchObject({
      status: 'failed',
      failure: { name: 'http.closed' },
    });
  });
});
