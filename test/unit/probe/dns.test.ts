import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/model/step.ts';
import { addresses, facts, failed, testResolver } from '../../support/dns-network.ts';
import {
  a,
  aaaa,
  cname,
  records,
  type Script,
  soa,
  startDnsServer,
  type TestDnsServer,
  zone,
} from '../../support/dns-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
async function dnsServer(script: Script): Promise<TestDnsServer> {
  const server = await startDnsServer(script);
  closing.push(server.close);
  return server;
}
/** A port that is closed. */
async function closedPort(): Promise<Endpoint> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(() => done()));
  return { address: '127.0.0.1', port };
}
const HOST = 'host.example';

describe('where no question is needed', () => {
  test.for([
    ['10.1.2.3', 'an IPv4 literal', '10.1.2.3', true],
    ['2001:db8::1', 'an IPv6 literal', '2001:db8::1', false],
    ['[fd00::1]', 'an IPv6 literal in brackets', 'fd00::1', true],
  ] as const)('%s is %s', async ([host, , address, isPrivate]) => {
    const server = await dnsServer(() => ({}));
    const step = await testResolver({ resolvers: [server] }).resolve(host);
    expect(facts(step)).toMatchObject({ source: 'literal', addresses: [{ address, private: isPrivate }], answers: [] });
    expect(server.asked).toEqual([]);
  });

  test('the hosts file comes first: aliases on a line, any case, IPv4 first, read once', async () => {
    const server = await dnsServer(() => ({}));
    let reads = 0;
    const hostsFile = async () => {
      reads += 1;
      return '# comment\r\n2001:db8::7 Alias.Example # host.example\r\n10.0.0.7\tmain.example alias.example\r\nnonsense host.example\r\n';
    };
    const resolver = testResolver({ resolvers: [server], network: { hostsFile } });
    expect(facts(await resolver.resolve('ALIAS.example.'))).toMatchObject({
      source: 'hosts_file',
      addresses: [{ address: '10.0.0.7', private: true }, { address: '2001:db8::7' }],
    });
    expect(failed(await resolver.resolve(HOST)).name).toBe('dns.no_answer');
    expect(reads).toBe(1);
  });

  test.for([
    ['', 'empty'],
    [`${'a'.repeat(64)}.example`, 'longer than 63'],
    [`${'a.'.repeat(127)}aa`, 'longer than 253'],
    ['a..example', 'a label is empty'],
    ['a b.example', 'more than letters'],
    ['\u{fffd}.example', 'no form in ASCII'],
  ] as const)('"%s" is no host name: %s', async ([host, why]) => {
    const step = failed(await testResolver({ resolvers: [] }).resolve(host));
    expect(step).toMatchObject({ name: 'dns.unknown', message: expect.stringContaining(why), instrument: false });
    expect(step.seen.system).toMatchObject({ outcome: 'not_asked' });
  });
});

