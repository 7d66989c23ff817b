import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { earlierDiscoveries, writeResult } from '../../../src/cli/result-file.ts';
import type { Discovery } from '../../../src/model/run.ts';
import { sample } from '../record/sample.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => path.join(folder, name);

const TOLD: Discovery = {
  kind: 'his',
  asked: 'his',
  outcome: 'fresh',
  hosts: ['weu.his.arc.azure.com'],
  toldAt: sample.run.startedAt,
};

test('what the run before was told is read out of the file that is about to be written', () => {
  writeResult(file('last.json'), { ...sample, run: { ...sample.run, discoveries: [TOLD] } });
  expect(earlierDiscoveries(file('last.json'))).toEqual([TOLD]);
});

test.for([
  ['no file', undefined],
  ['no JSON', 'hello'],
  ['JSON that is no result', '{"a": 1}'],
] as const)('%s: nothing was told', ([name, text]) => {
  if (text !== undefined) writeFileSync(file(name), text);
  expect(earlierDiscoveries(file(name))).toEqual([]);
});
