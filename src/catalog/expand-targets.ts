/** The catalogue and one's own targets, made into the targets of a run. */
import type { Origin } from '../model/origin.ts';
import type { Cloud, TargetSettings } from '../model/settings.ts';
import { AGENTS, type Agent, type Effect, type Inspection, type Target, type Tier } from '../model/target.ts';
import { type Entry, type Placeholder, placeholdersOf, type Use } from './entry.ts';
import { PUBLIC_CLOUD } from './public-cloud.ts';
import { CHINA_CLOUD, USGOV_CLOUD } from './sovereign-clouds.ts';

/** Moves with every change of the data. */
export const CATALOG_VERSION = '2026-11-24';

const CLOUD_ENTRIES: Readonly<Record<Cloud, readonly Entry[]>> = {
  public: PUBLIC_CLOUD,
  usgov: USGOV_CLOUD,
  china: CHINA_CLOUD,
};

/** An entry that gave no target. */
export interface LeftOut {
  readonly name: string;
  /** The template, unfilled. */
  readonly host: string;
  /** `region`, `workspaceId`: a value not given. `discovery`: a name that only the service itself can tell. */
  readonly lacks: readonly string[];
  readonly entry: string;
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
    const merged = mergeUses(entry, settings.agents);
    if (!merged) continue;
    const lacks = lackingOf(entry, settings);
    if (lacks.length > 0) {
      leftOut.push({ name: nameOf(entry, entry.host), host: entry.host, lacks, entry: entry.id });
      continue;
    }
    for (const target of targetsOf(entry, merged, settings)) {
      targets.set(target.name, target);
      origins[target.name] = { kind: 'catalogue', entry: entry.id, sources: entry.sources, serviceTags: [] };
    }
  }
  for (const own of settings.own) {
    targets.set(own.name, own);
    const place = settings.places[own.name];
    origins[own.name] = { kind: 'own', sources: [], serviceTags: [], ...(place !== undefined && { place }) };
  }
  return { targets: [...targets.values()], leftOut, origins };
}

type Values = Readonly<Record<Placeholder, readonly string[]>>;

const valuesOf = ({ regions, workspaces }: TargetSettings): Values => ({
  region: regions,
  workspaceId: workspaces.map(({ id }) => id),
});

function lackingOf(entry: Entry, settings: TargetSettings): readonly string[] {
  if (entry.needs) return [entry.needs];
  const values = valuesOf(settings);
  return placeholdersOf(entry.host + entry.path).filter((name) => values[name].length === 0);
}

function targetsOf(entry: Entry, merged: Merged, settings: TargetSettings): readonly Target[] {
  const values = valuesOf(settings);
  let filled = [{ host: entry.host, path: entry.path }];
  for (const name of placeholdersOf(entry.host)) {
    filled = filled.flatMap(({ host, path }) =>
      values[name].map((value) => ({ host: fill(host, name, value), path: fill(path, name, value) })),
    );
  }
  return filled.map(({ host, path }) => ({
    name: nameOf(entry, host),
    host,
    port: entry.port,
    scheme: entry.scheme,
    path: placeholdersOf(path).reduce((text, name) => fill(text, name, values[name][0] ?? ''), path),
    ...(entry.expect && { expect: entry.expect }),
    ...merged,
    ...(entry.privateLinkZone !== undefined && { privateLinkZone: entry.privateLinkZone }),
  }));
}

const fill = (template: string, name: Placeholder, value: string): string => template.replaceAll(`{${name}}`, value);

function nameOf({ port, nameEnd = '' }: Entry, host: string): string {
  return `${host}${port === 443 ? '' : `:${port}`}${nameEnd}`;
}

type Merged = Pick<Target, 'agents' | 'feature' | 'required' | 'tier' | 'effect' | 'stops' | 'inspection'>;

const TIERS_STRONGEST_FIRST: readonly Tier[] = ['required', 'recommended', 'feature', 'legacy'];
const EFFECTS_STRONGEST_FIRST: readonly Effect[] = ['broken', 'degraded', 'unknown', 'none'];
const INSPECTION_STRICTEST_FIRST: readonly Inspection[] = ['forbidden', 'skip', 'tolerated', 'unknown'];

/** What a host means to the chosen agents together: the strongest need, every feature, everything that stops. */
function mergeUses(entry: Entry, chosen: readonly Agent[]): Merged | undefined {
  const agents = AGENTS.filter((agent) => chosen.includes(agent) && entry.uses[agent]);
  const uses = agents.map((agent) => entry.uses[agent]).filter((use) => use !== undefined);
  if (uses.length === 0) return undefined;
  const tier = first(TIERS_STRONGEST_FIRST, uses, ({ tier }) => tier);
  return {
    agents,
    feature: together(uses, ({ feature }) => feature, ', '),
    required: tier === 'required',
    tier,
    effect: first(EFFECTS_STRONGEST_FIRST, uses, ({ effect }) => effect),
    stops: together(uses, ({ stops }) => stops, '; '),
    inspection: first(INSPECTION_STRICTEST_FIRST, uses, ({ inspection }) => inspection),
  };
}

function first<T>(order: readonly T[], uses: readonly Use[], read: (use: Use) => T): T {
  const found = order.find((one) => uses.some((use) => read(use) === one));
  if (found === undefined) throw new Error('the catalogue holds a value that its order does not know');
  return found;
}

function together(uses: readonly Use[], read: (use: Use) => string, between: string): string {
  return [...new Set(uses.map(read))].join(between);
}
