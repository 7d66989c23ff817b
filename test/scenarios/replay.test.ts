/** Stored evidence → verdict → records: pure, no socket, milliseconds. Golden evidence, and evidence from the field (captured/). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toRecords } from '../../src/record/to-record.ts';
import { capturedNames, loadCaptured } from './support/captured.ts';
import { goldenFile, loadScenario, scenarioNames } from './support/folders.ts';
import { goldenJson } from './support/golden-json.ts';
import { judge, type Stored } from './support/judge.ts';
import { restoreParts, type Shared, shareColumns } from './support/shared-parts.ts';

describe('replay', () => {
  test.for(scenarioNames())('%s', async (name) => {
    const golden = JSON.parse(readFileSync(goldenFile(name, 'evidence.json'), 'utf8')) as Shared<Stored>;
    const result = judge(restoreParts(golden));
    const { expect: expected } = await loadScenario(name);
    const said = result.results.map(({ target, state, cause }) => [target.name, state, cause]);
    expect(said).toEqual(Object.entries(expected).map(([target, { state, cause }]) => [target, state, cause]));

    const verdicts = result.results.map(({ target, evidence: _, ...verdict }) => ({ target: target.name, ...verdict }));
    await expect(goldenJson({ path: result.run.path.reading, verdicts, summary: result.summary })).toMatchFileSnapshot(
      goldenFile(name, 'verdict.json'),
    );
    // The evidence stands in evidence.json already; here it is enough that the row has it.
    const records = toRecords(result).map((record) =>
      'Evidence' in record ? { ...record, Evidence: 'in evidence.json' } : record,
    );
    await expect(goldenJson(shareColumns(records))).toMatchFileSnapshot(goldenFile(name, 'record.json'));
  });
});

describe('captured', () => {
  test.for(capturedNames())('%s', (name) => {
    const { result, expected } = loadCaptured(name);
    const again = judge(
      { path: result.run.path, evidences: result.results.map(({ evidence }) => evidence) },
      result.run,
    );
    const said = Object.fromEntries(again.results.map(({ target, state, cause }) => [target.name, { state, cause }]));
    expect(said).toEqual(expected);
    // Every row of the table can be written from it.
    expect(toRecords(again).filter(({ Kind }) => Kind === 'target')).toHaveLength(result.results.length);
  });
});
