import { describe, expect, test, vi } from 'vitest';
import { allowing } from '../../../src/simulator/policy.ts';
import type { Action, FirewallPolicy, World } from '../../../src/simulator/world.ts';
import { complete, converse, dialling, helloOf, type Running, running, securely, WALL_MS } from './clients.ts';

const HOST = 'a.contoso.test';
const DEAD = '192.0.2.1';
const hosts: World['hosts'] = { [HOST]: { dns: { addresses: ['20.1.1.1'] } }, 'b.contoso.test': {} };
const behind = (firewall: Partial<FirewallPolicy>, more: Partial<World> = {}): World => ({
  hosts,
  firewall: { allow: [], ...firewall },
  ...more,
});
const acting = (action: Action): World => behind({ names: { [HOST]: action } });

/** What comes back over the wire after a ClientHello for the host. */
async function afterHello(run: Running, name: string | undefined = HOST) {
  return converse(await dialling(run.network, DEAD, 443), await helloOf(name));
}
const get = (host = HOST, path = '/') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
async function afterRequest(run: Running, request = get()) {
  return converse(await dialling(run.network, DEAD, 80), request, (bytes) => complete(bytes.toString('latin1')));
}

describe('a name in TLS', () => {
  test.for([
    ['close', '', 'fin'],
    ['reset', '', 'rst'],
    [{ do: 'alert', number: 40 }, '15030300020228', 'fin'],
    [{ do: 'alert', number: 112, level: 'warning' }, '15030300020170', 'fin'],
    [{ do: 'alert', number: 70, ending: 'reset' }, '15030300020246', 'rst'],
    [{ do: 'say', bytes: { text: 'SSH-2.0-x\r\n' } }, Buffer.from('SSH-2.0-x\r\n').toString('hex'), 'fin'],
    [{ do: 'say', bytes: { hex: 'c0ffee' }, ending: 'reset' }, 'c0ffee', 'rst'],
  ] as const)('%j', async ([action, hex, end]) => {
    const run = await running(acting(action));
    const heard = await afterHello(run);
    expect([heard.bytes.toString('hex'), heard.end]).toEqual([hex, end]);
    expect(run.simulation.journal).toMatchObject([{ host: HOST, action: 'Deny', reason: `Rule: ${HOST}` }]);
  });

  test('the codes that Node gives for them are those that were measured with real servers', async () => {
    const code = async (action: Action) => securely(await running(acting(action)), DEAD, HOST);
    expect(await code('close')).toMatchObject({ code: 'ECONNRESET', syscall: undefined, bytes: 0 });
    expect(await code('reset')).toMatchObject({ code: 'ECONNRESET', syscall: 'read', bytes: 0 });
    expect(await code({ do: 'alert', number: 40 })).toMatchObject({
      message: expect.stringContaining('SSL alert number 40'),
    });
    expect(await code({ do: 'alert', number: 112, level: 'warning' })).toMatchObject({ code: 'ECONNRESET', bytes: 7 });
    expect(await code('http_470')).toMatchObject({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
  });

  test('silence is neither bytes nor an end', async () => {
    const run = await running(acting('silent'));
    const socket = await dialling(run.network, DEAD, 443);
    const heard = converse(socket, await helloOf(HOST));
    await vi.waitFor(() => expect(run.simulation.journal).toHaveLength(1), { interval: 2 });
    // Another flow begins and ends; this one is as it was.
    await afterHello(run, 'b.contoso.test');
    expect([socket.bytesRead, socket.readyState]).toEqual([0, 'open']);
    await run.simulation.close();
    expect((await heard).bytes).toHaveLength(0);
  });

  test('no verdict and no log until the name is complete, however the hello arrives', async () => {
    const run = await running(acting('reset'));
    const hello = await helloOf(HOST);
    const socket = await dialling(run.network, DEAD, 443);
    const cuts = [0, 5, Math.floor(hello.length / 2), hello.length - 1];
    for (const [at, from] of cuts.slice(0, -1).entries()) socket.write(hello.subarray(from, cuts[at + 1]));
    await afterHello(run, 'b.contoso.test');
    expect(run.simulation.journal.map(({ host }) => host)).toEqual(['b.contoso.test']);
    expect((await converse(socket, hello.subarray(-1))).end).toBe('rst');
    expect(run.simulation.journal.map(({ host }) => host)).toEqual(['b.contoso.test', HOST]);
  });

  test('without SNI it is denied, even where every name is allowed', async () => {
    const run = await running(behind({ allow: ['*'] }));
    const socket = await dialling(run.network, '20.1.1.1', 443);
    expect(await converse(socket, await helloOf(undefined))).toMatchObject({ text: '', end: 'fin' });
    expect(run.simulation.journal).toMatchObject([{ action: 'Deny', reason: 'SNI TLS extension was missing' }]);
    expect(run.simulation.journal[0]).not.toHaveProperty('host');
  });

  test('what is not TLS is closed on the TLS port, and logged nowhere', async () => {
    const run = await running(behind({ allow: ['*'] }));
    const socket = await dialling(run.network, '20.1.1.1', 443);
    expect(await converse(socket, get())).toMatchObject({ text: '', end: 'fin' });
    expect(run.simulation.journal).toEqual([]);
  });

  test('a hello above the limit fares as the limit says, a small one passes', async () => {
    const small = { ecdhCurve: 'P-256', ALPNProtocols: ['http/1.1'] };
    const bytes = (await helloOf(HOST, small)).length;
    const run = await running(behind({ allow: ['*'], helloLimit: { bytes, action: 'reset' } }));
    const large = { ALPNProtocols: ['http/1.1', 'x'.repeat(200)] };
    expect(await securely(run, DEAD, HOST, large)).toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
    expect(await securely(run, DEAD, HOST, small)).toMatchObject({ verification: 'ok' });
  });
});

describe('an allowed name', () => {
  test('is resolved by the firewall itself; the address that was dialled does not matter', async () => {
    const run = await running(
      behind(
        { allow: [HOST] },
        {
          hosts: {
            [HOST]: {
              dns: { addresses: ['10.0.0.7'] },
              firewallSees: { addresses: ['20.1.1.1'] },
              servicesAt: {
                '10.0.0.7': { 443: { kind: 'https', http: { otherwise: { status: 200, body: 'private' } } } },
                '20.1.1.1': { 443: { kind: 'https', http: { otherwise: { status: 403, body: 'public' } } } },
              },
            },
          },
        },
      ),
    );
    for (const address of ['10.0.0.7', DEAD]) {
      expect(await securely(run, address, HOST)).toMatchObject({
        answer: expect.stringMatching(/^HTTP\/1.1 403 .*public$/s),
      });
    }
  });

  test.for([
    ['does not exist for the firewall', { firewallSees: { rcode: 'NXDOMAIN' } }],
    ['is not answered for by its resolver', { firewallSees: { trouble: 'silent' } }],
    ['has no address there', { firewallSees: { addresses: [] } }],
    ['leads to nobody', { firewallSees: { addresses: ['20.9.9.9'] }, servicesAt: { '20.9.9.9': {} } }],
    ['refuses the firewall', { servicesForFirewall: { 443: { kind: 'refused' } } }],
  ] as const)('that %s is closed, or as the policy says', async ([, entry]) => {
    const world = { hosts: { [HOST]: entry } };
    expect(await afterHello(await running(behind({ allow: [HOST] }, world)))).toMatchObject({ text: '', end: 'fin' });
    const other = await running(behind({ allow: [HOST], unreachable: 'reset' }, world));
    expect(await afterHello(other)).toMatchObject({ text: '', end: 'rst' });
    // To the firewall it is an allowed flow.
    expect(other.simulation.journal).toMatchObject([{ action: 'Allow' }]);
  });

  test.for([
    ['closes', { kind: 'bytes', when: 'after_first_bytes', ending: 'close' }, 'fin'],
    ['resets', { kind: 'bytes', when: 'after_first_bytes', ending: 'reset' }, 'rst'],
    ['resets at accept', { kind: 'bytes', ending: 'reset' }, 'rst'],
  ] as const)('whose far end %s passes that on', async ([, service, end]) => {
    const run = await running(behind({ allow: [HOST] }, { hosts: { [HOST]: { services: { 443: service } } } }));
    expect(await afterHello(run)).toMatchObject({ text: '', end });
  });
});

describe('bytes, then a reset, through the firewall', () => {
  const body = { status: 200, body: 'x'.repeat(1000), cut: { afterBytes: 10, how: 'reset' } } as const;
  const world = (action: Action): World =>
    behind(
      { names: { [HOST]: action } },
      {
        hosts: {
          [HOST]: {
            services: {
              443: { kind: 'https', http: { otherwise: body } },
              80: { kind: 'http', http: { otherwise: body } },
            },
          },
        },
      },
    );

  test.for(['allow', { do: 'inspect' }] as const)('within TLS, %j', async (action) => {
    const run = await running(world(action));
    for (let round = 0; round < 5; round += 1) {
      expect(await securely(run, DEAD, HOST)).toMatchObject({
        answer: expect.stringMatching(/\r\n\r\nx{10}\(ECONNRESET\)$/),
      });
    }
  });

  test('in plain HTTP', async () => {
    const run = await running(world('allow'));
    for (let round = 0; round < 5; round += 1) {
      const heard = await afterRequest(run);
      expect([heard.text.slice(-14), heard.end]).toEqual([`\r\n\r\n${'x'.repeat(10)}`, 'rst']);
    }
  });
});

describe('a name in plain HTTP', () => {
  test('without a rule: 470 in the words of 2023 and later, connection left open', async () => {
    const run = await running(behind({}));
    const socket = await dialling(run.network, DEAD, 80);
    const { text } = await converse(socket, get(), (bytes) => complete(bytes.toString('latin1')));
    expect(text).toBe(
      `HTTP/1.1 470 status code 470\r\nDate: ${new Date(WALL_MS).toUTCString()}\r\nContent-Length: 70\r\n` +
        'Content-Type: text/plain; charset=utf-8\r\n\r\n' +
        'Action: Deny. Reason: No rule matched. Proceeding with default action.',
    );
    expect(run.simulation.journal).toMatchObject([
      {
        protocol: 'HTTP',
        host: HOST,
        url: `${HOST}/`,
        action: 'Deny',
        reason: 'No rule matched. Proceeding with default action',
      },
    ]);
  });

  test('in the words of 2021, with the flow as the firewall sees it', async () => {
    const run = await running(behind({ denial: { http: { do: 'http_470', text: 'old' } } }));
    const socket = await dialling(run.network, DEAD, 80);
    const port = socket.localPort;
    const { text } = await converse(socket, get(HOST, '/x'), (bytes) => complete(bytes.toString('latin1')));
    expect(text.split('\r\n\r\n')[1]).toBe(
      `HTTP  request from 127.0.0.1:${port} to ${HOST}:80. Url: ${HOST}/x. Action: Deny. ` +
        'No rule matched. Proceeding with default action',
    );
    expect(run.simulation.journal).toMatchObject([{ clientPort: port }]);
  });

  test('allowed: the far end answers, request after request', async () => {
    const run = await running(behind({ allow: [HOST] }));
    expect((await afterRequest(run, get(HOST, '/ping'))).text).toMatch(/^HTTP\/1.1 200 OK\r\n.*\r\n\r\nHealthy$/s);
    const socket = await dialling(run.network, DEAD, 80);
    const twice = await converse(socket, get() + get(HOST, '/ping'), (bytes) => bytes.includes('Healthy'));
    expect(twice.text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });

  test('a Host header with another port is dropped without naming a rule', async () => {
    const run = await running(behind({ allow: ['*'] }));
    expect(await afterRequest(run, get(`${HOST}:8080`))).toMatchObject({ text: '', end: 'fin' });
    expect((await afterRequest(run, get(`${HOST}:80`))).text).toMatch(/^HTTP\/1.1 200/);
  });

  test('close, reset and a page of somebody else', async () => {
    expect(await afterRequest(await running(acting('close')))).toMatchObject({ text: '', end: 'fin' });
    expect(await afterRequest(await running(acting('reset')))).toMatchObject({ text: '', end: 'rst' });
    const portal = { text: 'HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\nContent-Length: 0\r\n\r\n' };
    expect((await afterRequest(await running(acting({ do: 'say', bytes: portal })))).text).toBe(portal.text);
  });
});

describe('a policy', () => {
  const outcome = async (run: Running, name: string, port = 443) => {
    const seen = await (port === 443 ? afterHello(run, name) : afterRequest(run, get(name)));
    return seen.text === '' ? seen.end : seen.text.slice(0, 12);
  };

  test('by pattern: exact before wildcard, longer before shorter, a port of its own, exceptions', async () => {
    const run = await running(
      behind({
        allow: ['*.contoso.test'],
        except: [`${HOST}:80`],
        names: {
          '*.test': 'reset',
          '*.b.contoso.test': 'close',
          'x.b.contoso.test': { do: 'say', bytes: { text: 'own' } },
        },
      }),
    );
    expect(await outcome(run, 'y.test')).toBe('rst');
    expect(await outcome(run, 'y.b.contoso.test')).toBe('fin');
    expect(await outcome(run, 'x.b.contoso.test')).toBe('own');
    expect(await outcome(run, 'other.example')).toBe('fin');
    const port80 = await running(behind({ allow: ['*.contoso.test'], except: [`${HOST}:80`] }));
    expect(await outcome(port80, HOST, 80)).toBe('HTTP/1.1 470');
    expect(await securely(port80, DEAD, HOST)).toMatchObject({ verification: 'ok' });
    // A wildcard covers any number of labels, and not the bare name.
    expect(await outcome(port80, 'contoso.test', 80)).toBe('HTTP/1.1 470');
  });

  test('can be changed while it runs, and counts from the next flow on', async () => {
    const run = await running(behind({ names: { [HOST]: 'reset' }, except: [`${HOST}:80`] }));
    expect(await outcome(run, HOST)).toBe('rst');
    run.simulation.setPolicy((policy) => allowing(policy, [HOST]));
    expect(await securely(run, DEAD, HOST)).toMatchObject({ verification: 'ok' });
    expect(await outcome(run, HOST, 80)).toBe('HTTP/1.1 200');
    run.simulation.setPolicy((policy) => ({ ...policy, allow: [] }));
    expect(await outcome(run, HOST)).toBe('fin');
    expect(run.simulation.journal.map(({ action }) => action)).toEqual(['Deny', 'Allow', 'Allow', 'Deny']);
    const without = await running({ hosts, firewall: 'none' });
    expect(() => without.simulation.setPolicy((policy) => policy)).toThrow('no firewall');
  });

  test('in turn, and by the chance handed in', async () => {
    const flaky = await running(acting({ do: 'in_turn', actions: ['close', 'reset'] }));
    expect([await outcome(flaky, HOST), await outcome(flaky, HOST), await outcome(flaky, HOST)]).toEqual([
      'fin',
      'rst',
      'fin',
    ]);
    await expect(running(acting({ do: 'by_chance', oneIn: 2, action: 'reset', otherwise: 'close' }))).rejects.toThrow(
      'needs a chance',
    );
    const draws = [1, 0, 2];
    const chance = { id: () => '', integer: () => draws.shift() ?? 0 };
    const lots = await running(acting({ do: 'by_chance', oneIn: 3, action: 'reset', otherwise: 'close' }), chance);
    expect([await outcome(lots, HOST), await outcome(lots, HOST), await outcome(lots, HOST)]).toEqual([
      'fin',
      'rst',
      'fin',
    ]);
  });

  test('a delay is spent on the clock handed in', async () => {
    const run = await running(acting({ do: 'delay', ms: 3000, action: 'reset' }));
    const heard = afterHello(run);
    await vi.waitFor(() => expect(run.clock.waiting).toBe(1), { interval: 2 });
    run.clock.pass(2999);
    await afterHello(run, 'b.contoso.test');
    expect(run.simulation.journal.map(({ host }) => host)).toEqual(['b.contoso.test']);
    run.clock.pass(1);
    expect(await heard).toMatchObject({ text: '', end: 'rst' });
    expect(run.simulation.journal.map(({ atMs }) => atMs - WALL_MS)).toEqual([2999, 3000]);
  });
});
