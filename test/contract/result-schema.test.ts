import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { RunFactsSchema, RunResultSchema, TargetResultSchema } from '../../src/record/result-schema.ts';
import { EvidenceSchema, TargetFactsSchema } from '../../src/record/result-schema-evidence.ts';
import { FailureSchema } from '../../src/record/result-schema-parts.ts';
import { PathSchema } from '../../src/record/result-schema-path.ts';
import { StepsSchema } from '../../src/record/result-schema-steps.ts';
import { sample } from '../unit/record/sample.ts';

const FILE = '../../src/record/result.schema.json';

function jsonSchema(): string {
  const schema = toJsonSchema(RunResultSchema, {
    // The guard only tells the compiler what the pattern beside it has checked.
    ignoreActions: ['guard'],
    definitions: {
      Failure: FailureSchema,
      Steps: StepsSchema,
      TargetFacts: TargetFactsSchema,
      Evidence: EvidenceSchema,
      Path: PathSchema,
      Run: RunFactsSchema,
      TargetResult: TargetResultSchema,
    },
  });
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, title: 'Result of an agentpath run', ...rest }, null, 2)}\n`;
}

test('result.schema.json is what the code says', async () => {
  await expect(jsonSchema()).toMatchFileSnapshot(FILE);
});

describe('the file', () => {
  const written = () => JSON.parse(readFileSync(new URL(FILE, import.meta.url), 'utf8'));
  const problemsOf = (result: unknown) => {
    const validate = new Ajv({ strict: true, allErrors: true }).compile(written());
    validate(JSON.parse(JSON.stringify(result)));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
  };

  test('is a JSON Schema of draft 7', () => {
    expect(written().$schema).toBe('http://json-schema.org/draft-07/schema#');
  });
  test('takes a result', () => {
    expect(problemsOf(sample)).toEqual([]);
  });
  test.for([
    ['an unknown state', { ...sample, results: [{ ...sample.results[0], state: 'fine' }] }, '/results/0/state'],
    ['another version', { ...sample, schemaVersion: 2 }, '/schemaVersion'],
    ['no run', { ...sample, run: undefined }, ': must have'],
    ['a run without a path', { ...sample, run: { ...sample.run, path: undefined } }, '/run: must have'],
  ] as const)('refuses %s', ([, result, place]) => {
    expect(problemsOf(result)).toContainEqual(expect.stringContaining(place));
  });
});
