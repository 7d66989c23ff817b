/** The settings that a list of targets was expanded with, read out of its hosts again: so that today's catalogue can be asked the same. */
import { CLOUD_SUFFIXES } from '../model/cloud-suffixes.ts';
import {
  CLOUDS,
  type Cloud,
  DEFAULT_TARGET_SETTINGS,
  PRIVATE_LINK_SCOPES,
  type TargetSettings,
} from '../model/settings.ts';
import { AGENTS, type Target } from '../model/target.ts';
import { dceHostOf } from './dce-host.ts';
import { placeholdersOf } from './entry.ts';
import { entries } from './expand-targets.ts';
import { matchesPattern } from './patterns.ts';

/** Undefined where no host is one of a catalogue. */
export function settingsInTargets(targets: readonly Target[]): TargetSettings | undefined {
  const known = CLOUDS.map((cloud) => ({ cloud, count: targets.filter((target) => isOf(target, cloud)).length }));
  const { cloud, count } = known.reduce((best, one) => (one.count > best.count ? one : best));
  if (count === 0) return undefined;
  const hosts = targets.map(({ host }) => host);
  const gateway = hosts.find((host) => host.endsWith('.gw.arc.azure.com'));
  return {
    ...DEFAULT_TARGET_SETTINGS,
    cloud,
    regions: valuesOf('region', '[a-z][a-z0-9]*', hosts, cloud),
    workspaces: valuesOf('workspaceId', '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', hosts, cloud).map((id) => ({
      id,
    })),
    agents: AGENTS.filter((agent) => targets.some(({ agents }) => agents.includes(agent))),
    dceHosts: [...new Set(hosts.filter((host) => dceHostOf(host, cloud)))],
    keyVaults: valuesOf('vault', '[a-z][a-z0-9-]*', hosts, cloud),
    ...(gateway !== undefined && { gateway }),
    privateLink: PRIVATE_LINK_SCOPES.filter((scope) => targets.some((target) => isPrivateBy(target, scope, cloud))),
  };
}

/** Whether only a service or a certificate could have told the host, and not the catalogue. */
export function isToldInRun({ host, port, feature }: Target, cloud: Cloud): boolean {
  const told = entries(cloud).some((entry) => entry.discoveredBy !== undefined && matchesPattern(entry.host, host));
  const fixed = entries(cloud).some((entry) => entry.host === host && entry.port === port);
  return (told && !fixed) || (port === 80 && feature === 'certificate revocation' && !fixed);
}

function isOf({ host, port }: Target, cloud: Cloud): boolean {
  return (
    host.endsWith(`.${CLOUD_SUFFIXES[cloud].monitor}`) ||
    entries(cloud).some((entry) => entry.host === host && entry.port === port)
  );
}

/** What stands in the place of a placeholder, each once, in the order of the hosts. */
function valuesOf(
  name: 'region' | 'workspaceId' | 'vault',
  shape: string,
  hosts: readonly string[],
  cloud: Cloud,
): readonly string[] {
  const all = entries(cloud);
  const fixed = new Set(all.map(({ host }) => host));
  const matchers = all
    .filter(({ host, needs }) => needs === undefined && placeholdersOf(host).includes(name))
    .map(({ host }) => new RegExp(`^${host.replaceAll('.', '\\.').replace(`{${name}}`, `(${shape})`)}$`));
  const values = hosts
    .filter((host) => !fixed.has(host))
    .flatMap((host) => matchers.flatMap((matcher) => matcher.exec(host)?.[1] ?? []));
  return [...new Set(values)];
}

function isPrivateBy(
  { privateLinkExpected, host }: Target,
  scope: (typeof PRIVATE_LINK_SCOPES)[number],
  cloud: Cloud,
): boolean {
  if (!privateLinkExpected) return false;
  return entries(cloud).some(
    (entry) =>
      entry.privateLink === scope &&
      (matchesPattern(entry.host, host) || matchesPattern(entry.pattern ?? entry.host, host)),
  );
}
