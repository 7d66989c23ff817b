/** Golden evidence → verdict → records: pure, no socket, milliseconds. Also for evidence from the field (captured/). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { readPath } from '../../src/classify/read-path.ts';
import { RULES_VERSION } from '../../src/classify/rules.ts';
import { summarize } from '../../src/classify/summarize.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Path } from '../../src/model/path.ts';
import type { RunResult } from '../../src/model/run.ts';
import { toRecords } from '../../src/record/to-record.ts';
import { goldenFile, scenarioNames } from './support/folders.ts';

interface Golden {
  readonly path: Omit<Path, 'reading'>;
  readonly evidences: readonly Evidence[];
}

function judge({ path: stored, evidences }: Golden): RunResult {
  const path = readPath(stored.controls, evidences, stored);
  const judged = evidences.map((evidence) => ({ evidence, verdict: classify(evidence, path) }));
  return {
    schemaVersion: 1,
    run: {
      id: '00000000-0000-4000-8000-000000000000',
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      vantage: 'scenario',
      vantageSubnet: '10.10.94.0/24',
      simulated: true,
      pastDue: false,
      version: 'scenario',
      rulesVersion: RULES_VERSION,
      catalogVersion: 'scenario',
      path,
      ill: path.reading.ill,
      followUps: { asked: 0, carriedOver: 0, durationMs: 0 },
    },
    summary: summarize(judged, path),
    results: judged.map(({ evidence, verdict: { rulesVersion: _, ...verdict } }) => {
      const { name, host, port, scheme, path: target, agents, feature, required, tier } = evidence.target;
      return {
        target: { name, host, port, scheme, path: target, agents, feature, required, tier },
        ...verdict,
        evidence,
      };
    }),
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

describe('replay', () => {
  test.for(scenarioNames())('%s', async (name) => {
    const golden = JSON.parse(readFileSync(goldenFile(name, 'evidence.json'), 'utf8')) as Golden;
    const result = judge(golden);
    const verdicts = result.results.map(({ target, evidence: _, ...verdict }) => ({ target: target.name, ...verdict }));
    await expect(json({ path: result.run.path.reading, verdicts, summary: result.summary })).toMatchFileSnapshot(
      goldenFile(name, 'verdict.json'),
    );
    // The evidence stands in evidence.json already; here it is enough that the row has it.
    const records = toRecords(result).map((record) =>
      'Evidence' in record ? { ...record, Evidence: 'in evidence.json' } : record,
    );
    await expect(json(records)).toMatchFileSnapshot(goldenFile(name, 'record.json'));
  });
});
