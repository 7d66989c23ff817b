/**
 * Where the targets of a stored run come from. A result does not say so, nor which cloud it was: both are read out of the hosts again, by holding
 * them against the catalogue.
 */
import type { Entry } from '../catalog/entry.ts';
import { entries } from '../catalog/expand-targets.ts';
import type { Unnamed } from '../firewall-rules/allowance.ts';
import type { Origin } from '../model/origin.ts';
import { CLOUDS, type Cloud } from '../model/settings.ts';
import { AGENTS, type Target } from '../model/target.ts';
import { unnamedOf } from './unnamed.ts';

export interface StoredOrigins {
  readonly cloud: Cloud;
  /** By the target's name; without those that the catalogue does not know. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** What the cloud's catalogue knows by a pattern alone, until a service tells. */
  readonly patterns: readonly Unnamed[];
}

/** Of the cloud whose catalogue knows most of the targets. */
export function storedOrigins(targets: readonly Target[]): StoredOrigins {
  const [first = ofCloud('public', targets), ...others] = CLOUDS.map((cloud) => ofCloud(cloud, targets));
  const known = ({ origins }: StoredOrigins): number => Object.keys(origins).length;
  return others.reduce((best, other) => (known(other) > known(best) ? other : best), first);
}

function ofCloud(cloud: Cloud, targets: readonly Target[]): StoredOrigins {
  const readers = entries(cloud).map((entry) => ({ entry, matcher: matcherOf(entry.host), rank: rankOf(entry.host) }));
  const origins = targets.flatMap(({ name, host, port }) => {
    const about = readers.filter(({ entry, matcher }) => entry.port === port && matcher.test(host.toLowerCase()));
    const best = Math.min(...about.map(({ rank }) => rank));
    const origin = originOf(about.filter(({ rank }) => rank === best).map(({ entry }) => entry));
    return origin ? [[name, origin] as const] : [];
  });
  const patterns = entries(cloud)
    .filter(({ needs }) => needs === 'discovery')
    .flatMap((entry) => unnamedOf(entry, ['discovery'], AGENTS));
  return { cloud, origins: Object.fromEntries(origins), patterns };
}

/** A host may stand in several entries, each with its own sources. */
function originOf(about: readonly Entry[]): Origin | undefined {
  const [first] = about;
  if (!first) return undefined;
  const sources = new Map(about.flatMap((entry) => entry.sources.map((source) => [source.key, source] as const)));
  const pattern = first.needs === 'discovery' ? first.host : first.pattern;
  return {
    kind: first.needs === 'discovery' ? 'discovered' : 'catalogue',
    entry: first.id,
    sources: [...sources.values()],
    serviceTags: first.serviceTags ?? [],
    ...(pattern !== undefined && { pattern }),
  };
}

/** A name says most, a template less, and a pattern least. */
function rankOf(template: string): number {
  return template.includes('*') ? 2 : template.includes('{') ? 1 : 0;
}

/** What a placeholder stands for may hold points: a data collection endpoint's first labels do. */
function matcherOf(template: string): RegExp {
  const source = template
    .toLowerCase()
    .replaceAll(/[.+?^$()|[\]\\]/g, '\\$&')
    .replaceAll(/\{\w+\}/g, '[a-z0-9][a-z0-9.-]*')
    .replaceAll('*', '[a-z0-9.-]*');
  return new RegExp(`^${source}$`);
}
