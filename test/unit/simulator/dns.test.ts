import dnsPacket from 'dns-packet';
import { expect, test } from 'vitest';
import type { DnsBehaviour, World } from '../../../src/simulator/world.ts';
import { addressesOf, ask, converse, dialling, query, running } from './clients.ts';

const world = (dns: DnsBehaviour, more: Partial<World> = {}): World => ({
  hosts: { 'a.contoso.test': { dns } },
  firewall: 'none',
  ...more,
});

test('a chain of aliases leads to the addresses, with their time to live', async () => {
  const { network } = await running(
    world({ addresses: ['10.0.0.7', '2001:db8::7'], aliases: ['a.privatelink.contoso.test', 'end.test'], ttl: 10 }),
  );
  const { answers, rcode } = { rcode: 'NOERROR', ...(await ask(network, 'A.contoso.TEST')) };
  expect(rcode).toBe('NOERROR');
  expect(answers).toMatchObject([
    { type: 'CNAME', name: 'A.contoso.TEST', data: 'a.privatelink.contoso.test', ttl: 10 },
    { type: 'CNAME', name: 'a.privatelink.contoso.test', data: 'end.test' },
    { type: 'A', name: 'end.test', data: '10.0.0.7', ttl: 10 },
  ]);
  expect(addressesOf(await ask(network, 'a.contoso.test', 'AAAA'))).toEqual(['2001:db8::7']);
});

test.for(['NXDOMAIN', 'SERVFAIL', 'REFUSED', 'NOTIMP', 'FORMERR'] as const)('the answer %s', async (rcode) => {
  const { network } = await running(world({ rcode }));
  expect(await ask(network, 'a.contoso.test')).toMatchObject({ rcode, answers: [] });
});

test('a name without an entry does not exist; a name may have no addresses, or only new ones', async () => {
  const { network } = await running({
    hosts: { 'empty.test': { dns: { addresses: [] } }, 'six.test': { dns: { addresses: ['2001:db8::1'] } } },
    firewall: 'none',
  });
  expect(await ask(network, 'other.test')).toMatchObject({ rcode: 'NXDOMAIN' });
  expect(await ask(network, 'empty.test')).toMatchObject({ rcode: 'NOERROR', answers: [] });
  expect(addressesOf(await ask(network, 'six.test'))).toEqual([]);
  expect(addressesOf(await ask(network, 'six.test', 'AAAA'))).toEqual(['2001:db8::1']);
});

test('truncated over UDP, whole over TCP', async () => {
  const { network } = await running(world({ addresses: ['10.0.0.7'], truncated: true }));
  expect(await ask(network, 'a.contoso.test')).toMatchObject({ flag_tc: true, answers: [] });
  const question = query('a.contoso.test');
  const length = Buffer.from([0, question.length]);
  const socket = await dialling(network, '10.10.0.4', 53);
  const { bytes } = await converse(
    socket,
    Buffer.concat([length, question]),
    (seen) => seen.length > 2 && seen.length >= 2 + seen.readUInt16BE(0),
  );
  const answer = dnsPacket.decode(bytes.subarray(2));
  expect(answer.flag_tc).toBe(false);
  expect(addressesOf(answer)).toEqual(['10.0.0.7']);
});

test('answers that are none: another id, another question, no DNS at all', async () => {
  const { network } = await running({
    hosts: {
      'id.test': { dns: { trouble: 'wrong_id' } },
      'question.test': { dns: { trouble: 'wrong_question' } },
      'garbage.test': { dns: { trouble: 'garbage' } },
    },
    firewall: 'none',
  });
  expect((await ask(network, 'id.test')).id).toBe(4712);
  expect(await ask(network, 'question.test')).toMatchObject({ id: 4711, questions: [{ name: 'another.example' }] });
  const raw = await network.exchange(
    { address: '10.10.0.4', port: 53 },
    query('garbage.test'),
    () => true,
    AbortSignal.any([]),
  );
  expect(raw.length).toBeLessThan(17);
});