describe('answers', () => {
  test('A and AAAA are asked side by side of one resolver, with ids of their own', async () => {
    const both = Promise.withResolvers<void>();
    const server: TestDnsServer = await dnsServer(async ({ type }) => {
      if (server.asked.length === 2) both.resolve();
      await both.promise;
      return { answers: type === 'A' ? [a(HOST, '192.0.2.1', 30)] : [aaaa(HOST, '2001:db8:0::1', 40)] };
    });
    const step = facts(await testResolver({ resolvers: [server] }).resolve(HOST));
    expect(step).toMatchObject({
      source: 'dns',
      resolver: `127.0.0.1:${server.port}`,
      addresses: [
        { address: '192.0.2.1', family: 4, ttl: 30, private: false },
        { address: '2001:db8::1', family: 6, ttl: 40, private: false },
      ],
      answers: [
        { question: 'A', transport: 'udp', rcode: 'NOERROR', addresses: ['192.0.2.1'] },
        { question: 'AAAA', transport: 'udp', rcode: 'NOERROR', addresses: ['2001:db8::1'] },
      ],
    });
    expect(step.system).toBeUndefined();
    expect(new Set(server.asked.map(({ id }) => id)).size).toBe(2);
    expect(server.asked.every(({ edns }) => edns)).toBe(true);
  });

  test('aliases are followed inside the answer, in any order and case; the least TTL counts; the private link shows', async () => {
    const server = await dnsServer(
      zone({
        [HOST]: records(
          a('Mid.PrivateLink.example', '10.9.8.7', 300),
          cname('mid.example', 'MID.privatelink.example', 20),
          cname('HOST.example', 'mid.example', 100),
        ),
      }),
    );
    expect(facts(await testResolver({ resolvers: [server] }).resolve(HOST))).toMatchObject({
      addresses: [{ address: '10.9.8.7', ttl: 20, private: true }],
      aliases: [
        { from: HOST, to: 'mid.example' },
        { from: 'mid.example', to: 'mid.privatelink.example' },
      ],
      privateLink: true,
    });
    expect(server.asked).toHaveLength(2);
  });

  test('an address that belongs to another name is no answer', async () => {
    const server = await dnsServer(
      zone({ [HOST]: records(a('evil.example', '192.0.2.66'), cname('evil.example', HOST)) }),
    );
    const step = failed(await testResolver({ resolvers: [server] }).resolve(HOST));
    expect(step).toMatchObject({ name: 'dns.no_answer', seen: { aliases: [], answers: [{ addresses: [] }, {}] } });
  });

  test('an answer that stops at an alias is taken up there; one that says itself that it is complete is not', async () => {
    const server = await dnsServer(
      zone({
        'one.example': records(cname('one.example', 'two.example', 10)),
        'two.example': records(cname('two.example', 'three.example')),
        'three.example': records(a('three.example', '192.0.2.3')),
        'done.example': () => ({ answers: [cname('done.example', 'gone.example')], authorities: [soa('example')] }),
      }),
    );
    const resolver = testResolver({ resolvers: [server] });
    const step = facts(await resolver.resolve('one.example'));
    expect(step.addresses).toMatchObject([{ address: '192.0.2.3' }]);
    expect(step.aliases.map(({ to }) => to)).toEqual(['two.example', 'three.example']);
    expect(failed(await resolver.resolve('done.example')).name).toBe('dns.no_answer');
    expect(server.asked.map(({ name }) => name)).not.toContain('gone.example');
  });

  test.for([
    ['turn in a circle inside an answer', 'ring.example', ['ring2.example', 'ring.example'], 2],
    ['point to themselves', 'self.example', ['self.example'], 2],
    ['turn in a circle across answers', 'here.example', ['there.example', 'here.example'], 4],
    ['turn in a circle behind the name', 'lead.example', ['here.example', 'there.example', 'here.example'], 6],
    ['go on for ever', 'x', 'xx xxx xxxx xxxxx xxxxxx xxxxxxx xxxxxxxx xxxxxxxxx xxxxxxxxxx'.split(' '), 18],
  ] as const)('aliases that %s end', async ([, host, aliases, questions]) => {
    const targets: Readonly<Record<string, string>> = {
      'self.example': 'self.example',
      'lead.example': 'here.example',
      'here.example': 'there.example',
      'there.example': 'here.example',
    };
    const server = await dnsServer(({ name }) =>
      name === 'ring.example'
        ? { answers: [cname('ring.example', 'ring2.example'), cname('ring2.example', 'ring.example')] }
        : { answers: [cname(name, targets[name] ?? `x${name}`)] },
    );
    const step = failed(await testResolver({ resolvers: [server] }).resolve(host));
    expect(step.name).toBe('dns.no_answer');
    expect(step.seen.aliases.map(({ to }) => to)).toEqual(aliases);
    expect(server.asked).toHaveLength(questions);
  });

  test('the private ranges are told', async () => {
    const all = [
      '10.0.0.1',
      '172.31.0.1',
      '172.32.0.1',
      '192.168.1.1',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.1.1',
      '168.63.129.16',
    ];
    const server = await dnsServer(
      zone({
        [HOST]: records(
          ...all.map((one) => a(HOST, one)),
          aaaa(HOST, 'fd00::1'),
          aaaa(HOST, '::ffff:10.0.0.1'),
          aaaa(HOST, 'fe80::1'),
        ),
      }),
    );
    const step = facts(await testResolver({ resolvers: [server] }).resolve(HOST));
    expect(step.addresses.filter((one) => one.private).map(({ address }) => address)).toEqual([
      '10.0.0.1',
      '172.31.0.1',
      '192.168.1.1',
      '100.64.0.1',
      '127.0.0.1',
      'fd00::1',
      '::ffff:10.0.0.1',
    ]);
  });

  test('an international name is asked for in ASCII', async () => {
    const server = await dnsServer(zone({ 'xn--bcher-kva.example': records(a('xn--bcher-kva.example', '192.0.2.1')) }));
    expect(addresses(await testResolver({ resolvers: [server] }).resolve('BÜCHER.example'))).toEqual(['192.0.2.1']);
  });

  test('answers are shared whatever the case, in flight and finished; fresh asks again', async () => {
    const server = await dnsServer(zone({ [HOST]: records(a(HOST, '192.0.2.1')) }));
    const resolver = testResolver({ resolvers: [server] });
    const [one, two] = await Promise.all([resolver.resolve(HOST), resolver.resolve('HOST.EXAMPLE')]);
    expect(two).toBe(one);
    expect(await resolver.resolve('Host.Example.')).toBe(one);
    expect(server.asked).toHaveLength(2);
    expect(await resolver.resolve(HOST, { fresh: true })).not.toBe(one);
    expect(server.asked).toHaveLength(4);
  });
});

