import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/classify/classify.ts';
import { remedy } from '../../../src/classify/remedy.ts';
import { ruleTable } from '../../../src/classify/rule-table.ts';
import { RULES, RULES_VERSION } from '../../../src/classify/rules.ts';
import { viewOf } from '../../../src/classify/view.ts';
import { STATES } from '../../../src/model/verdict.ts';
import { evidence, open } from '../../support/evidence.ts';
import { SITUATIONS } from './situations.ts';

describe('the rule table', () => {
  test('ids are unique and of one form', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(RULES.map(({ cause }) => cause).filter((cause) => !/^[a-z0-9_]+(?:\.[a-z0-9_]+)*$/.test(cause))).toEqual([]);
  });

  test('every rule is explained by a sentence, and one that leaves doubt says what would settle it', () => {
    for (const { id, because, confidence, settle } of RULES) {
      expect(because, id).toMatch(/^\S.{20,}[^.\s]$/);
      const view = viewOf(evidence(), open());
      if (confidence(view) !== 'certain') expect(settle, id).not.toEqual([]);
    }
  });

  test('the last row matches whatever comes, and no other row does', () => {
    const view = viewOf(evidence(), open());
    expect(RULES.at(-1)).toMatchObject({ id: 'no-rule-matched', state: 'inconclusive' });
    expect(RULES.at(-1)?.when(view)).toBe(true);
    const always = RULES.slice(0, -1).filter(({ when }) =>
      SITUATIONS.every((situation) => when(viewOf(situation.evidence, situation.path))),
    );
    expect(always).toEqual([]);
  });

  test('every state has a rule', () => {
    expect([...new Set(RULES.map(({ state }) => state))].toSorted()).toEqual([...STATES].toSorted());
  });

  test.for(RULES.slice(0, -1))('without $id some situation is judged otherwise', ({ id }) => {
    const fewer = RULES.filter((rule) => rule.id !== id);
    const changed = SITUATIONS.filter(({ evidence: seen, path, right }) => {
      const verdict = classify(seen, path, fewer);
      const { state, cause, confidence } = classify(seen, path);
      return (
        right.rule === id && (verdict.state !== state || verdict.cause !== cause || verdict.confidence !== confidence)
      );
    });
    // Rows that share a cause differ in what they say and in their twins.
    const reworded = SITUATIONS.filter(
      ({ evidence: seen, path, right }) =>
        right.rule === id && classify(seen, path, fewer).because !== classify(seen, path).because,
    );
    expect([...changed, ...reworded].map(({ name }) => name)).not.toEqual([]);
  });

  test('a table without its last row is a defect that is not kept quiet', () => {
    const situation = SITUATIONS.find(({ right }) => right.rule === 'no-rule-matched');
    if (!situation) throw new Error('no situation for the last row');
    expect(() => classify(situation.evidence, situation.path, RULES.slice(0, -1))).toThrow('last row');
  });

  test('every verdict that is not reachable has a next step of its own', () => {
    const silent = SITUATIONS.filter(({ evidence: seen, path, right }) => {
      const verdict = classify(seen, path);
      return right.state !== 'reachable' && remedy(seen, verdict, path).length < 30;
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('the Markdown names every state and rule', () => {
    const table = ruleTable();
    for (const state of STATES) expect(table).toContain(`| \`${state}\` |`);
    for (const { id } of RULES) expect(table).toContain(`\`${id}\``);
    expect(table).toContain(`Rules, version ${RULES_VERSION}`);
    expect(table.split('\n').filter((line) => line.startsWith('|') && !line.endsWith('|'))).toEqual([]);
  });
});
