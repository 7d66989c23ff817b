import { afterEach, describe, expect, test } from 'vitest';
import { type NodeNetwork, nodeNetwork } from '../../../src/probe/node-network.ts';
import { addresses, facts, failed, testResolver } from '../../support/dns-network.ts';
import { a, type Script, startDnsServer, type TestDnsServer } from '../../support/dns-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
async function dnsServer(script: Script): Promise<TestDnsServer> {
  const server = await startDnsServer(script);
  closing.push(server.close);
  return server;
}
const HOST = 'host.example';

describe('on the wire', () => {
  test('a truncated answer is fetched over TCP', async () => {
    const many = Array.from({ length: 200 }, (_, index) => a(HOST, `192.0.2.${index}`));
    const server = await dnsServer(({ transport, type }) =>
      transport === 'udp' ? { truncated: true } : { answers: type === 'A' ? many : [] },
    );
    const step = facts(await testResolver({ resolvers: [server] }).resolve(HOST));
    expect(step.addresses).toHaveLength(200);
    expect(step.answers[0]).toMatchObject({ transport: 'tcp', rcode: 'NOERROR' });
  });

  test('a truncated answer whose TCP connection ends early or brings bytes too few is malformed', async () => {
    const server = await dnsServer(({ transport, type }) => {
      if (transport === 'udp') return { truncated: true };
      return type === 'A' ? { hangUp: true } : { bytes: (bytes) => bytes.subarray(0, 5) };
    });
    expect(failed(await testResolver({ resolvers: [server] }).resolve(HOST))).toMatchObject({
      name: 'dns.malformed',
      seen: {
        answers: [
          { transport: 'tcp', rcode: 'none', trouble: expect.stringContaining('ended after 0 bytes') },
          { transport: 'tcp', rcode: 'none' },
        ],
      },
    });
  });

  test.for([
    ['FORMERR', 1],
    ['NOTIMP', 4],
  ] as const)('a resolver that answers EDNS with %s is asked without it', async ([, rcode]) => {
    const server = await dnsServer(({ edns, type }) => {
      if (edns) return { rcode, headerOnly: true };
      return { answers: type === 'A' ? [a(HOST, '192.0.2.1')] : [] };
    });
    expect(addresses(await testResolver({ resolvers: [server] }).resolve(HOST))).toEqual(['192.0.2.1']);
  });

  test('the question is sent again once, with another id and without EDNS', async () => {
    const server: TestDnsServer = await dnsServer(({ edns, type }) => {
      if (edns) return { silent: true };
      return { answers: type === 'A' ? [a(HOST, '192.0.2.1')] : [] };
    });
    const step = facts(await testResolver({ resolvers: [server], deadlineMs: 1_500 }).resolve(HOST));
    expect(step.addresses).toMatchObject([{ address: '192.0.2.1' }]);
    const questions = server.asked.filter(({ type }) => type === 'A');
    expect(questions).toHaveLength(2);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(2);
  });

  test('an answer to the first sending counts though the second was sent meanwhile', async () => {
    const second = Promise.withResolvers<void>();
    const server = await dnsServer(async ({ edns, type }) => {
      if (type === 'AAAA') return {};
      if (!edns) {
        second.resolve();
        return { silent: true };
      }
      await second.promise;
      return { answers: [a(HOST, '192.0.2.9')] };
    });
    const real = nodeNetwork();
    const sendings: Promise<unknown>[] = [];
    const network: Pick<NodeNetwork, 'exchange'> = {
      exchange: (...given) => {
        const sending = real.exchange(...given);
        sendings.push(sending);
        return sending;
      },
    };
    const resolver = testResolver({ resolvers: [server], deadlineMs: 1_500, network });
    expect(addresses(await resolver.resolve(HOST))).toEqual(['192.0.2.9']);
    // Nothing is left waiting: the second sending was called off, not answered.
    const ends = await Promise.allSettled(sendings);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  test('strays before the answer are passed over: wrong id, another question, a query, bytes', async () => {
    const before = [
      { idOff: 1, answers: [a(HOST, '192.0.2.66')] },
      { question: { name: 'other.example', type: 'A' }, answers: [a('other.example', '192.0.2.66')] },
      { bytes: () => Buffer.from('garbage') },
      { bytes: (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 2), Buffer.from([0]), bytes.subarray(3)]) },
    ] as const;
    const server = await dnsServer(({ type }) => (type === 'A' ? { before, answers: [a(HOST, '192.0.2.1')] } : {}));
    expect(addresses(await testResolver({ resolvers: [server] }).resolve(HOST))).toEqual(['192.0.2.1']);
  });

  test('where strays are all that comes, the answer is malformed and says which', async () => {
    const server = await dnsServer(() => ({ idOff: 7, answers: [a(HOST, '192.0.2.66')] }));
    expect(failed(await testResolver({ resolvers: [server], deadlineMs: 200 }).resolve(HOST))).toMatchObject({
      name: 'dns.malformed',
      message: expect.stringContaining('an answer with another id'),
    });
  });

  test('the true answer with broken records is malformed at once', async () => {
    const server = await dnsServer(() => ({
      answers: [a(HOST, '192.0.2.1')],
      bytes: (bytes) => bytes.subarray(0, bytes.length - 2),
    }));
    const step = await testResolver({ resolvers: [server], deadlineMs: 10_000 }).resolve(HOST);
    expect(failed(step).name).toBe('dns.malformed');
    expect(failed(step).durationMs).toBeLessThan(1_000);
  });

  test('a missing AAAA answer holds nothing up once there is an IPv4 address', async () => {
    const server = await dnsServer(({ type }) =>
      type === 'A' ? { answers: [a(HOST, '192.0.2.1')] } : { silent: true },
    );
    const step = await testResolver({ resolvers: [server], deadlineMs: 8_000 }).resolve(HOST);
    expect(facts(step).answers[1]).toMatchObject({ rcode: 'none', trouble: 'not waited for any longer' });
    expect(step.status === 'ok' && step.durationMs).toBeLessThan(1_000);
  });
});
