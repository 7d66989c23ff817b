import { describe, expect, test } from 'vitest';
import { deniedTargets } from '../../../src/firewall-rules/denied-targets.ts';
import { STATES } from '../../../src/model/verdict.ts';
import { cut, evidenceOf, resultOf, runOf, targetOf } from '../cli/built.ts';

const run = runOf(
  STATES.map((state) => resultOf(evidenceOf(targetOf(`${state}.example`), cut()), { state, cause: `${state}.cause` })),
);

describe('of a stored run', () => {
  test('the denied targets get a rule; every other that is not reachable is named with the reason', () => {
    const { targets, notAllowed } = deniedTargets(run, false);
    expect(targets.map(({ name }) => name)).toEqual(['denied.example']);
    expect(notAllowed.map(({ name }) => name)).toEqual(
      STATES.filter((state) => state !== 'denied' && state !== 'reachable').map((state) => `${state}.example`),
    );
    for (const { name, because } of notAllowed) {
      const state = name.replace('.example', '');
      expect(because).toContain(`${state} (${state}.cause)`);
    }
  });
  test('blocked ones on request', () => {
    expect(deniedTargets(run, true).targets.map(({ name }) => name)).toEqual(['denied.example', 'blocked.example']);
  });
  test('intercepted ones need an exemption, not a rule', () => {
    const found = deniedTargets(run, true).notAllowed.find(({ name }) => name === 'intercepted.example');
    expect(found?.because).toContain('exemption from inspection');
  });
});
