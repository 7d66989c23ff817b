/** Where settings come from, one layer above the other: flags, the environment, the configuration file. */
import type { Override } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { GivenSettings } from './given.ts';

export interface PlacedTargets {
  readonly targets: readonly Target[];
  /** `file:line:column` by the target's name. */
  readonly places: Readonly<Record<string, string>>;
}
/** What only a file can hold, beside the settings that it gives. */
export interface FileSettings {
  readonly own?: PlacedTargets;
  readonly overrides: readonly Override[];
}
export interface Layer extends Partial<FileSettings> {
  readonly given: GivenSettings;
}
export interface Layered extends FileSettings {
  readonly given: GivenSettings;
}

/**
 * The highest layer that gives a setting gives it whole. One's own targets replace the catalogue, so agents count only where they are named in the same
 * layer or above; where the catalogue is replaced from above, a lower layer's overrides of it mean nothing. `layers`: the highest first.
 */
export function layered(layers: readonly Layer[]): Layered {
  const targetsAt = layers.findIndex(({ given, own }) => given.targets || own);
  const agentsAt = layers.findIndex(({ given }) => given.agents);
  const overridesAt = layers.findIndex(({ overrides }) => overrides);
  const withoutAgents = targetsAt >= 0 && agentsAt > targetsAt;
  const merged: GivenSettings = Object.assign({}, ...layers.map(({ given }) => given).reverse());
  const { agents: _, ...others } = merged;
  const replaced = targetsAt >= 0 && (agentsAt < 0 || withoutAgents);
  const own = layers[targetsAt]?.own;
  return {
    given: withoutAgents ? others : merged,
    ...(own && { own }),
    overrides: replaced && targetsAt < overridesAt ? [] : (layers[overridesAt]?.overrides ?? []),
  };
}
