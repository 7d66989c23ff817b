/** Problems of usage and configuration as they are shown: each with its place and the way out. */
import { type Problem, SettingsError } from '../config/problems.ts';
import { counted, sentence } from './figures.ts';
import { beside } from './layout.ts';
import { plain } from './plain.ts';
import { paint, type Screen } from './screen.ts';

export function usageProblem(place: string, says: string, wayOut: string): SettingsError {
  return new SettingsError([{ place, says, wayOut }]);
}

/** Reads one part of what was given, and keeps its problems beside those of the other parts. */
export function keeping<T>(problems: Problem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

export function formatProblems(problems: readonly Problem[], screen: Screen): string {
  const look = paint(screen);
  const lines = problems.flatMap(({ place, says, wayOut }) =>
    beside('  -', [`${plain(place)}: ${sentence(plain(says))} ${sentence(plain(wayOut))}`], 4, screen.columns),
  );
  return [look.bad(`${counted(problems.length, 'problem')}; nothing was done:`), ...lines].join('\n');
}
