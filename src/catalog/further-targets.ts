/** What the first answers of a run lead to, as one list: hosts that services told, and hosts that certificates name. */
import type { Evidence } from '../model/evidence.ts';
import type { Origin } from '../model/origin.ts';
import type { Discovery } from '../model/run.ts';
import type { TargetSettings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import { derivedTargets } from './derived-targets.ts';
import { discoveredTargets, type FurtherTargets, type Refused } from './discovered-targets.ts';

/** No name and no host on its port twice, neither among them nor beside what exists already. */
export function furtherTargets(
  discoveries: readonly Discovery[],
  evidences: readonly Evidence[],
  existing: readonly Target[],
  settings: TargetSettings,
): FurtherTargets {
  const taken = new Set(existing.flatMap(keysOf));
  const targets: Target[] = [];
  const origins: Record<string, Origin> = {};
  const refused: Refused[] = [];
  const add = (made: Pick<FurtherTargets, 'targets' | 'origins'>): void => {
    for (const target of made.targets) {
      const origin = made.origins[target.name];
      if (!origin || keysOf(target).some((key) => taken.has(key))) continue;
      for (const key of keysOf(target)) taken.add(key);
      targets.push(target);
      origins[target.name] = origin;
    }
  };
  for (const { kind, hosts, asked } of discoveries) {
    const told = discoveredTargets(kind, hosts, { name: asked }, settings);
    add(told);
    refused.push(...told.refused);
  }
  add(derivedTargets(evidences, [...existing, ...targets], settings));
  return { targets, origins, refused };
}

const keysOf = ({ name, host, port }: Target): readonly string[] => [name, `${host.toLowerCase()} ${port}`];
