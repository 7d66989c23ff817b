/** What a run pays for resolvers that keep silent, and what the system's own resolver is asked. */
import { afterEach, describe, expect, test } from 'vitest';
import type { DnsStep } from '../../../src/model/step.ts';
import type { NodeNetwork } from '../../../src/probe/node-network.ts';
import { createSystemResolver } from '../../../src/probe/system-lookup.ts';
import { realClock, testNetwork, testResolver } from '../../support/dns-network.ts';
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
const live: Script = ({ name, type }) => (type === 'A' ? { answers: [a(name, '192.0.2.1')] } : {});
const silent: Script = () => ({ silent: true });
const neverAnswers: Partial<NodeNetwork> = { lookup: () => new Promise(() => undefined) };
const source = (step: DnsStep) => (step.status === 'ok' ? step.facts.source : step.status);
const failure = (step: DnsStep) => (step.status === 'failed' ? step.failure.name : step.status);
/** What is said of each resolver's A question. */
const waits = (step: DnsStep) =>
  step.status === 'failed'
    ? step.seen.answers.filter(({ question }) => question === 'A').map(({ trouble }) => trouble)
    : [];
const system = (step: DnsStep) =>
  step.status === 'ok' ? step.facts.system : step.status === 'failed' ? step.seen.system : undefined;

