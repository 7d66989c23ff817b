/** `check --since` and `check --until`: what passes, when it came, what the exit code says. Time is handed in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attest } from '../../../src/cli/attest.ts';
import { span } from '../../../src/cli/attest-screen.ts';
import { type CheckOptions, check } from '../../../src/cli/check.ts';
import { SettingsError } from '../../../src/config/problems.ts';
import { writeRules } from '../../../src/firewall-rules/write-rules.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { RunResult, TargetResult } from '../../../src/model/run.ts';
import type { Settings } from '../../../src/model/settings.ts';
import type { Engine, EngineOptions } from '../../../src/run/compose.ts';
import { mixedPlan } from '../firewall-rules/built.ts';
import { cut, DENIED, evidenceOf, healthy, resultOf, runOf, targetOf } from './built.ts';
import { recorded } from './recorded.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agentpath-attest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

/** Time passes only where somebody waits for it, or where a run takes some. */
class TestClock implements Clock {
  now = 0;
  waits: number[] = [];
  /** False: a wait begins and never ends. */
  passes = true;
  onWait = (): void => {};
  wallMs(): number {
    return Date.UTC(2026, 10, 23, 12) + this.now;
  }
  monotonicMs(): number {
    return this.now;
  }
  after(ms: number, call: () => void): () => void {
    this.waits.push(ms);
    let cancelled = false;
    queueMicrotask(() => {
      if (cancelled) return;
      this.onWait();
      if (!this.passes) return;
      this.now += ms;
      call();
    });
    return () => {
      cancelled = true;
    };
  }
}

const well = (host: string, required = true): TargetResult =>
  resultOf(evidenceOf(targetOf(host, { required }), healthy()));
const denied = (host: string, required = true): TargetResult =>
  resultOf(evidenceOf(targetOf(host, { required }), cut()), DENIED);

interface Told {
  readonly settings: Settings[];
  readonly options: EngineOptions[];
}
/** Each run gives the next of the results, and the last one from then on; each takes two seconds. */
function engineOf(
  rounds: readonly RunResult[],
  clock: TestClock,
): { readonly open: () => Promise<Engine>; readonly told: Told } {
  const told: Told = { settings: [], options: [] };
  const engine: Engine = {
    plan: ({ targets }) => ({
      targets: 1 + targets.own.length,
      leftOut: [],
      discovers: false,
      controls: 1,
      followUpConnections: 0,
      worstCaseSeconds: 1,
    }),
    run: async (settings, options) => {
      told.settings.push(settings);
      told.options.push(options);
      clock.now += 2_000;
      const result = rounds[Math.min(told.options.length, rounds.length) - 1];
      if (!result) throw new Error('a run without a result');
      return { result };
    },
    store: async () => undefined,
    newRunId: () => 'an id',
  };
  // Only what these tests use of it.
  return { open: async () => engine, told };
}
const options = (given: Partial<CheckOptions> = {}): CheckOptions => ({
  format: 'table',
  out: path.join(folder, 'last.json'),
  targets: file('targets.yaml', 'targets:\n  - host: x.example\n'),
  ...given,
});
async function problemsOf(given: Partial<CheckOptions>): Promise<readonly string[]> {
  const clock = new TestClock();
  const error: unknown = await check(options(given), recorded().terminal, engineOf([], clock).open, clock).catch(
    (one: unknown) => one,
  );
  if (!(error instanceof SettingsError)) throw error;
  return error.problems.map(({ place, says }) => `${place}: ${says}`);
}
const csv = (rows: readonly string[]): string => file('rules.csv', `host,protocol,port\n${rows.join('\n')}\n`);

