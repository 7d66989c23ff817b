/** What is to be probed: the catalogue's part and one's own. */
import { CLOUDS, DEFAULT_TARGET_SETTINGS, PRIVATE_LINK_SCOPES, type TargetSettings } from '../model/settings.ts';
import { AGENTS, TIERS } from '../model/target.ts';
import type { Collector, Given } from './given.ts';
import type { Layered, PlacedTargets } from './layers.ts';
import { SettingsError } from './problems.ts';
import { readDceHost, readDceId, readGateway, readKeyVault, readWorkspace } from './read-azure.ts';
import { type ReadFile, readTextFile } from './read-pem.ts';
import { readRegionOf } from './read-region.ts';
import { readBoolean, readOneOf } from './read-text.ts';
import { quoted, refuse } from './read-value.ts';
import { parsePlacedTargets } from './targets-file.ts';
import type { Origin } from './to-settings.ts';

/** One's own targets replace the catalogue, unless agents are named too. With neither, both agents are meant. */
export function targetSettings(
  { given, own: listed, overrides }: Layered,
  collector: Collector,
  { readFile, catalogue }: Pick<Origin, 'readFile' | 'catalogue'>,
): TargetSettings {
  const agents = collector.list(given.agents, readOneOf(AGENTS));
  const chosen = collector.one(given.cloud, readOneOf(CLOUDS));
  const cloud = chosen ?? DEFAULT_TARGET_SETTINGS.cloud;
  // Where the cloud itself could not be read, nothing is known of what it has.
  const known = given.cloud && chosen === undefined ? undefined : cloud;
  const regions = collector.list(given.regions, readRegionOf(known));
  const workspaces = workspacesOf(given.workspaces, known, collector);
  const declared = [...regions, ...workspaces.flatMap(({ region }) => region ?? [])];
  const gateway = collector.one(given.gateway, readGateway(known));
  const [named] = given.targets ?? [];
  const own = named ? ownTargets(named, collector, readFile) : listed;
  const settings: TargetSettings = {
    cloud,
    regions,
    workspaces,
    agents: given.agents || own ? agents : DEFAULT_TARGET_SETTINGS.agents,
    tiers: given.tiers ? collector.list(given.tiers, readOneOf(TIERS)) : DEFAULT_TARGET_SETTINGS.tiers,
    dceHosts: collector.list(given.dceHosts, readDceHost(known, declared)),
    dceIds: collector.list(given.dceIds, readDceId),
    keyVaults: collector.list(given.keyVaults, readKeyVault),
    ...(gateway !== undefined && { gateway }),
    privateLink: collector.list(given.privateLink, readOneOf(PRIVATE_LINK_SCOPES)),
    discover: collector.one(given.discover, readBoolean) ?? DEFAULT_TARGET_SETTINGS.discover,
    deriveRevocation: collector.one(given.deriveRevocation, readBoolean) ?? DEFAULT_TARGET_SETTINGS.deriveRevocation,
    own: own?.targets ?? [],
    overrides,
    places: own?.places ?? {},
  };
  if (known !== undefined) collector.problems.push(...(catalogue?.(settings) ?? []));
  return settings;
}

/** Each workspace once; one workspace lies in one region. */
function workspacesOf(
  given: readonly Given[] | undefined,
  cloud: TargetSettings['cloud'] | undefined,
  collector: Collector,
): TargetSettings['workspaces'] {
  const workspaces = new Map<string, TargetSettings['workspaces'][number]>();
  for (const one of given ?? []) {
    const workspace = collector.one([one], readWorkspace(cloud));
    if (!workspace) continue;
    const earlier = workspaces.get(workspace.id);
    if (earlier?.region !== undefined && workspace.region !== undefined && earlier.region !== workspace.region) {
      collector.keep(
        one,
        refuse(
          `the workspace ${quoted(workspace.id)} is given in ${earlier.region} and in ${workspace.region}`,
          'Keep the one with its region: the overview page of the workspace shows it',
        ),
      );
    }
    if (earlier?.region === undefined) workspaces.set(workspace.id, workspace);
  }
  return [...workspaces.values()];
}

/** `text` is a file's path, or the document itself. */
function ownTargets(given: Given, collector: Collector, readFile: ReadFile): PlacedTargets | undefined {
  const { place, text } = given;
  const inline = text.includes('\n') || /^(?:[{[#]|---|"?targets"?\s*:)/.test(text);
  const document = inline ? text : collector.keep(given, readTextFile(text, readFile));
  if (document === undefined) return undefined;
  try {
    return parsePlacedTargets(document, inline ? place : text);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    collector.problems.push(...error.problems);
    return undefined;
  }
}