describe('failures are told apart', () => {
  test.for([
    ['NXDOMAIN', { rcode: 3 }, 'dns.name_not_found'],
    ['SERVFAIL', { rcode: 2 }, 'dns.server_failure'],
    ['REFUSED', { rcode: 5 }, 'dns.refused'],
    ['NOTIMP', { rcode: 4, headerOnly: true }, 'dns.other_rcode'],
    ['RCODE11', { rcode: 11 }, 'dns.other_rcode'],
    ['NOERROR', {}, 'dns.no_answer'],
  ] as const)('%s', async ([rcode, reply, name]) => {
    const server = await dnsServer(() => reply);
    const step = failed(await testResolver({ resolvers: [server] }).resolve(HOST));
    expect(step).toMatchObject({
      name,
      seen: { answers: [{ rcode }, { rcode }], system: { outcome: 'failed', code: 'ENOTFOUND' } },
    });
  });

  test('AAAA alone is a failure that keeps the addresses; a failed A question decides before it', async () => {
    const server = await dnsServer(
      zone({
        [HOST]: records(aaaa(HOST, '2001:db8::1')),
        'half.example': ({ type }) =>
          type === 'A' ? { rcode: 2 } : { answers: [aaaa('half.example', '2001:db8::2')] },
      }),
    );
    const resolver = testResolver({ resolvers: [server], network: { lookup: async () => ['2001:db8::1'] } });
    expect(failed(await resolver.resolve(HOST))).toMatchObject({
      name: 'dns.ipv6_only',
      seen: { answers: [{ addresses: [] }, { addresses: ['2001:db8::1'] }], system: { outcome: 'addresses' } },
    });
    const other = testResolver({ resolvers: [server] });
    expect(failed(await other.resolve('half.example'))).toMatchObject({
      name: 'dns.server_failure',
      seen: { answers: [{ rcode: 'SERVFAIL' }, { addresses: ['2001:db8::2'] }] },
    });
  });

  test('NXDOMAIN at the end of a chain into a private link zone shows the chain', async () => {
    const server = await dnsServer(() => ({ rcode: 3, answers: [cname(HOST, 'host.privatelink.example')] }));
    expect(failed(await testResolver({ resolvers: [server] }).resolve(HOST))).toMatchObject({
      name: 'dns.name_not_found',
      seen: { privateLink: true, aliases: [{ from: HOST, to: 'host.privatelink.example' }] },
    });
  });

  test('a closed port is unreachable at once; silence times out within the deadline', async () => {
    const closed = await testResolver({ resolvers: [await closedPort()] }).resolve(HOST);
    expect(failed(closed)).toMatchObject({ name: 'dns.unreachable', seen: { answers: [{ rcode: 'none' }, {}] } });
    expect(failed(closed).code).toBe('ECONNREFUSED');
    const silent = await testResolver({
      resolvers: [await dnsServer(() => ({ silent: true }))],
      deadlineMs: 200,
    }).resolve(HOST);
    expect(failed(silent)).toMatchObject({
      name: 'dns.timed_out',
      message: expect.stringMatching(/no answer within 125 ms/),
    });
    expect(failed(silent).durationMs).toBeLessThan(500);
  });

  test('no resolver at all', async () => {
    expect(failed(await testResolver({ resolvers: [] }).resolve(HOST))).toMatchObject({
      name: 'dns.no_resolver',
      seen: { answers: [] },
    });
    const resolver = testResolver({ resolvers: [], network: { lookup: async () => ['2001:db8::1', '192.0.2.4'] } });
    expect(facts(await resolver.resolve(HOST))).toMatchObject({
      source: 'system',
      addresses: [{ address: '192.0.2.4' }, {}],
    });
  });

  test('our own exhaustion is an instrument failure, and asked again next time', async () => {
    let calls = 0;
    const exchange = async () => {
      calls += 1;
      throw Object.assign(new Error('bind EMFILE'), { code: 'EMFILE', syscall: 'bind' });
    };
    const resolver = testResolver({ resolvers: [{ address: '127.0.0.1', port: 9 }], network: { exchange } });
    const step = failed(await resolver.resolve(HOST));
    expect(step).toMatchObject({ name: 'dns.unknown', instrument: true, seen: { system: { outcome: 'not_asked' } } });
    await resolver.resolve(HOST);
    expect(calls).toBe(4);
  });

  test('so it is where the hosts file cannot be opened for want of handles', async () => {
    const server = await dnsServer(zone({ [HOST]: records(a(HOST, '192.0.2.1')) }));
    let opened = 0;
    const hostsFile = async () => {
      opened += 1;
      if (opened === 1)
        throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE', syscall: 'open' });
      return '';
    };
    const resolver = testResolver({ resolvers: [server], network: { hostsFile } });
    expect(failed(await resolver.resolve(HOST))).toMatchObject({ code: 'EMFILE', instrument: true });
    expect(addresses(await resolver.resolve(HOST))).toEqual(['192.0.2.1']);
  });
});
