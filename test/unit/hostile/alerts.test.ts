/** Every alert number there can be, in clear, before and after a ServerHello, fatal and as a warning. */
import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALERT_NAMES } from '../../../src/model/alert-names.ts';
import { STATES } from '../../../src/model/verdict.ts';
import { answering } from '../../hostile/far-end.ts';
import { type Probed, proberFor } from '../../hostile/probed.ts';
import { listening, type Peer } from '../../support/probing.ts';
import { alert, record, serverHello } from '../../support/tls-bytes.ts';
import { holds } from './holds.ts';

const DEADLINES = { dnsMs: 10_000, tcpMs: 10_000, tlsMs: 10_000, httpMs: 10_000 };
const nothing = Buffer.alloc(0);
const hello = record(22, serverHello(0x0303));

/** What the next connections are sent, in turn. */
let next: Buffer = nothing;
let far: Peer;
let probe: (about: { readonly scheme: 'https' }) => Promise<Probed>;
beforeAll(async () => {
  far = await listening(createServer(answering((socket: Socket) => socket.end(next))));
  probe = proberFor(far, { deadlines: DEADLINES });
});
afterAll(() => far.close());

async function meets(bytes: Buffer): Promise<Probed> {
  next = bytes;
  return probe({ scheme: 'https' });
}

describe.each([
  ['before a ServerHello', nothing],
  ['after a ServerHello', hello],
] as const)('an alert %s', (_, first) => {
  test('fatal: each of the 256 numbers is told by its name, and none is reachable', async () => {
    const names: string[] = [];
    for (let number = 0; number < 256; number += 1) {
      const seen = await meets(Buffer.concat([first, alert(2, number)]));
      names.push(seen.ended);
      expect(seen.only.state).not.toBe('reachable');
      expect(STATES).toContain(seen.only.state);
      const { tls } = seen.only.evidence.steps;
      expect(tls.status === 'failed' && tls.seen.alert).toMatchObject({ number, level: 'fatal' });
      if (number % 16 === 0) await holds(seen);
    }
    expect(names).toEqual(
      Array.from({ length: 256 }, (__, number) => `tls.alert.${ALERT_NAMES[number] ?? `alert_${number}`}`),
    );
  });

  test('a warning: each of the 256 numbers is kept, and the end is what came after it', async () => {
    for (let number = 0; number < 256; number += 1) {
      const seen = await meets(Buffer.concat([first, alert(1, number)]));
      expect(seen.only.state).not.toBe('reachable');
      const { tls } = seen.only.evidence.steps;
      expect(tls.status === 'failed' && tls.seen.alert).toMatchObject({ number, level: 'warning' });
      expect(seen.ended).toMatch(/^tls\.(closed_after_hello|closed_mid_handshake|protocol_error)$/);
    }
  });
});

test('a flight cut after each of its bytes ends, and is never reachable', async () => {
  const flight = Buffer.concat([hello, record(22, Buffer.alloc(60)), alert(1, 112)]);
  for (let length = 0; length < flight.length; length += 1) {
    const seen = await meets(flight.subarray(0, length));
    expect(seen.ended).toMatch(/^tls\.(closed_after_hello|closed_mid_handshake|protocol_error)$/);
    expect(seen.only.state).not.toBe('reachable');
    expect(seen.pending).toBe(0);
  }
});
