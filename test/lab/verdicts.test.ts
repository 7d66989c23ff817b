/** agentpath inside the laboratory, against the truth table: no wrong `reachable`, no wrong `denied`, everything without a twin exact. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DNS_SERVER } from './addresses.ts';
import { check } from './agentpath.ts';
import { CONFIGURATION_NAMES, type ConfigurationName } from './configurations.ts';
import { contradictions } from './independent.ts';
import { mistakes } from './judge.ts';
import { type Lab, type LabPath, startLab } from './lab.ts';
import { labIsReady } from './lab-is-ready.ts';
import { confusionMatrix, countsOf, scoreOf } from './score.ts';
import type { Truth } from './situation.ts';

describe.runIf(labIsReady())('verdicts on a real path', () => {
  let lab: Lab;
  const pathOf = (name: ConfigurationName): LabPath => {
    const path = lab.paths.find(({ configuration }) => configuration === name);
    if (!path) throw new Error(`no path is named ${name}`);
    return path;
  };
  beforeAll(async () => {
    lab = await startLab();
    // Nothing is judged by a laboratory that is not as the truth table says.
    const wrong = await Promise.all(lab.paths.map((path) => contradictions(lab, path)));
    if (wrong.flat().length > 0) throw new Error(`the laboratory is not as it should be:\n${wrong.flat().join('\n')}`);
  });
  afterAll(() => lab?.stop());

  test.concurrent.for(CONFIGURATION_NAMES)('%s', async (name, { expect }) => {
    const { result } = await check(lab, pathOf(name));
    expect(mistakes(result, pathOf(name))).toEqual([]);
  });

  test('the resolver of the namespace itself serves as well', async () => {
    const path = pathOf('source-not-covered');
    const { result } = await check(lab, path, { ownResolver: true });
    expect(mistakes(result, path)).toEqual([]);
    const resolvers = result.results.map(
      ({ evidence: { steps } }) => steps.dns.status === 'ok' && steps.dns.facts.resolver,
    );
    expect(new Set(resolvers)).toEqual(new Set([`${DNS_SERVER}:53`]));
  });

  test('a wrong verdict is noticed', async () => {
    const path = pathOf('source-not-covered');
    const { result } = await check(lab, path);
    const judge = (truth: Truth): readonly string[] =>
      mistakes(result, { ...path, situations: path.situations.map((situation) => ({ ...situation, truth })) });
    const reachable: Truth = {
      states: ['reachable'],
      cause: 'far_end.proven',
      twin: false,
      tcpConnects: false,
      seen: {},
    };
    const [wrongly, tcp] = judge(reachable);
    expect(wrongly).toMatch(/^denied: WRONGLY denied, and not reachable \(denied denied\.by_name_filter, likely, /);
    expect(tcp).toContain('denied: TCP test: true, and not false');
    const twins: Truth = { states: ['blocked', 'denied'], twin: true, tcpConnects: true, seen: {} };
    expect(judge(twins)).toContainEqual(expect.stringContaining('denied: its twin blocked is not named'));
    expect(judge(twins)).toContainEqual(expect.stringContaining('denied-http: denied, certain, though it has a twin'));
    expect(mistakes({ ...result, results: [] }, path)).toContain('denied: it has no result');

    const score = (truth: Truth) =>
      scoreOf(result, { ...path, situations: path.situations.map((situation) => ({ ...situation, truth })) });
    const { graded } = score(reachable);
    expect(countsOf(graded)).toEqual({ exact: 0, inconclusive: 0, wrong_reachable: 0, wrong_denied: 6, wrong: 0 });
    expect(confusionMatrix(graded)).toEqual([
      ['expected \\ said', 'denied'],
      ['reachable', '6'],
    ]);
    expect(countsOf(score(twins).graded)).toMatchObject({ exact: 0, wrong: 6 });
    expect(countsOf(scoreOf(result, path).graded)).toMatchObject({ exact: 6 });
  });
});
