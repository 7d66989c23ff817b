/** Resolvers that mean harm, over UDP and TCP. */
import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { pour } from '../../hostile/far-end.ts';
import { type Probed, proberFor } from '../../hostile/probed.ts';
import { ASKED, RESOLVERS } from '../../hostile/zoo-dns.ts';
import { a, type Script, startDnsServer } from '../../support/dns-server.ts';
import { listening } from '../../support/probing.ts';
import { holds } from './holds.ts';

const PATIENT_MS = 10_000;
const SHORT_MS = 1_500;

type Asking = Probed & { readonly questions: number };

/** @param tcpPort Another listener for the resolver's TCP. */
async function meets(script: Script, hangs = false, tcpPort?: number): Promise<Asking> {
  const server = await startDnsServer(script);
  const probe = proberFor(
    { port: 1 },
    {
      deadlines: { dnsMs: hangs ? SHORT_MS : PATIENT_MS, tcpMs: 2_000, tlsMs: 2_000, httpMs: 2_000 },
      resolvers: [`127.0.0.1:${server.port}`],
    },
    (to) => (to.port === server.port ? { ...to, port: tcpPort ?? to.port } : undefined),
  );
  try {
    const seen = await probe({ host: ASKED });
    return { ...seen, questions: server.asked.filter(({ name }) => name.endsWith('.test')).length };
  } finally {
    await server.close();
  }
}
const dnsOf = ({ only }: Probed): string => {
  const { dns } = only.evidence.steps;
  return dns.status === 'failed' ? dns.failure.name : dns.status;
};

describe('hostile resolvers', () => {
  test.for(RESOLVERS.map((one) => [one.name, one] as const))('%s', async ([, { ends, script, hangs }]) => {
    const seen = await meets(script, hangs);
    expect(dnsOf(seen)).toMatch(ends);
    expect(seen.only.state).not.toBe('reachable');
    expect(JSON.stringify(seen.only.evidence)).not.toContain('127.6.6.6');
    expect(seen.questions).toBeLessThan(50);
    await holds(seen);
  });

  test('an address is never dialled that the answer gave to another name', async () => {
    const seen = await meets(({ type }) => ({ answers: type === 'A' ? [a('other.test', '127.0.0.1')] : [] }));
    expect(seen.only.evidence.steps.tcp).toEqual({ status: 'skipped', because: 'dns failed' });
  });

  test('TCP that never ends: one message is read, and no more', async () => {
    const sockets: Socket[] = [];
    const tcp = await listening(
      createServer((socket: Socket) => {
        // A length of 65,535, then zeros for ever.
        socket.once('data', () => pour(socket, Buffer.alloc(65_536), Buffer.from([0xff, 0xff])));
        sockets.push(socket);
      }),
    );
    const seen = await meets(() => ({ truncated: true }), false, tcp.port);
    const written = sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
    await tcp.close();
    expect(dnsOf(seen)).toBe('dns.malformed');
    await holds(seen);
    expect(written).toBeGreaterThan(65_537);
    // What the kernel's buffers on loopback take on top of one message, for two questions and their repeats.
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });
});
