/** The second wave of a run: what services told, what the identity could read, what certificates name. */
import { furtherTargets } from '../catalog/further-targets.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Discovery } from '../model/run.ts';
import type { TargetSettings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import { discoveriesOf, keptOrFailed } from './discoveries.ts';
import { type ResourceManager, readCollectionEndpoints } from './read-collection-endpoints.ts';
import type { RunInput } from './run.ts';

export interface FurtherParts {
  /** Absent where there is none to ask. */
  readonly resourceManager?: ResourceManager;
  /** What earlier runs were told. */
  readonly previous: readonly Discovery[];
  readonly nowMs: number;
}

/** Hosts beyond this many are no list that somebody reads. */
const REFUSED_KEPT = 20;

/** Resource Manager is asked while the first wave is under way. */
export function furtherOf(
  settings: TargetSettings,
  existing: readonly Target[],
  { resourceManager, previous, nowMs }: FurtherParts,
): NonNullable<RunInput['further']> {
  const { dceIds } = settings;
  const read = resourceManager
    ? readCollectionEndpoints(dceIds, resourceManager, previous, nowMs)
    : dceIds.map((id) => keptOrFailed('dce', id, 'a simulated network has no Azure Resource Manager', previous));
  return async (evidences: readonly Evidence[]) => {
    const discoveries = [...discoveriesOf(evidences, previous), ...(await read)];
    const { targets, refused } = furtherTargets(discoveries, evidences, existing, settings);
    return {
      targets,
      discoveries: discoveries.map((one) => {
        const of = refused.filter(({ host }) => one.hosts.includes(host)).slice(0, REFUSED_KEPT);
        return of.length === 0 ? one : { ...one, refused: of.map(({ host, because }) => `${host}: ${because}`) };
      }),
    };
  };
}
