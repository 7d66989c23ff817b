import { describe, expect, test } from 'vitest';
import { nextQuestions } from '../../../src/classify/next-questions.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import {
  answer,
  connectOk,
  DEAD,
  dnsFailed,
  dnsOk,
  type EvidenceParts,
  evidence,
  FIN,
  firewall470,
  firewalled,
  http,
  httpFailed,
  inspected,
  open,
  type PathParts,
  path,
  RST,
  SILENT,
  tcpFailed,
  tcpOk,
  tlsFailed,
  tlsOk,
} from '../../support/evidence.ts';

const BUDGET = { connections: 200, perGroup: 5 };
const PROOF: EvidenceParts = { target: { host: 'gbl.his.arc.azure.com' }, tcp: tcpOk('20.50.1.1') };

/** The kinds asked about the first of the targets. */
function kinds(
  all: readonly Evidence[],
  parts: PathParts,
  read: (parts: PathParts) => ReturnType<typeof path> = firewalled,
): readonly string[] {
  const questions = nextQuestions(all, read({ among: all, ...parts }), BUDGET);
  return questions
    .filter(({ about }) => about === all[0]?.target.name)
    .map(({ kind, round }) => (round > 1 ? `${kind} ${round}` : kind));
}
const REPEATED = ['repeat_reachable', 'repeat', 'repeat_must_be_denied'];
const AGAIN = REPEATED.map((kind) => `${kind} 2`);
const HELLOS = ['wide_hello', 'large_hello'];

describe('what is asked about', () => {
  test.for<readonly [string, EvidenceParts, PathParts, readonly string[]]>([
    ['a cut flow: the full set', FIN, {}, [...REPEATED, ...AGAIN, 'dead_address', 'reachable_address', ...HELLOS]],
    [
      'a cut flow where no canary connects',
      FIN,
      { canaries: 'silent' },
      [...REPEATED, ...AGAIN, 'reachable_address', ...HELLOS],
    ],
    [
      'a cut flow through an explicit proxy',
      { ...FIN, proxy: connectOk },
      { proxied: true },
      ['repeat', 'repeat 2', ...HELLOS],
    ],
    ['an unknown name: the system, where it was not asked', { dns: dnsFailed('dns.name_not_found') }, {}, []],
    [
      'a handshake that broke off',
      { tls: tlsFailed('tls.stalled_mid_handshake') },
      {},
      [...REPEATED, ...AGAIN, 'dead_address', 'reachable_address', ...HELLOS],
    ],
    ['bytes that are no TLS: other hellos are no use', { tls: tlsFailed('tls.not_tls') }, {}, ['repeat', 'repeat 2']],
    ['a genuine session without an answer', { http: httpFailed('http.closed') }, {}, ['repeat', 'repeat 2']],
    ['a connect that timed out', { tcp: tcpFailed('tcp.timed_out') }, {}, ['repeat', 'dead_address']],
    [
      'a connect that timed out, of a name with two addresses',
      {
        tcp: tcpFailed('tcp.timed_out'),
        dns: dnsOk({ addresses: ['20.0.0.1', '20.0.0.2'].map((address) => ({ address, family: 4, private: false })) }),
      },
      { canaries: 'silent' },
      ['repeat', 'other_address'],
    ],
    ['a genuine certificate for another name', { tls: tlsOk({ nameMatches: false }) }, {}, ['dead_address']],
    ['an inspected flow: nothing would change', { tls: inspected() }, {}, []],
    ['a denial in so many words: nothing would change', { target: { scheme: 'http' }, http: firewall470 }, {}, []],
    ['our own exhaustion: nothing would change', { tcp: tcpFailed('tcp.unknown', { instrument: true }) }, {}, []],
    ['a server error on a documented path', { target: { expect: { status: [200] } }, http: http(500) }, {}, ['repeat']],
    [
      'a suite that is not one of the four',
      { tls: tlsOk({ cipher: 'TLS_CHACHA20_POLY1305_SHA256' }) },
      {},
      ['agent_suites'],
    ],
    ['a far end that is reachable', {}, {}, []],
    [
      'a plain request that was closed',
      { target: { scheme: 'http' }, http: httpFailed('http.closed') },
      {},
      ['repeat', 'repeat_must_be_denied', 'repeat 2', 'repeat_must_be_denied 2', 'dead_address'],
    ],
    [
      'a cut flow of which a wider hello got through: six fresh ports tell whether that was chance',
      { ...FIN, questions: [answer('wide_hello', {})] },
      { canaries: 'silent' },
      [
        ...[1, 2, 3, 4, 5, 6].flatMap((round) => REPEATED.map((kind) => (round > 1 ? `${kind} ${round}` : kind))),
        'reachable_address',
        'large_hello',
      ],
    ],
    ['a silent service of scheme tcp', { target: { scheme: 'tcp', port: 22 } }, {}, []],
  ])('%s', ([, parts, around, expected]) => {
    // The proof comes first, so that it speaks for its port.
    const subject = evidence(parts);
    const all = [subject, evidence(PROOF)];
    const read = firewalled({ ...around, among: [evidence(PROOF), subject] });
    const asked = nextQuestions(all, read, BUDGET).filter(({ about }) => about === subject.target.name);
    expect(asked.map(({ kind, round }) => (round > 1 ? `${kind} ${round}` : kind))).toEqual(expected);
  });

  test('an unresolved name whose evidence lacks the system', () => {
    const dns = dnsFailed('dns.timed_out');
    const { system: _, ...seen } = dns.seen;
    const lacking = evidence({ dns: { ...dns, seen } });
    expect(kinds([lacking], {})).toEqual(['system_resolver']);
    const known = {
      ...lacking,
      questions: [
        {
          kind: 'system_resolver',
          round: 1,
          askedAt: '',
          system: { outcome: 'failed', code: 'ENOTFOUND', durationMs: 1 },
        },
      ],
    } as const;
    expect(kinds([known], {})).toEqual([]);
  });
});

