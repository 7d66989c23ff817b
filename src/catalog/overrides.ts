/** Changes to targets of the catalogue, found by a target's name or by its entry's id. */
import type { Origin } from '../model/origin.ts';
import type { Override } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { Entry } from './entry.ts';

export interface Overridden {
  readonly target: Target;
  readonly origin: Origin;
  /** The override that switched it off. */
  readonly off?: Override;
}

/** What names one target wins over what names all targets of its entry. */
export function overridden(target: Target, origin: Origin, overrides: readonly Override[]): Overridden {
  const mine = [
    ...overrides.filter(({ name }) => name === origin.entry),
    ...overrides.filter(({ name }) => name === target.name && name !== origin.entry),
  ];
  let one: Overridden = { target, origin };
  let off: Override | undefined;
  for (const override of mine) {
    const { enabled, change, place } = override;
    if (enabled !== undefined) off = enabled ? undefined : override;
    if (Object.keys(change).length === 0) continue;
    one = { target: { ...one.target, ...change }, origin: { ...origin, kind: 'override', place } };
  }
  return off ? { ...one, off } : one;
}

/** Why an entry without a name is left out, where an override of its id says so. */
export function offByEntry({ id }: Entry, overrides: readonly Override[]): string | undefined {
  const last = overrides.findLast(({ name, enabled }) => name === id && enabled !== undefined);
  return last?.enabled === false ? offWords(last) : undefined;
}

export function offWords({ place }: Override): string {
  return `switched off in ${place}`;
}
