/** `npm run fuzz -- --minutes N --seed S`, or one case again: `--kind http --case 12345`. */
import { parseArgs } from 'node:util';
import { FUZZ_KINDS, type FuzzKind } from './fuzz-kinds.ts';
import { createFuzzer, fuzz } from './fuzzing.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    kind: { type: 'string', multiple: true },
    case: { type: 'string' },
  },
});
const wholeNumber = (name: string, text: string): number => {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`--${name} ${text}: write a whole number`);
};
const kinds = (values.kind ?? FUZZ_KINDS).map((text): FuzzKind => {
  const kind = FUZZ_KINDS.find((one) => one === text);
  if (kind === undefined) throw new Error(`--kind ${text}: write one of ${FUZZ_KINDS.join(', ')}`);
  return kind;
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes}: write a number above 0`);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber('seed', values.seed);

/** Most of a case is waiting for a deadline. */
const LANES = 12;
const underWay = new Set<string>();
// A crash is a find like any other.
process.on('uncaughtException', (error) => {
  console.log(`crashed (seed ${seed}; one of ${[...underWay].join(', ')}): ${error.stack}`);
  process.exit(1);
});
const print = (find: { readonly kind: string; readonly seed: number; readonly problems: readonly string[] }): void =>
  console.log(`${find.kind} ${find.seed}: ${find.problems.map((one) => JSON.stringify(one)).join('; ')}`);

if (values.case !== undefined) {
  const fuzzer = await createFuzzer();
  const [kind = 'http'] = kinds;
  const one = wholeNumber('case', values.case);
  const { problems } = await fuzzer.run(kind, one);
  await fuzzer.close();
  if (problems.length > 0) print({ kind, seed: one, problems });
  else console.log(`${kind} ${one}: holds`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} else {
  const fuzzers = await Promise.all(Array.from({ length: LANES }, createFuzzer));
  const until = performance.now() + minutes * 60_000;
  const more = (): boolean => performance.now() < until;
  const { cases, ends, finds } = await fuzz(fuzzers, { seed, kinds, more, onFind: print, underWay });
  await Promise.all(fuzzers.map((fuzzer) => fuzzer.close()));
  const counts = kinds.map((kind) => `${kind} ${cases[kind]}`).join(', ');
  const all = Object.values(cases).reduce((sum, one) => sum + one, 0);
  console.log(`seed ${seed}, ${minutes} minutes: ${all} cases (${counts}), ${ends.size} ends, ${finds.length} finds`);
  process.exitCode = finds.length > 0 ? 1 : 0;
}
