/** Every rule, state, cause and failure name is shown by a scenario, or stands here with the reason why a simulated network cannot show it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/classify/rules.ts';
import { FAILURES } from '../../src/model/failure.ts';
import { CONFIDENCES, STATES, type Verdict } from '../../src/model/verdict.ts';
import { capturedNames } from './support/captured.ts';
import { goldenFile, loadScenario, SCENARIOS, scenarioNames } from './support/folders.ts';

/** Each entry is held to be true: a rule that a scenario does reach may not stand here. */
const RULES_NOT_SHOWN: Readonly<Record<string, string>> = {
  'dns-system-disagrees':
    'the prober asks the system at once, and dials what it knows; only stored evidence can lack that',
  'tcp-unknown': 'an error that no operating system was seen to give',
  'http-alert':
    'an alert inside a completed session other than one about client certificates: no far end here sends it',
  'no-rule-matched': 'the last row is there for evidence that nobody has thought of',
};
const FAILURES_NOT_SHOWN: Readonly<Record<string, string>> = {
  'proxy.unknown': 'an end of a connection that no operating system was seen to give',
  'tls.unknown': 'the same, during a handshake',
  'http.unknown': 'the same, during an answer',
};

const GOLDENS = ['evidence.json', 'verdict.json', 'record.json'];
const names = scenarioNames();

/** Empty where a golden was not written yet: that it is missing is said below. */
const golden = (name: string, file: string): string => {
  const at = goldenFile(name, file);
  return existsSync(at) ? readFileSync(at, 'utf8') : '{}';
};
const verdicts = names.flatMap((name) => {
  const { verdicts: own = [] } = JSON.parse(golden(name, 'verdict.json')) as { verdicts?: readonly Verdict[] };
  return own;
});
const failures = new Set(names.flatMap((name) => failureNames(golden(name, 'evidence.json'))));

function failureNames(evidence: string): readonly string[] {
  return [...evidence.matchAll(/"name": ?"((?:dns|tcp|proxy|tls|http)\.[a-z0-9_.]+)"/g)].map(([, name = '']) => name);
}

/** What is neither shown nor excused, and what is excused and yet shown. */
function gaps(all: readonly string[], shown: ReadonlySet<string>, excused: Readonly<Record<string, string>>) {
  return {
    missing: all.filter((one) => !shown.has(one) && !(one in excused)),
    needlessExcuses: Object.keys(excused).filter((one) => shown.has(one) || !all.includes(one)),
  };
}
const NONE = { missing: [], needlessExcuses: [] };

describe('what the scenarios show', () => {
  test('every rule decides one', () => {
    const shown = new Set(verdicts.map(({ rule }) => rule));
    expect(
      gaps(
        RULES.map(({ id }) => id),
        shown,
        RULES_NOT_SHOWN,
      ),
    ).toEqual(NONE);
  });

  test('every failure name is in the evidence of one', () => {
    expect(gaps(FAILURES, failures, FAILURES_NOT_SHOWN)).toEqual(NONE);
    // The vocabulary is open for alerts only.
    const known: readonly string[] = FAILURES;
    expect([...failures].filter((name) => !known.includes(name) && !/^(tls|http)\.alert\./.test(name))).toEqual([]);
  });

  test('every state and confidence is reached', () => {
    expect(STATES.filter((state) => !verdicts.some((one) => one.state === state))).toEqual([]);
    expect(CONFIDENCES.filter((confidence) => !verdicts.some((one) => one.confidence === confidence))).toEqual([]);
  });

  test('every cause but `reachable` comes with a next step', () => {
    expect(verdicts.filter(({ state, remedy }) => state !== 'reachable' && remedy === '')).toEqual([]);
  });
});

describe('folders', () => {
  const folders = readdirSync(SCENARIOS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'support' && entry.name !== 'captured')
    .map(({ name }) => name);

  test('every one holds a scenario and its goldens, and nothing else', () => {
    const wanted = [...GOLDENS, 'scenario.ts'].toSorted();
    expect(
      folders.filter((name) => readdirSync(path.join(SCENARIOS, name)).toSorted().join() !== wanted.join()),
    ).toEqual([]);
  });

  test('no title is told twice, and every target has its right answer', async () => {
    const scenarios = await Promise.all(names.map(loadScenario));
    expect(new Set(scenarios.map(({ title }) => title)).size).toBe(names.length);
    for (const { targets, further, expect: answers } of scenarios) {
      const given = targets.map(({ name, host }) => name ?? host);
      // What services and certificates name comes behind the targets; the live run says whether it is all of it.
      expect(further ? Object.keys(answers).slice(0, given.length) : Object.keys(answers)).toEqual(given);
    }
  });

  test('every captured run says what it deserves', () => {
    expect(capturedNames().length).toBeGreaterThan(0);
    for (const name of capturedNames())
      expect(existsSync(path.join(SCENARIOS, 'captured', name, 'expected.json'))).toBe(true);
  });
});
