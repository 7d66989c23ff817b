/** Every scenario, live against the simulator: the right answer, and evidence equal to the golden one once normalised. */
import { beforeAll, describe, test, vi } from 'vitest';
import { SLOW_MS } from '../../src/classify/finding-row.ts';
import type { RunResult } from '../../src/model/run.ts';
import { identityFor, inspectionIdentity } from '../../src/simulator/certificates.ts';
import { goldenFile, loadScenario, scenarioNames } from './support/folders.ts';
import { goldenJson } from './support/golden-json.ts';
import { normalise } from './support/normalise.ts';
import { runScenario } from './support/run-scenario.ts';
import type { Expected, Scenario } from './support/scenario-shape.ts';
import { shareParts } from './support/shared-parts.ts';

// Most of a scenario's time is spent waiting for what never comes.
vi.setConfig({ maxConcurrency: 10 });

/** OpenSSL knows X25519MLKEM768 from 3.5 on. */
const POST_QUANTUM = Number.parseFloat(process.versions.openssl) >= 3.5;

// RSA keys take longer to make than anything here takes to answer; they are made once a process.
beforeAll(async () => {
  await Promise.all([identityFor('warm.example', { key: 'rsa' }), inspectionIdentity('warm.example')]);
});

/**
 * Deadlines are not what a scenario is about, and on a machine that is busy they turn an answer into a silence. A scenario that differs is tried
 * again, each time with three times the deadlines: what is wrong differs every time.
 */
const attempts = new Map<string, number>();
function patienceFor(name: string): number {
  const attempt = attempts.get(name) ?? 0;
  attempts.set(name, attempt + 1);
  return 3 ** attempt;
}

describe.concurrent('live', () => {
  test.for(scenarioNames())('%s', { retry: 2 }, async (name, { expect, skip }) => {
    const scenario = await loadScenario(name);
    if (scenario.needs === 'post_quantum' && !POST_QUANTUM) skip('this Node has no post-quantum key share');
    const patience = patienceFor(name);
    const result = await runScenario(scenario, patience);

    expect(said(result, scenario)).toEqual(scenario.expect);
    const { filtered, intercepted, product = 'unnamed' } = result.run.path.reading;
    if (scenario.path) expect({ filtered, intercepted, product }).toMatchObject(scenario.path);
    if (scenario.rootCauses) expect(result.summary.rootCauses.map(({ id }) => id)).toEqual(scenario.rootCauses);

    const { run, results } = normalise(result, SLOW_MS * patience);
    const evidence = {
      path: { ...run.path, reading: undefined },
      ...(run.discoveries && { discoveries: run.discoveries }),
      evidences: results.map((one) => one.evidence),
    };
    await expect(goldenJson(shareParts(evidence))).toMatchFileSnapshot(goldenFile(name, 'evidence.json'));
  });
});

/** What was said about each target, as far as the scenario expects something. */
function said(result: RunResult, scenario: Scenario): Readonly<Record<string, Partial<Expected>>> {
  return Object.fromEntries(
    result.results.map(({ target, state, cause, confidence, alternatives, findings, effect, tcpTestSucceeded }) => {
      const expected = scenario.expect[target.name];
      return [
        target.name,
        {
          state,
          cause,
          tcpTestSucceeded,
          ...(expected?.confidence && { confidence }),
          ...(expected?.effect && { effect }),
          ...(expected?.twins && { twins: expected.twins.filter((twin) => alternatives.includes(twin)) }),
          ...(expected?.findings && {
            findings: expected.findings.filter((id) => findings.some((one) => one.id === id)),
          }),
        },
      ];
    }),
  );
}
