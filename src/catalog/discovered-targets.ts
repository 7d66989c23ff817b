/** Hosts that a service told, made into targets of the same run; only those of the documented pattern, for the far end must not steer us. */
import type { Origin } from '../model/origin.ts';
import type { TargetSettings } from '../model/settings.ts';
import type { DiscoveryKind, Target } from '../model/target.ts';
import { dceHostOf } from './dce-host.ts';
import type { Entry } from './entry.ts';
import { entries, reasonAgainst } from './expand-targets.ts';
import { type Filled, fill, nameOf, toOrigin, toTarget } from './fill-entry.ts';
import { mergeUses } from './merge-uses.ts';
import { offWords, overridden } from './overrides.ts';
import { matchesPattern } from './patterns.ts';

/** Of one answer. A region has one identity host and some dozens of notification hosts; a list of endpoints is one's own. */
export const MOST_HOSTS: Readonly<Record<DiscoveryKind, number>> = { his: 4, notifications: 64, dce: 200 };

/** A host that was told and is not probed. */
export interface Refused {
  readonly host: string;
  readonly because: string;
}
export interface FurtherTargets {
  readonly targets: readonly Target[];
  /** By the target's name. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly refused: readonly Refused[];
}

/**
 * Each host once, in the order in which they were told.
 * @param asked The target whose answer names the hosts; for `dce` the resource that was read, by its id.
 */
export function discoveredTargets(
  kind: DiscoveryKind,
  hosts: readonly string[],
  asked: Pick<Target, 'name'>,
  settings: TargetSettings,
): FurtherTargets {
  const targets: Target[] = [];
  const origins: Record<string, Origin> = {};
  const refused: Refused[] = [];
  const told = entries(settings.cloud).flatMap((entry) => {
    const merged = isToldBy(entry, kind) ? mergeUses(entry.uses, settings.agents) : undefined;
    return merged ? [{ entry, merged }] : [];
  });
  for (const host of new Set(hosts.map((one) => one.toLowerCase()))) {
    const found = told.flatMap(({ entry, merged }) => {
      const filled = filledWith(host, entry, settings);
      return filled ? [{ entry, merged, filled }] : [];
    })[0];
    if (!found) {
      refused.push({ host, because: OUTSIDE[kind] });
      continue;
    }
    if (targets.length >= MOST_HOSTS[kind]) {
      refused.push({ host, because: `the answer names more than ${MOST_HOSTS[kind]} hosts` });
      continue;
    }
    const { entry, merged, filled } = found;
    const origin: Origin = { ...toOrigin(entry, filled), kind: 'discovered', place: asked.name };
    const one = overridden(toTarget(entry, filled, merged, settings), origin, settings.overrides);
    const because = reasonAgainst(entry, settings) ?? (one.off && offWords(one.off)) ?? tierWords(one.target, settings);
    if (because !== undefined) {
      refused.push({ host, because });
      continue;
    }
    targets.push(one.target);
    origins[one.target.name] = one.origin;
  }
  return { targets, origins, refused };
}

const OUTSIDE: Readonly<Record<DiscoveryKind, string>> = {
  his: 'it is no regional identity host of this cloud',
  notifications: 'it is no notification host of this cloud',
  dce: 'it is no host of a data collection endpoint of this cloud',
};

function isToldBy(entry: Entry, kind: DiscoveryKind): boolean {
  return kind === 'dce' ? entry.dce !== undefined : entry.discoveredBy === kind;
}

/** The entry with this host as its name; undefined where the host is none of it. */
function filledWith(host: string, entry: Entry, settings: TargetSettings): Filled | undefined {
  if (entry.dce !== undefined) {
    return dceHostOf(host, settings.cloud) ? fill(entry, { ...settings, dceHosts: [host] })[0] : undefined;
  }
  if (!matchesPattern(entry.host, host)) return undefined;
  return { host, path: entry.path, name: nameOf(entry, host, entry.nameEnd), values: {} };
}

function tierWords({ tier }: Target, { tiers }: TargetSettings): string | undefined {
  return tiers.includes(tier) ? undefined : `its tier (${tier}) is not wanted`;
}
