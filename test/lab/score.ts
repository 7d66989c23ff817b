/** Counts verdicts against the truth table: the confusion matrix of one path, and how each verdict is to be called. */
import type { RunResult } from '../../src/model/run.ts';
import type { State } from '../../src/model/verdict.ts';
import { mistakes, mistakesAbout } from './judge.ts';
import type { LabPath } from './lab.ts';

/** `exact` is state, cause and confidence. Inconclusive is right where it is the truth (`exact`), and else only less than was to be had. */
export const GRADES = ['exact', 'inconclusive', 'wrong_reachable', 'wrong_denied', 'wrong'] as const;
export type Grade = (typeof GRADES)[number];

export interface Graded {
  readonly name: string;
  readonly twin: boolean;
  /** Twins joined by `or`. */
  readonly expected: string;
  readonly said: State | 'nothing';
  readonly grade: Grade;
  /** Why it is inconclusive or wrong. */
  readonly words: string;
}
export interface Score {
  readonly configuration: string;
  readonly graded: readonly Graded[];
  /** What was read wrongly from the path itself. */
  readonly aboutPath: readonly string[];
}

export function scoreOf(result: RunResult, path: LabPath): Score {
  const byName = new Map(result.results.map((one) => [one.target.name, one]));
  const graded = path.situations.map((situation): Graded => {
    const { name, truth } = situation;
    const one = byName.get(name);
    const rest = { name, twin: truth.twin, expected: truth.states.join(' or ') };
    if (!one) return { ...rest, said: 'nothing', grade: 'wrong', words: 'it has no result' };
    const found = mistakesAbout(one, situation);
    const words = [...found, `${one.cause}: ${one.because}`].join('; ');
    return { ...rest, said: one.state, grade: gradeOf(one.state, truth.states, found), words };
  });
  const about = new Set(path.situations.map(({ name }) => name));
  const aboutPath = mistakes(result, path).filter((text) => !about.has(text.split(':')[0] ?? ''));
  return { configuration: path.configuration, graded, aboutPath };
}

function gradeOf(said: State, expected: readonly State[], found: readonly string[]): Grade {
  if (expected.includes(said)) return found.length === 0 ? 'exact' : 'wrong';
  if (said === 'reachable') return 'wrong_reachable';
  if (said === 'denied') return 'wrong_denied';
  return said === 'inconclusive' ? 'inconclusive' : 'wrong';
}

/** Rows: what is true. Columns: what was said. Only what occurs. */
export function confusionMatrix(graded: readonly Graded[]): readonly (readonly string[])[] {
  const said = [...new Set(graded.map((one) => one.said))];
  const expected = Map.groupBy(graded, (one) => one.expected);
  return [
    ['expected \\ said', ...said],
    ...[...expected].map(([state, ones]) => [
      state,
      ...said.map((column) => String(ones.filter((one) => one.said === column).length || '')),
    ]),
  ];
}

export function countsOf(graded: readonly Graded[]): Readonly<Record<Grade, number>> {
  const count = (grade: Grade): number => graded.filter((one) => one.grade === grade).length;
  return {
    exact: count('exact'),
    inconclusive: count('inconclusive'),
    wrong_reachable: count('wrong_reachable'),
    wrong_denied: count('wrong_denied'),
    wrong: count('wrong'),
  };
}

/** The first row is the head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