describe('where everything answers', () => {
  const all = ['a.monitor.azure.com', 'b.monitor.azure.com', 'c.monitor.azure.com'].map((host) =>
    evidence({ target: { host } }),
  );

  test('and nothing is filtered, nothing is asked', () => {
    expect(nextQuestions(all, open({ among: all }), BUDGET)).toEqual([]);
    expect(nextQuestions(all, path({ among: all, mustBeDenied: {} }), BUDGET)).toEqual([]);
  });
  test('and names are filtered, one target a port is asked which kind of rule carries it', () => {
    expect(nextQuestions(all, firewalled({ among: all }), BUDGET)).toEqual([
      {
        about: 'a.monitor.azure.com:443',
        kind: 'dead_address',
        round: 1,
        dial: { address: DEAD, port: 443 },
        deadlineMs: 500,
      },
    ]);
  });
});

describe('the repeats', () => {
  const rounds = (outcomes: readonly EvidenceParts[]): readonly string[] => {
    const questions = outcomes.map((steps, index) => answer('repeat', steps, index + 1));
    const subject = evidence({ ...FIN, questions });
    return kinds([subject], {}).filter((kind) => kind.startsWith('repeat ') || kind === 'repeat');
  };
  test('of like outcomes are two', () => expect(rounds([FIN, FIN])).toEqual([]));
  test('of mixed outcomes go on to six', () =>
    expect(rounds([FIN, {}])).toEqual(['repeat 3', 'repeat 4', 'repeat 5', 'repeat 6']));
  test('of mixed outcomes end at six', () => expect(rounds([FIN, {}, FIN, {}, FIN, {}])).toEqual([]));
  test('of one that passed at once go on as well', () => expect(rounds([{}])).toHaveLength(5));
});

