import { describe, expect, test } from 'vitest';
import type { Unnamed } from '../../../src/firewall-rules/allowance.ts';
import { toAllowances } from '../../../src/firewall-rules/to-allowances.ts';
import type { Origin } from '../../../src/model/origin.ts';
import { CLOUDS } from '../../../src/model/settings.ts';
import { catalogueAllowances, target } from './built.ts';

const EXACT = { wildcards: false, legacy: false };
const WIDE = { wildcards: true, legacy: false };
const origin = (given: Partial<Origin> = {}): Origin => ({
  kind: 'catalogue',
  sources: [{ key: 'page', page: 'p', date: '2026', grade: 'DOC' }],
  serviceTags: [],
  ...given,
});
const destinations = ({ allowances }: ReturnType<typeof toAllowances>): readonly string[] =>
  allowances.map(({ protocol, port, destination }) => `${protocol}:${port} ${destination}`);

describe('protocol and port', () => {
  test.for([
    ['https by name', target('a.example'), 'Https:443 a.example'],
    ['https on a port of its own', target('a.example', { port: 8443 }), 'Https:8443 a.example'],
    ['revocation over plain HTTP', target('crl.example', { port: 80, scheme: 'http' }), 'Http:80 crl.example'],
    ['another protocol, by name', target('q.example', { port: 5671, scheme: 'tcp' }), 'Tcp:5671 q.example'],
    // No name is said to an address, so a rule by name never matches it.
    ['an address', target('192.0.2.7'), 'Tcp:443 192.0.2.7'],
    // The REST specification ends application rules at 64000.
    ['a port beyond those of application rules', target('a.example', { port: 64_001 }), 'Tcp:64001 a.example'],
    ['a name in upper case', target('A.Example'), 'Https:443 a.example'],
  ] as const)('%s', ([, one, expected]) => {
    expect(destinations(toAllowances([one], {}, [], EXACT))).toEqual([expected]);
  });
  test('a name in a rule by address costs the DNS proxy, which is said', () => {
    const [allowance] = toAllowances([target('q.example', { scheme: 'tcp' })], {}, [], EXACT).allowances;
    expect(allowance?.warnings).toEqual([expect.stringContaining('DNS proxy')]);
  });
});

describe('what gets no rule', () => {
  test.for([
    ['private link', target('a.example', { privateLinkExpected: true }), /private endpoint/],
    ['legacy', target('a.example', { tier: 'legacy' }), /legacy/],
    ['IPv6', target('2001:db8::1'), /IPv4 only/],
  ] as const)('%s, and why', ([, one, because]) => {
    const { allowances, notAllowed } = toAllowances([one], {}, [], EXACT);
    expect(allowances).toEqual([]);
    expect(notAllowed).toEqual([{ name: one.name, because: expect.stringMatching(because) }]);
  });
  test('legacy gets one where it is asked for', () => {
    const one = target('a.example', { tier: 'legacy' });
    expect(toAllowances([one], {}, [], { ...EXACT, legacy: true }).allowances).toHaveLength(1);
  });
  test('nothing is lost: every target and entry is allowed or named with the reason', () => {
    for (const cloud of CLOUDS) {
      for (const options of [EXACT, WIDE]) {
        const { allowances, notAllowed } = catalogueAllowances(cloud, options);
        expect(allowances.length).toBeGreaterThan(10);
        expect(notAllowed.filter(({ because }) => because === '')).toEqual([]);
      }
    }
  });
});

describe('one destination, several reasons', () => {
  test('is one allowance with all of them, the strongest tier and the strictest inspection', () => {
    const targets = [
      target('www.example', {
        name: 'a',
        port: 80,
        scheme: 'http',
        tier: 'feature',
        inspection: 'tolerated',
        agents: ['cma'],
        stops: 'one',
      }),
      target('www.example', {
        name: 'b',
        port: 80,
        scheme: 'http',
        tier: 'recommended',
        feature: 'revocation',
        stops: 'two',
      }),
    ];
    const origins = {
      a: origin(),
      b: origin({ sources: [{ key: 'other', page: 'q', date: '2025', grade: 'FIELD' }], serviceTags: ['X'] }),
    };
    const { allowances } = toAllowances(targets, origins, [], EXACT);
    expect(allowances).toEqual([
      expect.objectContaining({
        destination: 'www.example',
        agents: ['ama', 'cma'],
        feature: 'configuration, revocation',
        tier: 'recommended',
        why: 'one; two',
        inspection: 'forbidden',
        targets: ['a', 'b'],
        serviceTags: [],
        sources: [expect.objectContaining({ key: 'page' }), expect.objectContaining({ key: 'other' })],
      }),
    ]);
  });
  test('another port or protocol is another allowance', () => {
    const targets = [target('www.example'), target('www.example', { name: 'x', port: 80, scheme: 'http' })];
    expect(destinations(toAllowances(targets, {}, [], EXACT))).toEqual([
      'Https:443 www.example',
      'Http:80 www.example',
    ]);
  });
});