describe('--since', () => {
  test('says which names of the rules pass and which do not, and exits by it alone', async () => {
    const since = csv(['a.example,Https,443', 'b.example,Https,443', '*.nobody.example,Https,443']);
    const { terminal, printed } = recorded();
    const clock = new TestClock();
    // Something required that no rule speaks of is broken too: that is another question.
    const run = runOf([well('a.example'), denied('b.example'), denied('other.example')]);
    expect(await check(options({ since }), terminal, engineOf([run], clock).open, clock)).toBe(1);
    const text = printed.at(-1) ?? '';
    expect(text).toContain(`1 of 2 names of ${since} passes`);
    expect(text).toContain('✗ b.example:443: denied, cut after ClientHello');
    expect(text).toContain('✓ a.example:443');
    expect(text).toContain('– *.nobody.example:443: a wildcard names nobody');
    expect(text).not.toContain('other.example');

    const later = runOf([well('a.example'), well('b.example'), denied('other.example')]);
    expect(await check(options({ since }), recorded().terminal, engineOf([later], clock).open, clock)).toBe(0);
  });
  test('asks for names that no target asks for, and for no wildcard', async () => {
    const clock = new TestClock();
    const { open, told } = engineOf([runOf([well('x.example')])], clock);
    const since = csv(['x.example,Https,443', 'x.example,Http,80', 'y.example,Tcp,5671', '*.z.example,Https,443']);
    await check(options({ since }), recorded().terminal, open, clock);
    expect(told.settings[0]?.targets.own.map(({ name, scheme, port }) => [name, scheme, port])).toEqual([
      ['x.example:443', 'https', 443],
      ['x.example:80', 'http', 80],
      ['y.example:5671', 'tcp', 5671],
    ]);
  });
  test('takes what rules wrote as ARM, and an earlier result', async () => {
    const clock = new TestClock();
    const arm = file('rules.json', writeRules(mixedPlan({ networkRules: true }), 'arm'));
    const all = ['a.example', 'b.example', 'tagged.example'].map((host) => well(host));
    const { terminal, printed } = recorded();
    await check(options({ since: arm }), terminal, engineOf([runOf(all)], clock).open, clock);
    expect(printed.at(-1)).toContain('✓ tagged.example:443');

    const before = file('before.json', JSON.stringify(runOf([well('a.example'), denied('b.example')])));
    const again = recorded();
    expect(await check(options({ since: before }), again.terminal, engineOf([runOf(all)], clock).open, clock)).toBe(0);
    expect(again.printed.at(-1)).toContain(`1 of 1 name of ${before} passes\n  ✓ b.example:443`);
  });
  test('stays off standard output where that is JSON', async () => {
    const clock = new TestClock();
    const { terminal, printed, said } = recorded();
    const since = csv(['a.example,Https,443']);
    await check(
      options({ since, format: 'json' }),
      terminal,
      engineOf([runOf([well('a.example')])], clock).open,
      clock,
    );
    expect(() => JSON.parse(printed.join('\n'))).not.toThrow();
    expect(said.join('\n')).toContain('1 of 1 name');
  });
  test('wildcards alone, with no target below them, attest nothing: that is no success', async () => {
    const clock = new TestClock();
    const since = csv(['*.nobody.example,Https,443']);
    expect(
      await check(options({ since }), recorded().terminal, engineOf([runOf([well('a.example')])], clock).open, clock),
    ).toBe(3);
  });
  test('a wildcard passes where everything asked for below it does', () => {
    const name = { destination: '*.x.example', protocol: 'Https', port: 443 } as const;
    const outcome = (...results: readonly TargetResult[]) => attest([name], { results })[0]?.outcome;
    expect(outcome(well('a.x.example'), well('b.x.example'))).toBe('passes');
    expect(outcome(well('a.x.example'), denied('b.x.example'))).toBe('does_not_pass');
    expect(outcome(well('x.example'))).toBe('not_asked');
  });
  test.for([
    ['no such file', 'missing.csv', /cannot be read/],
    ['no rules', 'bad.csv', /no column host/],
    ['no result', 'bad.json', /run/],
    ['a result in which all was well', 'well.json', /nothing to attest/],
  ] as const)('refuses %s', async ([, name, says]) => {
    file('bad.csv', 'a,b\n');
    file('bad.json', '{ "schemaVersion": 1 }');
    file('well.json', JSON.stringify(runOf([well('a.example')])));
    const found = await problemsOf({ since: path.join(folder, name) });
    expect(found.join('\n')).toMatch(says);
    expect(found.every((one) => one.startsWith(path.join(folder, name)))).toBe(true);
  });
});

