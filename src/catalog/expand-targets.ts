/** The catalogue and one's own targets, made into the targets of a run. */
import type { Origin } from '../model/origin.ts';
import type { Cloud, TargetSettings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { Entry } from './entry.ts';
import { fill, lackingOf, nameOf, toOrigin, toTarget } from './fill-entry.ts';
import { type Merged, mergeUses } from './merge-uses.ts';
import { offByEntry, offWords, overridden } from './overrides.ts';
import { PUBLIC_CLOUD } from './public-cloud.ts';
import { regionalOf } from './regional.ts';
import { CHINA_CLOUD, USGOV_CLOUD } from './sovereign-clouds.ts';

/** Moves with every change of the data. */
export const CATALOG_VERSION = '2026-11-24';

const CLOUD_ENTRIES: Readonly<Record<Cloud, readonly Entry[]>> = {
  public: PUBLIC_CLOUD,
  usgov: USGOV_CLOUD,
  china: CHINA_CLOUD,
};

/** An entry, or a target of it, that is not probed. */
export interface LeftOut {
  readonly name: string;
  /** The template, unfilled, where a value is lacking. */
  readonly host: string;
  /** `region`, `workspaceId` …: a value not given. `discovery`: a name that only the service itself can tell. */
  readonly lacks: readonly string[];
  readonly entry: string;
  /** Why it is left out though it could be named. No rule is made for it then. */
  readonly because?: string;
}
export interface Expansion {
  readonly targets: readonly Target[];
  readonly leftOut: readonly LeftOut[];
  /** By the target's name. */
  readonly origins: Readonly<Record<string, Origin>>;
}

export function entries(cloud: Cloud): readonly Entry[] {
  return CLOUD_ENTRIES[cloud];
}

/**
 * One target for each entry that the chosen agents use and for each value of its placeholders, in the order of the catalogue; then one's own.
 * A target of one's own replaces the catalogue's of the same name, in its place. Values are not checked here.
 */
export function expandTargets(settings: TargetSettings): Expansion {
  const targets = new Map<string, Target>();
  const leftOut: LeftOut[] = [];
  const origins: Record<string, Origin> = {};
  for (const entry of entries(settings.cloud)) {
    const merged = mergeUses(entry.uses, settings.agents);
    if (!merged) continue;
    const one = expandEntry(entry, merged, settings);
    leftOut.push(...one.leftOut);
    for (const { target, origin } of one.wanted) {
      targets.set(target.name, target);
      origins[target.name] = origin;
    }
  }
  for (const own of settings.own) {
    const regional = own.regional ?? regionalOf(own.host, settings);
    targets.set(own.name, regional ? { ...own, regional } : own);
    const place = settings.places[own.name];
    origins[own.name] = { kind: 'own', sources: [], serviceTags: [], ...(place !== undefined && { place }) };
  }
  return { targets: [...targets.values()], leftOut, origins };
}

interface Expanded {
  readonly wanted: readonly { readonly target: Target; readonly origin: Origin }[];
  readonly leftOut: readonly LeftOut[];
}
const NOTHING: Expanded = { wanted: [], leftOut: [] };

function expandEntry(entry: Entry, merged: Merged, settings: TargetSettings): Expanded {
  const { id, host } = entry;
  const lacks = lackingOf(entry, settings);
  // Whoever goes without a gateway lacks none.
  if (lacks.includes('gateway')) return NOTHING;
  const because =
    reasonAgainst(entry, settings) ?? (lacks.length > 0 ? offByEntry(entry, settings.overrides) : undefined);
  if (because !== undefined || lacks.length > 0) {
    if (!settings.tiers.includes(merged.tier)) return NOTHING;
    const one = { name: nameOf(entry, host, entry.nameEnd), host, entry: id };
    return { wanted: [], leftOut: [because === undefined ? { ...one, lacks } : { ...one, lacks: [], because }] };
  }
  const made = fill(entry, settings)
    .map((filled) => overridden(toTarget(entry, filled, merged, settings), toOrigin(entry, filled), settings.overrides))
    .filter(({ target }) => settings.tiers.includes(target.tier));
  return {
    wanted: made.filter(({ off }) => !off),
    leftOut: made.flatMap(({ target, off }) =>
      off ? [{ name: target.name, host: target.host, lacks: [], entry: id, because: offWords(off) }] : [],
    ),
  };
}

/** Why an entry is not asked for in these modes, whatever its values. */
export function reasonAgainst(entry: Entry, { gateway, privateLink }: TargetSettings): string | undefined {
  if (gateway !== undefined && !entry.besideGateway) return 'it rides inside the Arc gateway';
  const instead = entry.notWithPrivateLink;
  if (instead && privateLink.includes(instead)) return `it is not used with a private link scope (${instead})`;
  return undefined;
}