describe('several resolvers', () => {
  test('one dead resolver costs the first names something, and the other 200 nothing', async () => {
    const dead = await dnsServer(silent);
    const alive = await dnsServer(live);
    const resolver = testResolver({ resolvers: [dead, alive], deadlineMs: 800 });
    const first = await resolver.resolve('first.example');
    expect(first).toMatchObject({
      status: 'ok',
      facts: { resolver: `127.0.0.1:${alive.port}`, answers: [{ rcode: 'none' }, { rcode: 'none' }, {}, {}] },
    });
    const askedBefore = dead.asked.length;
    const startedAt = performance.now();
    for (let batch = 0; batch < 10; batch += 1) {
      const names = Array.from({ length: 20 }, (_, index) => `n${batch * 20 + index}.example`);
      const steps = await Promise.all(names.map((name) => resolver.resolve(name)));
      expect(steps.map(source)).toEqual(names.map(() => 'dns'));
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(dead.asked).toHaveLength(askedBefore);
  });

  test('SERVFAIL and REFUSED are taken to the next resolver, NXDOMAIN is not', async () => {
    const codes: Readonly<Record<string, number>> = { 'servfail.example': 2, 'refused.example': 5, 'gone.example': 3 };
    const sick = await dnsServer(({ name }) => ({ rcode: codes[name] ?? 0 }));
    const alive = await dnsServer(live);
    const resolver = testResolver({ resolvers: [sick, alive] });
    expect(source(await resolver.resolve('servfail.example'))).toBe('dns');
    expect(source(await resolver.resolve('refused.example'))).toBe('dns');
    expect(failure(await resolver.resolve('gone.example'))).toBe('dns.name_not_found');
    expect(alive.asked.map(({ name }) => name)).not.toContain('gone.example');
  });

  test('a resolver that was silent is asked last, for a short while, and heard again when it speaks', async () => {
    let speaks = false;
    const moody = await dnsServer((asked) => (speaks ? live(asked) : silent(asked)));
    const refusing = await dnsServer(() => ({ rcode: 5 }));
    const resolver = testResolver({ resolvers: [moody, refusing], deadlineMs: 800 });
    expect(failure(await resolver.resolve('one.example'))).toBe('dns.refused');
    const two = await resolver.resolve('two.example');
    expect(two).toMatchObject({
      status: 'failed',
      failure: { name: 'dns.refused' },
      seen: {
        answers: [
          { rcode: 'REFUSED' },
          {},
          { rcode: 'none', trouble: expect.stringContaining('within 100 ms (a shorter wait') },
          {},
        ],
      },
    });
    speaks = true;
    expect(source(await resolver.resolve('three.example'))).toBe('dns');
    expect(await resolver.resolve('four.example')).toMatchObject({ facts: { answers: [{ rcode: 'NOERROR' }, {}] } });
  });

  test('an answer says more than silence, whichever came first', async () => {
    const dead = await dnsServer(silent);
    const sick = await dnsServer(() => ({ rcode: 2 }));
    for (const resolvers of [
      [dead, sick],
      [sick, dead],
    ]) {
      expect(failure(await testResolver({ resolvers, deadlineMs: 800 }).resolve('x.example'))).toBe(
        'dns.server_failure',
      );
    }
  });

  test('when all keep silent each name ends within the deadline, after eight of them waits less, and after an answer as long as before', async () => {
    const moody: Script = (asked) => (asked.name === 'answered.example' ? live(asked) : silent(asked));
    const resolvers = [await dnsServer(silent), await dnsServer(moody)];
    const resolver = testResolver({ resolvers, deadlineMs: 800 });
    const names = Array.from({ length: 8 }, (_, index) => `n${index}.example`);
    const steps = await Promise.all(names.map((name) => resolver.resolve(name)));
    expect(steps.map(failure)).toEqual(names.map(() => 'dns.timed_out'));
    for (const step of steps) expect(step.status === 'failed' && step.durationMs).toBeLessThanOrEqual(1_100);

    const less = await resolver.resolve('less.example');
    expect(waits(less)[0]).toMatch(/within (100|9\d) ms \(a shorter wait: no resolver answered for the last 8 names\)/);
    expect(less.status === 'failed' && less.durationMs).toBeLessThan(700);

    expect(source(await resolver.resolve('answered.example'))).toBe('dns');
    expect(waits(await resolver.resolve('again.example'))).toEqual([
      expect.stringMatching(/^no answer within (500|4\d\d) ms$/),
    ]);
  });
});

describe('the system’s own resolver', () => {
  test('is not asked where our own question is answered', async () => {
    let asked = 0;
    const lookup = async () => {
      asked += 1;
      return ['192.0.2.9'];
    };
    const resolver = testResolver({ resolvers: [await dnsServer(live)], network: { lookup } });
    expect(system(await resolver.resolve('x.example'))).toBeUndefined();
    expect(asked).toBe(0);
    expect(await resolver.systemLookup('X.example')).toMatchObject({ outcome: 'addresses', addresses: ['192.0.2.9'] });
    expect(await resolver.systemLookup('x.example.')).toMatchObject({ outcome: 'addresses' });
    expect(asked).toBe(1);
  });

  test('where it knows better its addresses are dialled, and the disagreement is kept', async () => {
    const server = await dnsServer(() => ({ rcode: 3 }));
    const lookup = async () => ['2001:db8::1', '10.0.0.9'];
    expect(await testResolver({ resolvers: [server], network: { lookup } }).resolve('x.example')).toMatchObject({
      status: 'ok',
      facts: {
        source: 'system',
        resolver: 'system',
        addresses: [{ address: '10.0.0.9', private: true }, { address: '2001:db8::1' }],
        answers: [{ rcode: 'NXDOMAIN' }, { rcode: 'NXDOMAIN' }],
        system: { outcome: 'addresses' },
      },
    });
  });

  test('which stays silent is waited for until the deadline, and not asked after four times in a row', async () => {
    const server = await dnsServer(() => ({ rcode: 2 }));
    let asked = 0;
    const pending: (() => void)[] = [];
    const lookup = (): Promise<readonly string[]> => {
      asked += 1;
      return new Promise((resolve) => pending.push(() => resolve([])));
    };
    const resolver = testResolver({ resolvers: [server], deadlineMs: 150, network: { lookup } });
    for (const name of ['1.example', '2.example', '3.example', '4.example']) {
      const step = await resolver.resolve(name);
      expect(system(step)).toMatchObject({ outcome: 'failed', code: 'ETIMEOUT' });
      expect(step.status === 'failed' && step.durationMs).toBeLessThan(500);
      // Only now does the call come back, so that the next has a place.
      pending.splice(0).forEach((finish) => void finish());
    }
    expect(system(await resolver.resolve('5.example'))).toEqual({
      outcome: 'not_asked',
      because: 'the system resolver did not answer 4 times in a row',
    });
    expect(asked).toBe(4);
  });

  test('is asked for two names at once; those whose turn comes too late are not asked', async () => {
    const server = await dnsServer(() => ({ rcode: 2 }));
    let running = 0;
    const lookup = (): Promise<readonly string[]> => {
      running += 1;
      return new Promise(() => undefined);
    };
    const resolver = testResolver({ resolvers: [server], deadlineMs: 200, network: { lookup } });
    const names = Array.from({ length: 10 }, (_, index) => `n${index}.example`);
    const told = (await Promise.all(names.map((name) => resolver.resolve(name)))).map(system);
    expect(running).toBe(2);
    expect(told.filter((one) => one?.outcome === 'failed')).toHaveLength(2);
    expect(
      told.filter(
        (one) => one?.outcome === 'not_asked' && one.because === 'the system resolver was busy with other names',
      ),
    ).toHaveLength(8);
    expect(system(await resolver.resolve('later.example'))).toMatchObject({
      outcome: 'not_asked',
      because: expect.stringContaining('still at 2 names'),
    });
  });

  test('goes on to the next name as soon as one is answered', async () => {
    const order: string[] = [];
    const finish = new Map<string, (addresses: readonly string[]) => void>();
    const network = testNetwork({
      lookup: (name) => {
        order.push(name);
        return new Promise((resolve) => finish.set(name, resolve));
      },
    });
    const resolver = createSystemResolver(network, realClock, 100);
    const told = ['a', 'b', 'c'].map((name) => resolver.ask(name, 5_000));
    const again = resolver.ask('a', 5_000);
    expect(order).toEqual(['a', 'b']);
    finish.get('a')?.(['192.0.2.1']);
    expect(await told[0]).toMatchObject({ addresses: ['192.0.2.1'] });
    expect(await again).toEqual(await told[0]);
    expect(order).toEqual(['a', 'b', 'c']);
    finish.get('b')?.([]);
    finish.get('c')?.(['192.0.2.3']);
    expect(await told[1]).toMatchObject({ outcome: 'failed', code: 'ENODATA' });
    expect(await told[2]).toMatchObject({ addresses: ['192.0.2.3'] });
  });

  test('hangs for every name while DNS is silent too: each still ends within the deadline', async () => {
    const resolver = testResolver({ resolvers: [await dnsServer(silent)], deadlineMs: 300, network: neverAnswers });
    const steps = await Promise.all(Array.from({ length: 50 }, (_, index) => resolver.resolve(`n${index}.example`)));
    for (const step of steps) expect(step.status === 'failed' && step.durationMs).toBeLessThan(700);
  });
});