describe('--until reachable', () => {
  const first = runOf([denied('a.example'), denied('b.example'), well('c.example'), denied('d.example', false)]);
  const half = runOf([denied('a.example'), well('b.example'), well('c.example'), denied('d.example', false)]);
  const all = runOf([well('a.example'), well('b.example'), well('c.example'), denied('d.example', false)]);

  test('runs until every required target passes, and says when each did', async () => {
    const clock = new TestClock();
    const { open, told } = engineOf([first, first, half, all], clock);
    const { terminal, printed, said } = recorded();
    expect(await check(options({ until: 'reachable', timeout: '15m', every: '30s' }), terminal, open, clock)).toBe(0);
    // From the beginning of a run to the beginning of the next.
    expect(clock.waits).toEqual([28_000, 28_000, 28_000]);
    expect(told.options.map(({ previous }) => previous)).toEqual([undefined, first, first, half]);
    expect(said).toContain('Waiting for every required target: a run every 30 s, for 15 min at most.');
    expect(said).toContain('Not reachable yet: a.example, b.example; next run in 28 s.');
    expect(said).toContain(
      'b.example: reachable at 2026-11-23 12:01:00Z, after 1 min. Not reachable yet: a.example; next run in 28 s.',
    );
    expect(printed.at(-1)).toBe(
      [
        '',
        'Everything that was waited for is reachable: 1 min 32 s, 4 runs.',
        '  ✓ b.example: reachable at 2026-11-23 12:01:00Z, after 1 min',
        '  ✓ a.example: reachable at 2026-11-23 12:01:30Z, after 1 min 30 s',
      ].join('\n'),
    );
    // One screen: that of the last run.
    expect(printed.filter((one) => one.includes('vantage'))).toHaveLength(1);
  });
  test('gives up when time is up, says what is missing, exits with 1', async () => {
    const clock = new TestClock();
    const { open, told } = engineOf([first, half], clock);
    const { terminal, printed } = recorded();
    expect(await check(options({ until: 'reachable', timeout: '1m', every: '20s' }), terminal, open, clock)).toBe(1);
    expect(told.options).toHaveLength(4);
    expect(printed.at(-1)).toContain('1 name not reachable after 1 min 2 s and 4 runs.');
    expect(printed.at(-1)).toContain('✗ a.example: not in this time');
  });
  test('what was reachable and is lost again counts as lost', async () => {
    const clock = new TestClock();
    const { open } = engineOf([first, half, first, all], clock);
    const { terminal, printed } = recorded();
    expect(await check(options({ until: 'reachable', every: '10s' }), terminal, open, clock)).toBe(0);
    expect(printed.at(-1)).toContain('b.example: reachable at 2026-11-23 12:00:30Z, after 30 s');
    expect(printed.at(-1)).not.toContain('12:00:10Z');
  });
  test('what is lost at the end is not told as reachable', async () => {
    const clock = new TestClock();
    const { open } = engineOf([first, half, first], clock);
    const { terminal, printed } = recorded();
    const given = options({ until: 'reachable', every: '10s', timeout: '25s' });
    expect(await check(given, terminal, open, clock)).toBe(1);
    expect(printed.at(-1)).toContain('2 names not reachable after 22 s and 3 runs.');
    expect(printed.at(-1)).not.toContain('✓');
  });
  test('where nothing is missing one run is enough', async () => {
    const clock = new TestClock();
    const { open, told } = engineOf([all], clock);
    const { terminal, printed } = recorded();
    expect(await check(options({ until: 'reachable' }), terminal, open, clock)).toBe(0);
    expect([told.options.length, clock.waits]).toEqual([1, []]);
    expect(printed.at(-1)).toContain('reachable from the first run on');
  });
  test('a run that takes longer than the pause is followed at once', async () => {
    const clock = new TestClock();
    const { open } = engineOf([first, all], clock);
    await check(options({ until: 'reachable', every: '1s' }), recorded().terminal, open, clock);
    expect(clock.waits).toEqual([0]);
  });
  test('beside --since waits for the names of the rules only', async () => {
    const clock = new TestClock();
    const { open, told } = engineOf([first, half], clock);
    const since = csv(['b.example,Https,443']);
    expect(await check(options({ since, until: 'reachable' }), recorded().terminal, open, clock)).toBe(0);
    expect(told.options).toHaveLength(2);
  });
  test('an interrupt while it waits ends it at once, with what is known', async () => {
    const clock = new TestClock();
    const one = recorded();
    // The wait itself never ends.
    clock.passes = false;
    clock.onWait = () => one.interrupt();
    const { open, told } = engineOf([first], clock);
    expect(await check(options({ until: 'reachable' }), one.terminal, open, clock)).toBe(130);
    expect([told.options.length, clock.now]).toEqual([1, 2_000]);
  });
  test('a run that is ill attests nothing', async () => {
    const clock = new TestClock();
    const ill = runOf([well('a.example')], { ill: ['EMFILE: 3 times'] });
    expect(await check(options({ until: 'reachable' }), recorded().terminal, engineOf([ill], clock).open, clock)).toBe(
      3,
    );
  });
});

describe('flags that do not go together, all at once', () => {
  test.for([
    [{ timeout: '5m', every: '10s' }, ['--timeout: nothing is waited for', '--every: nothing is waited for']],
    [
      { until: 'reachable', timeout: '7h', every: 'soon' },
      ['--timeout: "7h" is no duration', '--every: "soon" is no duration'],
    ],
    [
      { until: 'reachable', timeout: '0s', every: '5', oddPort: '0' },
      ['--timeout: "0s" is no duration', '--every: "5" is no duration', expect.stringMatching(/^--odd-port/)],
    ],
  ] as const)('%o', async ([given, expected]) => {
    expect(await problemsOf(given)).toEqual(expected);
  });
  test('--deliver beside --until', async () => {
    expect(await problemsOf({ until: 'reachable', deliver: true })).toContainEqual(
      expect.stringMatching(/^--deliver: every run/),
    );
  });
});

test('spans are said as people say them', () => {
  expect([500, 45_000, 60_000, 270_000, 3_600_000, 3_900_000].map(span)).toEqual([
    '1 s',
    '45 s',
    '1 min',
    '4 min 30 s',
    '1 h',
    '1 h 5 min',
  ]);
});
