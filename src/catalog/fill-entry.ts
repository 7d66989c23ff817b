/** One entry and the values of its placeholders, made into targets. */
import type { Origin } from '../model/origin.ts';
import type { TargetSettings } from '../model/settings.ts';
import type { Regional, Target } from '../model/target.ts';
import { dceHostOf } from './dce-host.ts';
import { type Entry, type Placeholder, placeholdersOf } from './entry.ts';
import type { Merged } from './merge-uses.ts';
import { regionalOf } from './regional.ts';

/** An entry with a name that can be dialled. */
export interface Filled {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  /** What filled the placeholders. */
  readonly values: Readonly<Record<string, string>>;
}

/** The placeholders for which no value was given; `discovery` where only a service knows the name. */
export function lackingOf(entry: Entry, settings: TargetSettings): readonly string[] {
  if (entry.needs) return [entry.needs];
  return usedBy(entry).filter((name) => valuesOf(name, entry, settings).length === 0);
}

/** One for each value; nothing where a value lacks. */
export function fill(entry: Entry, settings: TargetSettings): readonly Filled[] {
  if (entry.needs) return [];
  let filled: readonly Template[] = [{ ...entry, values: {} }];
  for (const name of usedBy(entry)) {
    const values = valuesOf(name, entry, settings);
    filled = filled.flatMap((one) => values.map((value) => withValue(one, name, value)));
  }
  return filled.map(({ host, path, nameEnd, values }) => ({ host, path, values, name: nameOf(entry, host, nameEnd) }));
}

/** `host`, `host:80`, `host/path`: a port and an end of the name only where they are needed. */
export function nameOf({ port }: Entry, host: string, nameEnd = ''): string {
  return `${host}${port === 443 ? '' : `:${port}`}${nameEnd}`;
}

export function toTarget(entry: Entry, { name, host, path }: Filled, merged: Merged, settings: TargetSettings): Target {
  const { port, scheme, expect, discovers, privateLink, privateLinkZone } = entry;
  const regional = regionalOfEntry(entry, host, settings);
  return {
    name,
    host,
    port,
    scheme,
    path,
    ...(expect && { expect }),
    ...merged,
    ...(privateLinkZone !== undefined && { privateLinkZone }),
    ...(privateLink && settings.privateLink.includes(privateLink) && { privateLinkExpected: true }),
    ...(discovers && settings.discover && { discovers }),
    ...(regional && { regional }),
  };
}

export function toOrigin(entry: Entry, { values }: Filled): Origin {
  const { id, sources, serviceTags = [], pattern } = entry;
  const covered = pattern === undefined ? undefined : filledIn(pattern, values);
  return {
    kind: 'catalogue',
    entry: id,
    ...(Object.keys(values).length > 0 && { values }),
    sources,
    ...(covered !== undefined && { pattern: covered }),
    serviceTags,
  };
}

interface Template extends Pick<Entry, 'host' | 'path' | 'nameEnd'> {
  readonly values: Readonly<Record<string, string>>;
}

function usedBy({ host, path }: Entry): readonly Placeholder[] {
  return placeholdersOf(host + path);
}

function withValue({ host, path, nameEnd, values }: Template, name: Placeholder, value: string): Template {
  const put = (text: string): string => text.replaceAll(`{${name}}`, value);
  return {
    // The host of a data collection endpoint is given whole.
    host: name === 'dce' ? value : put(host),
    path: put(path),
    ...(nameEnd !== undefined && { nameEnd: put(nameEnd) }),
    values: { ...values, [name]: value },
  };
}

function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, value), text);
}

const GATEWAY_SUFFIX = '.gw.arc.azure.com';

function valuesOf(name: Placeholder, { dce }: Entry, settings: TargetSettings): readonly string[] {
  switch (name) {
    case 'region':
      return settings.regions;
    case 'workspaceId':
      return settings.workspaces.map(({ id }) => id);
    case 'dce':
      return settings.dceHosts.filter((host) => dceHostOf(host, settings.cloud)?.kind === dce);
    case 'vault':
      return settings.keyVaults;
    case 'gateway':
      return settings.gateway === undefined ? [] : [settings.gateway.replace(GATEWAY_SUFFIX, '')];
  }
}

function regionalOfEntry(entry: Entry, host: string, settings: TargetSettings): Regional | undefined {
  return placeholdersOf(entry.host).some((name) => name === 'region' || name === 'dce')
    ? regionalOf(host, settings)
    : undefined;
}
