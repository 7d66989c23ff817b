import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/classify/classify.ts';
import { ADVICE } from '../../../src/classify/remedy.ts';
import { RULES } from '../../../src/classify/rules.ts';
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
  path,
  tcpFailed,
} from '../../support/evidence.ts';
import { SITUATIONS } from './situations.ts';

const remedyOf = (parts: EvidenceParts, on = firewalled()): string => classify(evidence(parts), on).remedy;

describe('the next step', () => {
  test('names Azure Firewall only where it named itself on this path', () => {
    expect(remedyOf(FIN)).toMatch(
      /^Azure Firewall is on this path \(it named itself\): add an application rule Https:443 to global\./,
    );
    expect(remedyOf({ target: { scheme: 'http' }, http: firewall470 })).toMatch(
      /^Azure Firewall: add an application rule Http:80 to /,
    );
    expect(remedyOf(FIN, path({ mustBeDenied: FIN }))).toContain('on the device that filters names');
    for (const { evidence: seen, path: on } of SITUATIONS) {
      if (on.reading.product === undefined && !classify(seen, on).cause.startsWith('denied.firewall')) {
        expect(classify(seen, on).remedy).not.toContain('Azure Firewall');
      }
    }
  });
  test('says that an earlier deny wins, wherever a rule is to be added', () => {
    for (const parts of [
      FIN,
      { target: { scheme: 'http' as const }, http: firewall470 },
      { tcp: tcpFailed('tcp.timed_out') },
    ]) {
      expect(remedyOf(parts)).toMatch(/earlier deny wins/);
    }
  });
  test('asks for the right protocol and port', () => {
    expect(remedyOf({ target: { scheme: 'http' }, http: firewall470 }, firewalled({ among: [] }))).toContain('Http:80');
    expect(remedyOf({ ...FIN, target: { port: 8443 } })).toContain('Https:8443');
  });
  test('for inspection is the exemption, and why', () => {
    expect(remedyOf({ tls: inspected() })).toMatch(
      /^Exempt global\.handler.* "Contoso Inspection CA".*does not work under inspection.*Premium/,
    );
    expect(remedyOf({ tls: inspected(), target: { inspection: 'tolerated' } }, open())).toContain(
      'machines trust "Contoso Inspection CA"',
    );
  });
  test('for a dead resolver names it', () => {
    const answers = [
      {
        resolver: '10.10.0.4:53',
        question: 'A',
        transport: 'udp',
        rcode: 'none',
        addresses: [],
        aliases: [],
        durationMs: 4000,
      },
    ] as const;
    expect(remedyOf({ dns: dnsFailed('dns.timed_out', { answers }) })).toContain('(10.10.0.4:53) on UDP and TCP 53');
  });
  test('is written for causes that exist', () => {
    const causes = new Set(RULES.map(({ cause }) => cause));
    expect(Object.keys(ADVICE).filter((cause) => !causes.has(cause))).toEqual([]);
  });
  test('is nothing for what is reachable', () => expect(remedyOf({ http: http(404) })).toBe(''));
  test('of a reachable target is empty by every rule, and of any other never', () => {
    for (const { evidence: seen, path: on } of SITUATIONS) {
      const { state, remedy } = classify(seen, on);
      expect(remedy === '').toBe(state === 'reachable');
    }
    expect(RULES.length).toBeGreaterThan(60);
  });
});
