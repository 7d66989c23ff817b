/**
 * `npm run lab`: starts the laboratory, holds agentpath against the truth table, and prints Markdown on stdout; progress goes to stderr.
 * `--runs N` repeats the runs and compares their states. `--only NAME` (repeatable) takes these configurations alone.
 */
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import type { TargetResult } from '../../src/model/run.ts';
import { check } from './agentpath.ts';
import { CONFIGURATION_NAMES, type ConfigurationName } from './configurations.ts';
import { contradictions } from './independent.ts';
import { type LabPath, startLab } from './lab.ts';
import { missingForLab } from './readiness.ts';
import { confusionMatrix, countsOf, type Graded, markdownTable, type Score, scoreOf } from './score.ts';
import { whoSaysWhat } from './who-says-what.ts';

/** Paths that are judged at once: most of the time they wait for silences. */
const AT_ONCE = 12;

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1' }, only: { type: 'string', multiple: true } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is no number of runs`);
const names = (values.only ?? CONFIGURATION_NAMES).map(configurationNamed);
const missing = missingForLab();
if (missing !== undefined) throw new Error(`the laboratory cannot run here: ${missing}`);

say(`starting ${names.length} paths`);
const lab = await startLab(names);
try {
  const limit = pLimit(AT_ONCE);
  say('asking nc, curl and openssl whether it is as the truth table says');
  const wrong = (await Promise.all(lab.paths.map((path) => contradictions(lab, path)))).flat();
  if (wrong.length > 0) throw new Error(`the laboratory is not as it should be:\n${wrong.join('\n')}`);

  const scores: Score[][] = [];
  const first = new Map<ConfigurationName, readonly TargetResult[]>();
  for (let round = 1; round <= runs; round += 1) {
    say(`agentpath, run ${round} of ${runs}`);
    const judge = async (path: LabPath): Promise<Score> => {
      const { result } = await check(lab, path);
      if (round === 1) first.set(path.configuration, result.results);
      return scoreOf(result, path);
    };
    scores.push(await Promise.all(lab.paths.map((path) => limit(() => judge(path)))));
  }
  const [ones = []] = scores;
  for (const score of ones) printMatrix(score);
  printCounts(ones);
  if (runs > 1) printRepeatability(scores);
  say('the other tools');
  print('## Who says what', markdownTable(await whoSaysWhat(lab, first)));
  if (scores.flat().some((score) => mistakesIn(score).length > 0)) process.exitCode = 1;
} finally {
  await lab.stop();
}

function configurationNamed(name: string): ConfigurationName {
  const found = CONFIGURATION_NAMES.find((one) => one === name);
  if (found === undefined) throw new Error(`no configuration is named ${name}: ${CONFIGURATION_NAMES.join(', ')}`);
  return found;
}

function say(text: string): void {
  console.error(`lab, ${Math.round(performance.now() / 1000)} s: ${text}`);
}

function print(...texts: readonly string[]): void {
  console.log(`${texts.join('\n\n')}\n`);
}

function mistakesIn({ graded, aboutPath }: Score): readonly string[] {
  return [
    ...graded.filter(({ grade }) => grade !== 'exact').map(({ name, words }) => `${name}: ${words}`),
    ...aboutPath,
  ];
}

function printMatrix(score: Score): void {
  const { configuration, graded } = score;
  const single = graded.filter(({ twin }) => !twin);
  const twins = graded.filter(({ twin }) => twin);
  const mistakes = mistakesIn(score).map((text) => `- ${text}`);
  print(
    `## ${configuration}`,
    markdownTable(confusionMatrix(single)),
    ...(twins.length > 0 ? ['Twins:', markdownTable(confusionMatrix(twins))] : []),
    ...(mistakes.length > 0 ? [mistakes.join('\n')] : []),
  );
}

function printCounts(scores: readonly Score[]): void {
  const row = (name: string, graded: readonly Graded[]): readonly string[] => {
    const single = graded.filter(({ twin }) => !twin);
    const twins = graded.filter(({ twin }) => twin);
    const { exact, inconclusive, wrong_reachable, wrong_denied, wrong } = countsOf(single);
    const counts = [single.length, wrong_reachable, wrong_denied, exact, inconclusive, wrong, twins.length];
    return [name, ...[...counts, countsOf(twins).exact].map(String)];
  };
  const head = [
    'hosts',
    'wrong reachable',
    'wrong denied',
    'exact',
    'inconclusive',
    'wrong otherwise',
    'twins',
    'twins right',
  ];
  const all = row(
    '**all**',
    scores.flatMap(({ graded }) => graded),
  );
  print(
    '## Accuracy',
    markdownTable([
      ['configuration', ...head],
      ...scores.map(({ configuration, graded }) => row(configuration, graded)),
      all,
    ]),
  );
}

function printRepeatability(rounds: readonly (readonly Score[])[]): void {
  const said = new Map<string, Set<string>>();
  for (const { configuration, graded } of rounds.flat())
    for (const one of graded) {
      const key = `${configuration} ${one.name}`;
      said.set(key, (said.get(key) ?? new Set()).add(one.said));
    }
  const unsteady = [...said].filter(([, states]) => states.size > 1);
  const lines = unsteady.map(([name, states]) => `- ${name}: ${[...states].join(', ')}`);
  print(
    '## Repeatability',
    `${rounds.length} runs of ${said.size} targets: ${unsteady.length === 0 ? 'the same states every time.' : `${unsteady.length} changed their state.`}`,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
  );
}