test('silence lasts until the caller gives up: of a name, of a resolver, of an address without a resolver', async () => {
  const { network } = await running(
    world(
      { trouble: 'silent' },
      { resolvers: [{ address: '10.10.0.4' }, { address: '10.10.0.5', conduct: 'silent' }] },
    ),
  );
  for (const address of ['10.10.0.4', '10.10.0.5', '192.0.2.53']) {
    const patience = new AbortController();
    const waiting = network.exchange({ address, port: 53 }, query('a.contoso.test'), () => true, patience.signal);
    // A live question and its answer pass in the meantime.
    await ask(network, 'b.contoso.test');
    patience.abort(new Error('no more patience'));
    await expect(waiting, address).rejects.toThrow('no more patience');
  }
});

test('each resolver has its conduct and its own view', async () => {
  const { network } = await running(
    world(
      { addresses: ['20.1.1.1'] },
      {
        resolvers: [
          { address: '10.0.0.1', sees: { 'a.contoso.test': { addresses: ['10.9.9.9'] } } },
          { address: '10.0.0.2', conduct: 'servfail' },
          { address: '10.0.0.3', conduct: 'refused' },
          { address: '10.0.0.4', conduct: 'unreachable' },
          { address: '10.0.0.5', port: 5353 },
        ],
      },
    ),
  );
  const at = (address: string, port = 53) => ask(network, 'a.contoso.test', 'A', { address, port });
  expect(addressesOf(await at('10.0.0.1'))).toEqual(['10.9.9.9']);
  expect(await at('10.0.0.2')).toMatchObject({ rcode: 'SERVFAIL' });
  expect(await at('10.0.0.3')).toMatchObject({ rcode: 'REFUSED' });
  await expect(at('10.0.0.4')).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'recvmsg' });
  expect(addressesOf(await at('10.0.0.5', 5353))).toEqual(['20.1.1.1']);
  expect(network.resolvers()).toHaveLength(5);
  expect(network.resolvers()[4]).toEqual({ address: '10.0.0.5', port: 5353 });
});

test("the system's resolver knows the hosts file, its own view, and how to fail", async () => {
  const { network, clock } = await running({
    hosts: {
      'plain.test': { dns: { addresses: ['20.1.1.1', '2001:db8::1'] } },
      'differs.test': { dns: { rcode: 'NXDOMAIN' }, systemSees: { addresses: ['10.1.1.1'] } },
      'listed.test': { dns: { addresses: ['20.1.1.3'] } },
      'servfail.test': { dns: { rcode: 'SERVFAIL' } },
      'silent.test': { dns: { trouble: 'silent' } },
    },
    hostsFile: '# a comment\n127.0.0.2\tlisted.test other.test # why\n',
    firewall: 'none',
  });
  expect(await network.lookup('plain.test')).toEqual(['20.1.1.1', '2001:db8::1']);
  expect(await network.lookup('differs.test')).toEqual(['10.1.1.1']);
  expect(await network.lookup('Listed.test')).toEqual(['127.0.0.2']);
  expect(await network.lookup('20.9.9.9')).toEqual(['20.9.9.9']);
  expect(await network.hostsFile()).toContain('listed.test');
  await expect(network.lookup('none.test')).rejects.toMatchObject({ code: 'ENOTFOUND', syscall: 'getaddrinfo' });
  await expect(network.lookup('servfail.test')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  const silent = network.lookup('silent.test');
  clock.pass(10_000);
  await expect(silent).rejects.toMatchObject({ code: 'EAI_AGAIN' });
});

test('names below a wildcard have addresses of their own, the same in every run', async () => {
  const hosts: World['hosts'] = { '*.contoso.test': {}, '*.x.contoso.test': { dns: { addresses: ['20.2.2.2'] } } };
  const [one, other] = [await running({ hosts, firewall: 'none' }), await running({ hosts, firewall: 'none' })];
  const first = addressesOf(await ask(one.network, 'a.b.contoso.test'));
  expect(first).toHaveLength(1);
  expect(addressesOf(await ask(other.network, 'a.b.contoso.test'))).toEqual(first);
  expect(addressesOf(await ask(one.network, 'c.contoso.test'))).not.toEqual(first);
  expect(addressesOf(await ask(one.network, 'a.x.contoso.test'))).toEqual(['20.2.2.2']);
  expect(await ask(one.network, 'contoso.test')).toMatchObject({ rcode: 'NXDOMAIN' });
});
