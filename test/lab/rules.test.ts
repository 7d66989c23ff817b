/** The way back: what was found denied becomes rules, the rules are put in place, and what was denied is reachable. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/model/run.ts';
import type { State } from '../../src/model/verdict.ts';
import { linksOf } from './addresses.ts';
import { agentpath, check, checkMeanwhile } from './agentpath.ts';
import { applyRules } from './apply-rules.ts';
import { contradictions } from './independent.ts';
import { type Lab, type LabPath, startLab } from './lab.ts';
import { labIsReady } from './lab-is-ready.ts';

const statesOf = ({ results }: RunResult): ReadonlyMap<string, State> =>
  new Map(results.map(({ target, state }) => [target.name, state]));

describe.runIf(labIsReady())('rules for what was denied', () => {
  let lab: Lab;
  let only: LabPath;
  // The test changes its firewall: every attempt gets one of its own.
  beforeEach(async () => {
    lab = await startLab(['app-rules']);
    const [first] = lab.paths;
    if (!first) throw new Error('the laboratory has no path');
    only = first;
    const wrong = await contradictions(lab, only);
    if (wrong.length > 0) throw new Error(`the laboratory is not as it should be:\n${wrong.join('\n')}`);
  });
  afterEach(() => lab?.stop());

  test('turn every denied host that answers into a reachable one, and nothing else into anything', async () => {
    const before = (await check(lab, only)).result;
    const file = (name: string): string => path.join(lab.folder, name);
    writeFileSync(file('before.json'), JSON.stringify(before));
    const rules = await agentpath(lab, only, [
      'rules',
      ...['--from', file('before.json'), '--source', linksOf(1).agentNet],
      ...['--format', 'arm', '--out', file('rules.json')],
    ]);
    expect([rules.exit, rules.stdout]).toEqual([0, '']);

    const changed = await applyRules(lab, only, readFileSync(file('rules.json'), 'utf8'));
    const { result: after, ended } = await check(lab, changed, { flags: ['--since', file('rules.json')] });

    const [was, is] = [statesOf(before), statesOf(after)];
    const denied = only.situations.filter(({ name }) => was.get(name) === 'denied');
    const answering = denied.filter(({ farEnd, literal }) => farEnd === 'answers' && !literal);
    expect(answering.length).toBeGreaterThanOrEqual(5);
    expect(answering.map(({ name }) => [name, is.get(name)])).toEqual(answering.map(({ name }) => [name, 'reachable']));
    // A rule is no promise: nobody is there; and no certificate here is for an address, which is let through by a rule of its own.
    const others = denied.filter((one) => !answering.includes(one));
    expect(others.map(({ name }) => name)).toEqual(expect.arrayContaining(['denied-nobody-there', 'no-name']));
    expect(others.filter(({ name }) => is.get(name) === 'reachable')).toEqual([]);
    expect(is.get('no-name')).toBe('down');
    const untouched = only.situations.filter((one) => !denied.includes(one));
    expect(untouched.map(({ name }) => [name, is.get(name)])).toEqual(
      untouched.map(({ name }) => [name, was.get(name)]),
    );
    // And what must be denied still is.
    expect(after.run.path.reading.filtered).toBe('yes');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain(`${answering.length} of ${denied.length} names of ${file('rules.json')} pass`);
    expect(ended.stderr).toMatch(/[✗?] denied-nobody-there\.contoso\.example:443: /);
  });

  test('are waited for: a check that runs meanwhile says when they took effect', async () => {
    const two: LabPath = { ...only, situations: only.situations.filter(({ name }) => /^denied(?:-too)?$/.test(name)) };
    expect(two.situations).toHaveLength(2);
    const rules = two.situations.map(({ host, port }) => `${host},Https,${port}`);
    let applied: Promise<LabPath> | undefined;
    const flags = ['--until', 'reachable', '--timeout', '5m', '--every', '1s', '--follow-ups', '0'];
    const { exit, stdout, stderr } = await checkMeanwhile(lab, two, { flags }, (text) => {
      // The first run is over, and found both denied.
      if (text.includes('Not reachable yet'))
        applied ??= applyRules(lab, two, `host,protocol,port\n${rules.join('\n')}\n`);
    });
    await applied;
    expect([exit, stderr.includes('Not reachable yet: denied, denied-too')]).toEqual([0, true]);
    for (const name of ['denied', 'denied-too']) expect(stdout).toMatch(new RegExp(`✓ ${name}: reachable at 2\\d{3}-`));
  });
});
