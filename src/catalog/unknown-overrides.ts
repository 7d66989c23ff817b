/** Overrides that change nothing that the catalogue has: a slip, to be told before a run. */
import type { Override, TargetSettings } from '../model/settings.ts';
import { entries } from './expand-targets.ts';
import { fill, nameOf } from './fill-entry.ts';
import { matchesPattern } from './patterns.ts';

/** Names neither an entry nor a target of the cloud. One may name what is not chosen just now, and what only a run discovers. */
export function unknownOverrides(settings: TargetSettings): readonly Override[] {
  if (settings.overrides.length === 0) return [];
  const all = entries(settings.cloud);
  const known = new Set(
    all.flatMap((entry) => [
      entry.id,
      nameOf(entry, entry.host, entry.nameEnd),
      ...fill(entry, settings).map(({ name }) => name),
    ]),
  );
  const told = all.filter(({ discoveredBy }) => discoveredBy !== undefined).map(({ host }) => host);
  return settings.overrides.filter(({ name }) => !known.has(name) && !told.some((host) => matchesPattern(host, name)));
}
