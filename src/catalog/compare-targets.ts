/** Two expansions held against each other: what the agents need now, and did not before. */
import type { Target } from '../model/target.ts';

export interface Difference {
  readonly field: ComparedField;
  readonly before: string;
  readonly after: string;
}
export interface ChangedTarget {
  readonly target: Target;
  readonly differences: readonly Difference[];
}
export interface Comparison {
  readonly added: readonly Target[];
  readonly changed: readonly ChangedTarget[];
  readonly gone: readonly Target[];
}

/** What a firewall or a reader must know of; which regions were declared is the settings' matter. */
export const COMPARED_FIELDS = [
  'name',
  'scheme',
  'path',
  'expect',
  'agents',
  'feature',
  'tier',
  'effect',
  'stops',
  'inspection',
  'privateLinkZone',
  'discovers',
  'proxy',
] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

/** In the order of each list. A target that was renamed is known by its host and port, where no other name stands for them. */
export function compareTargets(before: readonly Target[], after: readonly Target[]): Comparison {
  const byName = new Map(before.map((target) => [target.name, target]));
  const kept = after.filter(({ name }) => byName.has(name));
  const names = new Set(kept.map(({ name }) => name));
  const unmatched = before.filter(({ name }) => !names.has(name));
  const renamed = new Map<string, Target>();
  for (const target of after) {
    if (names.has(target.name)) continue;
    const at = unmatched.findIndex(({ host, port }) => host === target.host && port === target.port);
    const [other] = at < 0 ? [] : unmatched.splice(at, 1);
    if (other) renamed.set(target.name, other);
  }
  const was = (target: Target): Target | undefined => byName.get(target.name) ?? renamed.get(target.name);
  return {
    added: after.filter((target) => !was(target)),
    changed: after.flatMap((target) => {
      const differences = differencesOf(was(target) ?? target, target);
      return differences.length > 0 ? [{ target, differences }] : [];
    }),
    gone: unmatched,
  };
}

function differencesOf(before: Target, after: Target): readonly Difference[] {
  return COMPARED_FIELDS.flatMap((field) => {
    const [old, now] = [textOf(before[field]), textOf(after[field])];
    return old === now ? [] : [{ field, before: old, after: now }];
  });
}

function textOf(value: Target[ComparedField]): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  if (!('status' in value) && !('body' in value)) return Object.values(value).join(', ');
  return [value.status?.join(' or '), value.body].filter((part) => part !== undefined).join(' ');
}
