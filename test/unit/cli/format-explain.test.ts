import { describe, expect, test } from 'vitest';
import { formatExplain } from '../../../src/cli/format-explain.ts';
import { widthOf } from '../../../src/cli/layout.ts';
import type { Answer } from '../../../src/model/evidence.ts';
import type { RunFacts, TargetResult } from '../../../src/model/run.ts';
import { AT, cut, DENIED, evidenceOf, healthy, poisoned, repeat, resultOf, runOf, targetOf, tlsOk } from './built.ts';

const HOST = 'global.handler.control.monitor.azure.com';
const target = targetOf(HOST);
const ask = (kind: Answer['kind'], given: Partial<Answer> = {}): Answer => ({ kind, round: 1, askedAt: AT, ...given });
const denied = resultOf(
  evidenceOf(target, cut(), [
    ask('dead_address', { dialled: { address: '192.0.2.1', port: 443 }, steps: cut() }),
    ask('reachable_address', { dialled: { address: '20.1.2.3', port: 443 }, steps: cut() }),
    repeat(cut()),
    repeat(cut(), 2),
    ask('wide_hello', { hello: 'wide', steps: cut() }),
    ask('system_resolver', { system: { outcome: 'addresses', addresses: ['20.43.70.102'], durationMs: 3 } }),
  ]),
  DENIED,
);
const { run } = runOf([denied]);

const shown = (result: TargetResult = denied, given: Partial<RunFacts> = {}, columns = 100): string =>
  formatExplain({ ...run, ...given }, result, { columns, colour: false });

describe('formatExplain', () => {
  test.for([80, 100, 120] as const)('the screen at %i columns', async (columns) => {
    const text = shown(denied, { simulated: true }, columns);
    expect(text.split('\n').filter((line) => widthOf(line) > columns)).toEqual([]);
    expect(text).toContain('SIMULATED NETWORK');
    await expect(`${text}\n`).toMatchFileSnapshot(`screens/explain-${columns}.txt`);
  });

  test('says which rule decided and of which version, what a TCP test would have said, and what decides between twins', () => {
    const text = shown();
    expect(text).toContain(`${HOST}:443   denied, likely   rule cut-as-must-be-denied (rules 1)`);
    expect(text).toContain('a TCP test stops here and says True');
    expect(text).toContain('says True, and misleads');
    expect(text).toContain('a rule allows the name, and the firewall cannot resolve or reach the far end');
    expect(text).toContain(`(looked at: ${HOST} at 2026-11-23 16:40:02Z`);
    expect(text).toContain('10.10.94.0/24');
  });

  test('questions are told in one order, repeats that ended alike once', () => {
    const asked = shown(denied, {}, 120).split('asked again, differently\n')[1]?.split('\n\n')[0]?.split('\n') ?? [];
    expect(asked.map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      'the same again, from a fresh port, 2 times',
      'the same name on 192.0.2.1',
      'the same name on a reachable address',
      'a wider hello (more versions, more suites)',
      "the system's own resolver",
      'the must-be-denied name (example.com)',
    ]);
  });

  test('a reachable target: no twins, nothing that stops, nothing to do', () => {
    const text = shown(resultOf(evidenceOf(target, healthy())), {}, 140);
    expect(text).toContain(
      'TLSv1.3, TLS_AES_256_GCM_SHA384; certificate by "Microsoft Azure RSA TLS Issuing CA 04"; valid',
    );
    expect(text).toContain('GET /ping: 200; "Healthy"');
    for (const label of ['Could also be', 'Settle it', 'Stops', 'Do  ', 'asked again', 'misleads'])
      expect(text).not.toContain(label);
  });

  test('a chain that is not genuine says what is wrong with it', () => {
    const tls = tlsOk({
      chainEnd: 'private_root',
      anchor: 'CN=Contoso Inspection CA',
      nameMatches: false,
      expired: true,
      verification: 'CERT_HAS_EXPIRED',
    });
    const text = shown(resultOf(evidenceOf(target, healthy({ tls })))).replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'private root: "CN=Contoso Inspection CA"; not for this name; expired 2027-01-01; the TLS library says CERT_HAS_EXPIRED',
    );
  });

  test('through a proxy the CONNECT is a step, and no TCP test is spoken of', () => {
    const proxy = {
      status: 'failed',
      durationMs: 4,
      failure: { name: 'proxy.auth_required', phase: 'proxy' },
      seen: { authority: `${HOST}:443`, status: 407, headers: [], body: 'Sign in first', bytesReceived: 90 },
    } as const;
    const skipped = { status: 'skipped', because: 'the proxy refused' } as const;
    const text = shown(resultOf(evidenceOf(target, healthy({ proxy, tls: skipped, http: skipped }))));
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`CONNECT ${HOST}:443: 407; auth required; "Sign in first"`);
    expect(text).not.toContain('a TCP test');
  });

  test('hostile text reaches no terminal', () => {
    const kept = ['outcome', 'state', 'status', 'kind', 'agents', 'phase', 'end'];
    const text = formatExplain(poisoned(run, kept), poisoned(denied, kept), { columns: 100, colour: false }, [
      '\u001b[31m',
    ]);
    expect(/[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', ''))).toBe(false);
    expect(text).toContain('\\x1b[2J');
  });
});
