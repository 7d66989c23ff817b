/** What is wrong with settings and only the catalogue can tell: told together with all other problems, before anything is probed. */
import { entries, expandTargets } from '../catalog/expand-targets.ts';
import { unknownOverrides } from '../catalog/unknown-overrides.ts';
import { overrideProblems } from '../config/override-problems.ts';
import type { Problem } from '../config/problems.ts';
import type { TargetSettings } from '../model/settings.ts';

export function catalogueProblems(settings: TargetSettings): readonly Problem[] {
  const unknown = unknownOverrides(settings);
  if (unknown.length === 0) return [];
  const { targets } = expandTargets({ ...settings, own: [], overrides: [] });
  const known = [...entries(settings.cloud).map(({ id }) => id), ...targets.map(({ name }) => name)];
  return overrideProblems(unknown, known, settings.cloud);
}
