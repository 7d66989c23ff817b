import { describe, expect, test } from 'vitest';
import { readPath } from '../../../src/classify/read-path.ts';
import { rejudged, withEvidence } from '../../../src/cli/rejudge.ts';
import { applyEdits, readEdits } from '../../../src/cli/what-if.ts';
import { ALERT_NAMES } from '../../../src/model/alert-names.ts';
import type { RunResult } from '../../../src/model/run.ts';
import type { Steps } from '../../../src/model/step.ts';
import { toAlert } from '../../../src/probe/tls-alert.ts';
import {
  controlsOf,
  cut,
  dnsOk,
  evidenceOf,
  healthy,
  repeat,
  resultOf,
  runOf,
  targetOf,
  tcpTimedOut,
} from './built.ts';

const HOST = 'global.handler.control.monitor.azure.com';
const plainHttp: Partial<Steps> = { tls: { status: 'skipped', because: 'plain HTTP' } };

/** One target, judged by the real rules. */
function judged(steps: Steps, scheme: 'https' | 'http' = 'https', controls = controlsOf()): RunResult {
  const target = targetOf(HOST, { scheme, port: scheme === 'http' ? 80 : 443 });
  const evidence = evidenceOf(target, steps, [repeat(steps)]);
  const path = readPath(controls, [evidence], { firewallExpected: false, proxied: false });
  return rejudged(runOf([resultOf(evidence)], { path }));
}

function edited(result: RunResult, ...texts: string[]): RunResult {
  const read = readEdits(texts);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const applied = applyEdits(result, read.edits, HOST);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  expect(applied.notes).toHaveLength(texts.length);
  for (const note of applied.notes) expect(note).toContain('Edited evidence');
  return withEvidence(result, applied.evidences, applied.path);
}
const stateOf = (result: RunResult): string => result.results[0]?.state ?? '';

describe('what if', () => {
  test('the untouched evidence gives the same verdict again', () => {
    const result = judged(cut());
    expect(stateOf(result)).toBe('denied');
    expect(rejudged(result)).toEqual(result);
  });

  test('alert 40 instead of the cut of a denial: the cipher case', () => {
    const result = edited(judged(cut()), 'alert=40');
    expect(result.results[0]).toMatchObject({
      state: 'incompatible',
      cause: 'tls.handshake_failure',
      confidence: 'likely',
    });
    expect(result.results[0]?.evidence.questions[0]?.steps?.tls).toMatchObject({
      failure: { name: 'tls.alert.handshake_failure' },
    });
  });

  test.for([
    ['end=fin', healthy(), 'denied'],
    ['end=rst', healthy(), 'down'],
    ['end=silence', healthy(), 'down'],
    ['status=500', healthy(), 'reachable'],
    ['status=403', healthy(), 'reachable'],
    ['alert=112', healthy(), 'rejected'],
  ] as const)('%s on a healthy flow', ([text, steps, state]) => {
    expect(stateOf(judged(steps))).toBe('reachable');
    expect(stateOf(edited(judged(steps), text))).toBe(state);
  });

  test.for([
    ['end=fin', 'http.closed'],
    ['end=rst', 'http.reset'],
    ['end=silence', 'http.timed_out'],
  ] as const)('%s over plain HTTP ends the request', ([text, name]) => {
    const { http } = edited(judged(healthy(plainHttp), 'http'), text).results[0]?.evidence.steps ?? healthy();
    expect(http).toMatchObject({ status: 'failed', failure: { name } });
  });

  test('470 over plain HTTP is the firewall speaking', () => {
    expect(edited(judged(healthy(plainHttp), 'http'), 'status=470').results[0]).toMatchObject({
      state: 'denied',
      confidence: 'certain',
    });
  });

  test('the must-be-denied name passes: the same cut is no denial any more, and the path says so first', () => {
    const result = edited(judged(cut()), 'filtered=no');
    expect(result.run.path.reading).toMatchObject({ filtered: 'no' });
    expect(result.run.path.reading.says[0]).toContain('passes');
    expect(stateOf(result)).not.toBe('denied');
    expect(edited(judged(cut(), 'https', controlsOf(healthy())), 'filtered=yes').run.path.reading.filtered).toBe('yes');
  });

  test('canaries: silent, answered, and answered again', () => {
    const silent = edited(judged(cut()), 'canary=silent');
    expect(silent.run.path.reading.ports).toEqual([{ port: 443, canary: 'silent' }]);
    expect(edited(silent, 'canary=answered').run.path.reading.ports).toEqual([{ port: 443, canary: 'answered' }]);
  });

  test('edits of the flow and of the path together', () => {
    const result = edited(judged(healthy()), 'end=rst', 'filtered=no', 'canary=silent');
    expect(stateOf(result)).toBe('down');
    expect(result.run.path.reading.filtered).toBe('no');
  });
});