describe('a follow-up', () => {
  const subject = evidence(FIN);
  const all = [evidence(PROOF), subject];
  const ask = (parts: PathParts) =>
    nextQuestions(all, firewalled({ among: all, ...parts }), BUDGET).filter(
      ({ about }) => about === subject.target.name,
    );

  test('says which name is said where', () => {
    const asked = ask({});
    expect(asked.find(({ kind }) => kind === 'repeat_reachable')).toMatchObject({
      dial: { address: '20.50.1.1', port: 443 },
      serverName: 'gbl.his.arc.azure.com',
    });
    expect(asked.find(({ kind }) => kind === 'repeat_must_be_denied')).toMatchObject({
      dial: { address: '20.43.70.102', port: 443 },
      serverName: 'example.com',
    });
    expect(asked.find(({ kind }) => kind === 'reachable_address')).toMatchObject({
      dial: { address: '20.50.1.1', port: 443 },
    });
    expect(asked.find(({ kind }) => kind === 'reachable_address')).not.toHaveProperty('serverName');
    expect(asked.find(({ kind }) => kind === 'dead_address')).toMatchObject({ dial: { address: DEAD, port: 443 } });
    expect(asked.find(({ kind }) => kind === 'wide_hello')).toMatchObject({ hello: 'wide' });
    expect(asked.find(({ kind }) => kind === 'repeat')).not.toHaveProperty('dial');
  });
  test('has three times as long as a denial takes, and half a second at least', () => {
    expect(new Set(ask({}).map(({ deadlineMs }) => deadlineMs))).toEqual(new Set([500]));
    const slow = { tls: tlsFailed('tls.closed_after_hello', { endedAfterMs: 400 }) };
    expect(new Set(ask({ mustBeDenied: slow }).map(({ deadlineMs }) => deadlineMs))).toEqual(new Set([1200]));
  });
  test('has three times as long as the slowest proven answer: a far end across an ocean is not silent', () => {
    const far = evidence({ ...PROOF, tls: { ...tlsOk(), durationMs: 640 } });
    const asked = nextQuestions([far, subject], firewalled({ among: [far, subject] }), BUDGET);
    expect(asked.find(({ kind }) => kind === 'repeat')?.deadlineMs).toBe(1920);
  });
  test("has the phase's own deadline where a denial is silent, or unknown", () => {
    expect(ask({ mustBeDenied: SILENT }).filter(({ deadlineMs }) => deadlineMs !== undefined)).toEqual([]);
    expect(ask({ mustBeDenied: {} }).filter(({ deadlineMs }) => deadlineMs !== undefined)).toEqual([]);
  });
});

describe('the budget', () => {
  const many = (count: number, steps: EvidenceParts, required = true): readonly Evidence[] =>
    Array.from({ length: count }, (_, index) =>
      evidence({ ...steps, target: { host: `h${index}.${required ? 'r' : 'o'}.example`, required } }),
    );

  test('is kept', () => {
    const all = many(40, FIN);
    for (const connections of [0, 1, 7, 200, -3]) {
      expect(nextQuestions(all, firewalled({ among: all }), { connections, perGroup: 5 }).length).toBeLessThanOrEqual(
        Math.max(0, connections),
      );
    }
  });
  test('gives the full set to the first of a group, required ones first, and one repeat to the others', () => {
    const all = [...many(3, FIN, false), ...many(2, FIN, true)];
    const asked = nextQuestions(all, firewalled({ among: all }), { connections: 500, perGroup: 2 });
    const full = new Set(asked.filter(({ kind }) => kind === 'dead_address').map(({ about }) => about));
    expect(full).toEqual(new Set(['h0.r.example:443', 'h1.r.example:443']));
    expect(asked.filter(({ about }) => about === 'h0.o.example:443').map(({ kind }) => kind)).toEqual(['repeat']);
  });
  test("asks every group's first before any group's second", () => {
    const all = [...many(10, FIN, false), ...many(1, RST, true)];
    const asked = nextQuestions(all, firewalled({ among: all }), { connections: 20, perGroup: 5 });
    expect(asked.some(({ about }) => about === 'h0.r.example:443')).toBe(true);
    expect(asked.some(({ about }) => about === 'h0.o.example:443')).toBe(true);
  });
});
