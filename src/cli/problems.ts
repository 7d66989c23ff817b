/** Problems of usage and configuration as they are shown: each with its place and the way out. */
import { type Problem, SettingsError } from '../config/problems.ts';
import { counted, sentence } from './figures.ts';
import { beside } from './layout.ts';
import { plain } from './plain.ts';
import { paint, type Screen } from './screen.ts';

export function usageProblem(place: string, says: string, wayOut: string): SettingsError {
  return new SettingsError([{ place, says, wayOut }]);
}

export function formatProblems(problems: readonly Problem[], screen: Screen): string {
  const look = paint(screen);
  const lines = problems.flatMap(({ place, says, wayOut }) =>
    beside('  -', [`${plain(place)}: ${sentence(plain(says))} ${sentence(plain(wayOut))}`], 4, screen.columns),
  );
  return [look.bad(`${counted(problems.length, 'problem')}; nothing was done:`), ...lines].join('\n');
}
