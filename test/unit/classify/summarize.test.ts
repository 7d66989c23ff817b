import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/classify/classify.ts';
import { summarize } from '../../../src/classify/summarize.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { FailureName } from '../../../src/model/failure.ts';
import {
  dnsFailed,
  type EvidenceParts,
  evidence,
  FIN,
  firewall470,
  firewalled,
  http,
  inspected,
  open,
  type PathParts,
  type path,
  tcpFailed,
} from '../../support/evidence.ts';

const A = 'global.handler.control.monitor.azure.com';
const named = (host: string, parts: EvidenceParts = {}): Evidence =>
  evidence({ ...parts, target: { host, stops: `${host} stops`, ...parts.target } });

function summary(
  all: readonly Evidence[],
  parts: PathParts = {},
  read: (parts: PathParts) => ReturnType<typeof path> = firewalled,
) {
  const whole = read({ ...parts, among: all });
  return summarize(
    all.map((one) => ({ evidence: one, verdict: classify(one, whole) })),
    whole,
  );
}
const ids = ({ rootCauses }: ReturnType<typeof summary>): readonly string[] => rootCauses.map(({ id }) => id);

describe('a summary', () => {
  test('counts states and what a TCP test would have passed', () => {
    const whole = summary([named(A), named('b.example', FIN), named('c.example', { tcp: tcpFailed('tcp.timed_out') })]);
    expect(whole).toMatchObject({
      targets: 3,
      byState: { reachable: 1, denied: 1, blocked: 1, down: 0 },
      misleading: 1,
    });
  });

  test('of a healthy run has no cause', () => expect(ids(summary([named(A), named('b.example')]))).toEqual([]));

  test('names refused by a filter are one cause, whether it said so or not', () => {
    const whole = summary([
      named(A),
      named('b.example', FIN),
      named('c.example', { target: { scheme: 'http' }, http: firewall470 }),
    ]);
    expect(whole.rootCauses).toMatchObject([
      {
        id: 'denied.by_name_filter',
        state: 'denied',
        targets: ['b.example:443', 'c.example:80'],
        says: '2 targets: TCP connects, and then a name filter refuses the names.',
        stops: ['b.example stops', 'c.example stops'],
      },
    ]);
  });

  test('everything cut as a denial and nothing proven: our source is in no rule', () => {
    const whole = summary([
      named(A, FIN),
      named('b.example', FIN),
      named('c.example', { dns: dnsFailed('dns.name_not_found') }),
    ]);
    expect(ids(whole)).toEqual(['denied.source_not_covered', 'dns.name_not_found']);
    expect(whole.rootCauses[0]?.targets).toEqual([`${A}:443`, 'b.example:443']);
  });
  test('one target proven: the source is covered', () => {
    expect(ids(summary([named(A, FIN), named('b.example', FIN), named('c.example')]))).toEqual([
      'denied.by_name_filter',
    ]);
  });
  test('one target alone is no pattern', () =>
    expect(ids(summary([named(A, FIN)]))).toEqual(['denied.by_name_filter']));

  test.for<FailureName>(['dns.timed_out', 'dns.unreachable', 'dns.server_failure'])(
    'all names fail by %s: DNS is dead',
    (failure) => {
      const whole = summary([named(A, { dns: dnsFailed(failure) }), named('b.example', { dns: dnsFailed(failure) })], {
        mustBeDenied: { dns: dnsFailed(failure) },
      });
      expect(ids(whole)).toEqual(['dns.dead']);
      expect(whole.rootCauses[0]?.targets).toHaveLength(2);
    },
  );
  test('one name answered, though it does not exist: DNS is not dead', () => {
    const dead = { dns: dnsFailed('dns.timed_out') };
    const all = [
      named(A, dead),
      named('b.example', dead),
      named('c.example', { dns: dnsFailed('dns.name_not_found') }),
    ];
    expect(ids(summary(all))).toEqual(['dns.timed_out', 'dns.name_not_found']);
  });
  test('one name resolved: DNS is not dead', () => {
    const dead = { dns: dnsFailed('dns.timed_out') };
    expect(ids(summary([named(A, dead), named('b.example', dead), named('c.example')]))).toEqual(['dns.timed_out']);
  });

  test('only port 80 fails', () => {
    const plain = { target: { scheme: 'http' as const }, http: firewall470 };
    const whole = summary([named(A), named('crl.example', plain), named('ocsp.example', plain)]);
    expect(whole.rootCauses).toMatchObject([
      { id: 'port_80.closed', state: 'denied', targets: ['crl.example:80', 'ocsp.example:80'] },
    ]);
    expect(whole.rootCauses[0]?.remedy).toContain('Http:80 to crl.example and ocsp.example');
  });
  test('port 80 refused by the far ends is no matter of rules', () => {
    const refused = { target: { scheme: 'http' as const }, tcp: tcpFailed('tcp.refused') };
    expect(ids(summary([named(A), named('crl.example', refused), named('ocsp.example', refused)]))).toEqual([
      'tcp.refused',
    ]);
  });
  test('port 80 is no pattern where one name passes there', () => {
    const plain = { target: { scheme: 'http' as const } };
    const denied = { ...plain, http: firewall470 };
    const whole = summary([
      named(A),
      named('crl.example', denied),
      named('ocsp.example', denied),
      named('aia.example', { ...plain, http: http(200) }),
    ]);
    expect(ids(whole)).toEqual(['denied.firewall_said_so']);
  });

  test('each inspecting CA is one cause', () => {
    const whole = summary([
      named(A, { tls: inspected('CN=One') }),
      named('b.example', { tls: inspected('CN=One') }),
      named('c.example', { tls: inspected('CN=Two') }),
    ]);
    expect(whole.rootCauses.map(({ says }) => says)).toEqual([
      '2 targets: TLS inspection by "One".',
      '1 target: TLS inspection by "Two".',
    ]);
  });

  test('the most damaging comes first, not the most frequent', () => {
    const spare = { target: { required: false, effect: 'degraded' as const }, tcp: tcpFailed('tcp.refused') };
    const whole = summary([named('b.example', spare), named('c.example', spare), named(A, FIN), named('d.example')]);
    expect(ids(whole)).toEqual(['denied.by_name_filter', 'tcp.refused']);
  });

  test('a filter that is expected and missing is said before everything else', () => {
    const all = [named(A), named('b.example', { tcp: tcpFailed('tcp.timed_out') })];
    expect(ids(summary(all, { firewallExpected: true }, open))).toEqual(['path.filter_missing', 'tcp.timed_out']);
    expect(ids(summary(all, { firewallExpected: false }, open))).toEqual(['tcp.timed_out']);
  });
});
