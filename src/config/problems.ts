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

function messageOf(problems: readonly Problem[]): string {
  const head = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [`${head} with the settings:`, ...problems.map(lineOf)].join('\n');
}

const lineOf = ({ place, says, wayOut }: Problem): string =>
  `  ${place}: ${says}. ${wayOut}${/[.?!]$/.test(wayOut) ? '' : '.'}`;
