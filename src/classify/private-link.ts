/** The private DNS zone that a name leads into. */
import type { View } from './view.ts';

export function privateLinkZone({ steps: { dns }, target }: Pick<View, 'steps' | 'target'>): string | undefined {
  const aliases = dns.status === 'ok' ? dns.facts.aliases : dns.status === 'failed' ? dns.seen.aliases : [];
  const names = [target.host, ...aliases.flatMap(({ from, to }) => [from, to])];
  const inZone = names
    .map((name) => /(?:^|\.)(privatelink\..+?)\.?$/i.exec(name)?.[1])
    .find((zone) => zone !== undefined);
  return inZone?.toLowerCase() ?? target.privateLinkZone;
}

/** The record's name inside the zone. */
export function recordIn(zone: string, { steps: { dns }, target }: Pick<View, 'steps' | 'target'>): string | undefined {
  const aliases = dns.status === 'failed' ? dns.seen.aliases : [];
  const full = [target.host, ...aliases.map(({ to }) => to)]
    .map((name) => name.toLowerCase().replace(/\.$/, ''))
    .find((name) => name.endsWith(`.${zone}`));
  return full?.slice(0, -(zone.length + 1));
}
