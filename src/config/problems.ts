/** What is wrong with settings, flags or a targets file: always everything at once. */

export interface Problem {
  /** Where it was given: a setting, a flag, or `file:line:column`. */
  readonly place: string;
  readonly says: string;
  /** What to write instead, or where to look. */
  readonly wayOut: string;
}

export class SettingsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(messageOf(problems));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

const IN_FILE = /^(.+):(\d+):(\d+)$/;

/** Those of a file one after the other, from its top down; where the first of them stood. The others keep their order. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  const fileOf = ({ place }: Problem): string | undefined => IN_FILE.exec(place)?.[1];
  const byFile = Map.groupBy(problems, fileOf);
  return problems.flatMap((problem, index) => {
    const file = fileOf(problem);
    if (file === undefined) return [problem];
    const first = problems.findIndex((one) => fileOf(one) === file) === index;
    return first ? (byFile.get(file) ?? []).toSorted((a, b) => positionOf(a) - positionOf(b)) : [];
  });
}

function positionOf({ place }: Problem): number {
  const [, , line = '0', column = '0'] = IN_FILE.exec(place) ?? [];
  return Number(line) * 1_000_000 + Number(column);
}

function messageOf(problems: readonly Problem[]): string {
  const head = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [`${head} with the settings:`, ...problems.map(lineOf)].join('\n');
}

const lineOf = ({ place, says, wayOut }: Problem): string =>
  `  ${place}: ${says}. ${wayOut}${/[.?!]$/.test(wayOut) ? '' : '.'}`;
