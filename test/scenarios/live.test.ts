/** Every scenario, live against the simulator: the right answer, and evidence equal to the golden one once normalised. */
import { describe, test } from 'vitest';
import { goldenFile, loadScenario, scenarioNames } from './support/folders.ts';
import { normalise } from './support/normalise.ts';
import { runScenario } from './support/run-scenario.ts';

describe.concurrent('live', () => {
  test.for(scenarioNames())('%s', async (name, { expect }) => {
    const scenario = await loadScenario(name);
    const result = await runScenario(scenario);

    const said = Object.fromEntries(
      result.results.map(({ target, state, cause, confidence, alternatives, findings, tcpTestSucceeded }) => {
        const expected = scenario.expect[target.name];
        return [
          target.name,
          {
            state,
            cause,
            tcpTestSucceeded,
            ...(expected?.confidence && { confidence }),
            ...(expected?.twins && { twins: expected.twins.filter((twin) => alternatives.includes(twin)) }),
            ...(expected?.findings && {
              findings: expected.findings.filter((id) => findings.some((one) => one.id === id)),
            }),
          },
        ];
      }),
    );
    expect(said).toEqual(scenario.expect);
    const { filtered, intercepted } = result.run.path.reading;
    if (scenario.path) expect({ filtered, intercepted }).toMatchObject(scenario.path);
    if (scenario.rootCauses) expect(result.summary.rootCauses.map(({ id }) => id)).toEqual(scenario.rootCauses);

    const { run, results } = normalise(result);
    const evidence = { path: { ...run.path, reading: undefined }, evidences: results.map((one) => one.evidence) };
    await expect(`${JSON.stringify(evidence, null, 1)}\n`).toMatchFileSnapshot(goldenFile(name, 'evidence.json'));
  });
});