describe('wildcards', () => {
  const his = origin({ pattern: '*.his.arc.example' });
  test('are not taken where the name is known', () => {
    const found = toAllowances([target('gbl.his.arc.example')], { 'gbl.his.arc.example': his }, [], EXACT);
    expect(destinations(found)).toEqual(['Https:443 gbl.his.arc.example']);
  });
  test('on request stand for all names that they surely cover', () => {
    const targets = [target('gbl.his.arc.example'), target('weu.his.arc.example')];
    const origins = { 'gbl.his.arc.example': his };
    const found = toAllowances(targets, origins, [], WIDE);
    expect(destinations(found)).toEqual(['Https:443 *.his.arc.example']);
    expect(found.allowances[0]?.warnings).toEqual([expect.stringContaining('opens every name below his.arc.example')]);
  });
  test('leave the bare name beside them, which they do not match, and a deeper one, of which nobody is sure', () => {
    const pattern = origin({ pattern: '*.gns.example' });
    const targets = [target('gns.example'), target('a.b.gns.example')];
    const found = toAllowances(targets, { 'gns.example': pattern, 'a.b.gns.example': pattern }, [], WIDE);
    expect(destinations(found)).toEqual([
      'Https:443 *.gns.example',
      'Https:443 gns.example',
      'Https:443 a.b.gns.example',
    ]);
  });
  test('do not cover another port', () => {
    const targets = [target('a.x.example'), target('b.x.example', { port: 80, scheme: 'http' })];
    const found = toAllowances(targets, { 'a.x.example': origin({ pattern: '*.x.example' }) }, [], WIDE);
    expect(destinations(found)).toEqual(['Https:443 *.x.example', 'Http:80 b.x.example']);
  });
  test('are never taken in a rule by address, nor above two labels', () => {
    const found = toAllowances(
      [target('q.x.example', { scheme: 'tcp' }), target('a.example')],
      { 'q.x.example': origin({ pattern: '*.x.example' }), 'a.example': origin({ pattern: '*.example' }) },
      [],
      WIDE,
    );
    expect(destinations(found)).toEqual(['Tcp:443 q.x.example', 'Https:443 a.example']);
  });
});

describe('names that are not known', () => {
  const entry = (host: string, lacks: readonly string[], given: Partial<Unnamed> = {}): Unnamed => ({
    name: host,
    host,
    port: 443,
    scheme: 'https',
    agents: ['cma'],
    feature: 'hybrid identity',
    tier: 'required',
    stops: 'no heartbeat',
    inspection: 'tolerated',
    lacks,
    origin: origin(),
    ...given,
  });
  test('that only the service tells: the documented wildcard, with a warning', () => {
    const told = { discoveredBy: 'notifications' } as const;
    const found = toAllowances([], {}, [entry('azgn*.servicebus.windows.net', ['discovery'], told)], EXACT);
    expect(destinations(found)).toEqual(['Https:443 *.servicebus.windows.net']);
    expect(found.allowances[0]?.warnings).toEqual([
      expect.stringContaining('Only the service tells the exact name (azgn*.servicebus.windows.net)'),
      expect.stringContaining('every Service Bus namespace of everyone'),
    ]);
  });
  test('that nobody ever tells: the documented wildcard, and no promise that a run will', () => {
    const found = toAllowances([], {}, [entry('*.waconazure.com', ['discovery'])], EXACT);
    expect(destinations(found)).toEqual(['Https:443 *.waconazure.com']);
    expect(found.allowances[0]?.warnings[0]).toBe('The documents name no host, only the pattern *.waconazure.com');
  });
  test('of what nobody named are never widened: a key vault, a gateway', () => {
    const found = toAllowances([], {}, [entry('{vault}.vault.azure.net', ['vault'])], WIDE);
    expect(found).toEqual({
      allowances: [],
      notAllowed: [expect.objectContaining({ name: '{vault}.vault.azure.net' })],
    });
  });
  test('that go to a private endpoint get none', () => {
    const found = toAllowances(
      [],
      {},
      [entry('*.his.arc.example', ['discovery'], { privateLinkExpected: true })],
      WIDE,
    );
    expect(found.allowances).toEqual([]);
    expect(found.notAllowed[0]?.because).toContain('private endpoint');
  });
  test('that lack a value: left out and said; on request the wildcard', () => {
    const one = entry('{region}.handler.example', ['region']);
    expect(toAllowances([], {}, [one], EXACT)).toEqual({
      allowances: [],
      notAllowed: [{ name: one.name, because: 'its name needs a value that was not given: region' }],
    });
    expect(destinations(toAllowances([], {}, [one], WIDE))).toEqual(['Https:443 *.handler.example']);
  });
  test('whose wildcard would open far too much are never taken', () => {
    const found = toAllowances([], {}, [entry('{region}.example', ['region'])], WIDE);
    expect(found.allowances).toEqual([]);
    expect(found.notAllowed).toHaveLength(1);
  });
});
