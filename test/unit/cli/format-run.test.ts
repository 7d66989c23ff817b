import { describe, expect, test } from 'vitest';
import { formatDelivery, formatSpool } from '../../../src/cli/format-delivery.ts';
import { formatRun } from '../../../src/cli/format-run.ts';
import { formatTargets } from '../../../src/cli/format-targets.ts';
import { widthOf } from '../../../src/cli/layout.ts';
import type { RunReport, WriteReport } from '../../../src/model/run.ts';
import { evidenceOf, healthy, mixedRun, PATH, poisoned, resultOf, runOf, targetOf } from './built.ts';

const ESCAPE = String.fromCharCode(0x1b);
const WIDTHS = [80, 100, 120] as const;
const DELIVERY: WriteReport = { written: 9, kept: 0, refused: 0, calls: 2, bytes: 27_400, reasons: [] };
/** Read as times or as words of a closed vocabulary: they never come from a far end. */
const CLOSED = ['state', 'status', 'kind', 'agents', 'phase', 'end'];

const shown = (report: RunReport, columns = 100, colour = false): string => formatRun(report, { columns, colour });

describe('formatRun', () => {
  test.for(WIDTHS)('the screen at %i columns', async (columns) => {
    const text = shown({ result: mixedRun(), delivery: DELIVERY }, columns);
    expect(text.split('\n').filter((line) => widthOf(line) > columns)).toEqual([]);
    await expect(`${text}\n`).toMatchFileSnapshot(`screens/run-${columns}.txt`);
  });

  test.for(WIDTHS)('figures stand under each other at %i columns', (columns) => {
    const lines = shown({ result: mixedRun() }, columns).split('\n');
    const head = lines.find((line) => line.includes('TcpTest')) ?? '';
    const rows = lines.filter((line) => /(True|False) +[✓✗?] /.test(line));
    expect(rows).toHaveLength(5);
    expect(new Set(rows.map((line) => line.length))).toEqual(new Set([head.length]));
  });

  test('colour only repeats words', () => {
    const report = { result: mixedRun(), delivery: DELIVERY };
    const coloured = shown(report, 100, true);
    expect(coloured).toContain(`${ESCAPE}[31m✗ denied`);
    const withoutColour = coloured.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '');
    expect(withoutColour.split('\n').map((line) => line.trimEnd())).toEqual(shown(report).split('\n'));
    expect(shown(report)).not.toContain(ESCAPE);
  });

  test('hostile text from a far end or a file reaches no terminal', () => {
    for (const columns of WIDTHS) {
      const text = shown(poisoned({ result: mixedRun(), delivery: DELIVERY }, CLOSED), columns);
      expect(/[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', ''))).toBe(false);
      // A forged line would begin with the label.
      expect(text.split('\n').filter((line) => line.startsWith('Path    all'))).toEqual([]);
      expect(text.split('\n').filter((line) => widthOf(line) > columns)).toEqual([]);
    }
  });

  test('the label of a simulated network is there exactly when it is one', () => {
    const simulated = runOf(mixedRun().results, { simulated: true });
    for (const columns of WIDTHS) expect(shown({ result: simulated }, columns)).toContain('SIMULATED NETWORK');
    expect(shown({ result: mixedRun() })).not.toContain('SIMULATED');
  });

  test('the counts speak of failures, TCP tests and required targets', () => {
    expect(shown({ result: mixedRun() }, 120)).toContain(
      '5 targets: 2 reachable, 1 denied, 1 intercepted, 1 inconclusive. 3 of 3 failures would have passed a TCP test.',
    );
    expect(shown({ result: mixedRun() }, 120).replaceAll('\n', ' ')).toContain('1 required target is broken.');
  });

  test('a run in which all is well says so, and asks why of nothing', () => {
    const text = shown({ result: runOf([resultOf(evidenceOf(targetOf('a.example'), healthy()))]) });
    expect(text).toContain('1 target: 1 reachable.');
    expect(text).not.toContain('Why');
    expect(text).not.toContain('TCP test.');
  });

  test('a run without targets', () => {
    expect(shown({ result: runOf([]) })).toContain('No target was probed.');
  });

  test('an expected firewall that does not filter: the run counts as failed, aloud', () => {
    const path = { ...PATH, firewallExpected: true, reading: { ...PATH.reading, filtered: 'no' as const } };
    expect(shown({ result: runOf(mixedRun().results, { path }) })).toContain('This run counts as failed: a firewall');
  });

  test('with an explicit proxy the CONNECT has a column', () => {
    const proxy = { status: 'ok', durationMs: 33, facts: { authority: 'a.example:443', status: 200 } } as const;
    const text = shown({ result: runOf([resultOf(evidenceOf(targetOf('a.example'), healthy({ proxy })))]) });
    expect(text).toMatch(/dns tcp proxy tls http/);
    expect(text).toMatch(/ 2 {3}1 {4}33 {2}14 {4}9$/m);
  });
});

describe('formatDelivery', () => {
  const screen = { columns: 120, colour: false };
  test('all of it', () => {
    expect(formatDelivery(DELIVERY, screen)).toBe(
      'Delivered 9 of 9 rows in 2 calls (27 kB) to the Logs Ingestion endpoint.',
    );
  });
  test('what was refused and kept is said, with each reason', () => {
    const text = formatDelivery(
      { written: 0, kept: 2, refused: 7, calls: 1, bytes: 900, reasons: ['403 OperationFailed: no access (7 rows)'] },
      screen,
    );
    expect(text).toBe(
      'Delivered none of 9 rows in 1 call (900 B) to the Logs Ingestion endpoint: 2 kept for later, 7 refused.\n' +
        '  - 403 OperationFailed: no access (7 rows)',
    );
  });
  test('what waits from run to run: a line where there is something to say, none where not', () => {
    const quiet = { replayed: 0, waiting: 0, waitingBytes: 0, inMemory: 0, givenUp: 0, reasons: [] };
    expect(formatSpool(quiet, screen)).toBe('');
    expect(formatSpool({ ...quiet, reasons: ['the spool x: 503'] }, screen)).toBe(
      'Kept from run to run: nothing.\n  - the spool x: 503',
    );
    const text = formatSpool(
      { ...quiet, replayed: 1, waiting: 12, inMemory: 6, oldest: '2026-11-24T10:00:00.000Z', givenUp: 3 },
      screen,
    );
    expect(text.replaceAll('\n', ' ')).toBe(
      'Kept from run to run: 1 row of earlier runs delivered; 12 rows wait for later, the oldest since 2026-11-24 10:00:00Z; 6 of them in memory alone; 3 rows given up.',
    );
  });
});

describe('formatTargets', () => {
  const targets = mixedRun().results.map(({ evidence }) => evidence.target);
  test.for(WIDTHS)('the list at %i columns', async (columns) => {
    const text = formatTargets(targets, '2026-11-24', { columns, colour: false });
    expect(text.split('\n').filter((line) => widthOf(line) > columns)).toEqual([]);
    await expect(`${text}\n`).toMatchFileSnapshot(`screens/targets-${columns}.txt`);
  });
});