describe('edits that cannot be', () => {
  test.for([
    [['foo=1'], ['no edit that is known here']],
    [['alert'], ['no edit that is known here']],
    [['alert=256'], ['no edit that is known here']],
    [['alert=-1'], ['no edit that is known here']],
    [['status=99'], ['no edit that is known here']],
    [['end=later'], ['no edit that is known here']],
    [
      ['canary=yes', 'filtered=maybe'],
      ['no edit that is known here', 'no edit that is known here'],
    ],
    [['alert=40', 'alert=70'], ['alert is given twice']],
    [['alert=40', 'end=fin'], ['cannot both be how one flow ended']],
  ] as const)('%j', ([texts, says]) => {
    const read = readEdits(texts);
    expect(read.ok ? [] : read.problems.map((one) => one.says)).toEqual(
      says.map((text) => expect.stringContaining(text)),
    );
  });

  test('an unknown key is answered with the list of those that are known', () => {
    const read = readEdits(['foo=1']);
    const [problem] = read.ok ? [] : read.problems;
    for (const key of ['alert=', 'end=', 'status=', 'canary=', 'filtered=']) expect(problem?.wayOut).toContain(key);
  });

  const timedOut = cut({ tcp: tcpTimedOut('20.43.70.102', 443), tls: { status: 'skipped', because: 'tcp failed' } });
  test.for([
    ['no connection, so no alert', 'alert=40', judged(timedOut), HOST, 'no TCP connection'],
    ['no handshake, so no status', 'status=403', judged(cut()), HOST, 'no completed TLS handshake'],
    ['plain HTTP has no alerts', 'alert=40', judged(healthy(plainHttp), 'http'), HOST, 'no alerts'],
    ['no target is named', 'end=fin', judged(cut()), undefined, 'no target is named'],
    ['no such control', 'canary=silent', judged(cut(), 'https', []), HOST, 'no such control'],
    ['no such control either', 'filtered=no', judged(cut(), 'https', []), HOST, 'no such control'],
  ] as const)('%s', ([, text, result, target, says]) => {
    const read = readEdits([text]);
    const applied = applyEdits(result, read.ok ? read.edits : [], target);
    expect(applied.ok ? [] : applied.problems.map((one) => one.says)).toEqual([expect.stringContaining(says)]);
  });

  test('a repeat that never got a connection is left as it was', () => {
    const target = targetOf(HOST);
    const lost = repeat(timedOut, 2);
    const evidence = evidenceOf(target, cut({ dns: dnsOk() }), [repeat(cut()), lost]);
    const applied = applyEdits(runOf([resultOf(evidence)]), [{ key: 'alert', number: 40 }], HOST);
    expect(applied.ok && applied.evidences[0]?.questions[1]).toEqual(lost);
  });
});

test('the names of alerts are those that the probe uses', () => {
  for (let number = 0; number < 256; number += 1) {
    expect(toAlert('fatal', number).name).toBe(ALERT_NAMES[number] ?? `alert_${number}`);
  }
});
