/** Hosts that belong to one region, held against the regions that were declared for what uses them. */
import { REGIONS } from '../model/regions.ts';
import type { TargetSettings } from '../model/settings.ts';
import type { Regional } from '../model/target.ts';
import { dceHostOf } from './dce-host.ts';

/** Undefined for a host of no region, and where no region was declared to hold it against. */
export function regionalOf(host: string, settings: TargetSettings): Regional | undefined {
  const found = regionIn(host, settings);
  return found && found.declared.length > 0 ? found : undefined;
}

function regionIn(host: string, settings: TargetSettings): Regional | undefined {
  const endpoint = dceHostOf(host, settings.cloud);
  if (endpoint) {
    const ingests = endpoint.kind !== 'configuration';
    return { region: endpoint.region, declared: ingests ? regionsOfWorkspaces(settings) : settings.regions };
  }
  for (const shape of SHAPES) {
    const region = shape.exec(host)?.[1];
    // What stands there need not be a region: `global.handler…`.
    if (region !== undefined && isRegion(region, settings)) return { region, declared: settings.regions };
  }
  return undefined;
}

/** The region stands in a fixed place of each. */
const SHAPES: readonly RegExp[] = [
  /^(?:[^.]+\.)?([a-z0-9]+)\.handler\.control\.monitor\.azure\.(?:com|us|cn)$/,
  /^([a-z0-9]+)\.monitoring\.azure\.(?:com|us)$/,
  /^([a-z0-9]+)-gas\.guestconfiguration\.azure\.(?:com|us|cn)$/,
  /^([a-z0-9]+)\.login\.microsoft\.com$/,
  /^[^.]+\.([a-z0-9]+)\.arcdataservices\.(?:com|azure\.us)$/,
  /^san-af-([a-z0-9]+)-prod\.azurewebsites\.net$/,
];

function isRegion(name: string, { cloud, regions }: TargetSettings): boolean {
  return regions.includes(name) || REGIONS[cloud].includes(name);
}

/** Ingestion follows the workspace, which lies where the machines are unless it is told otherwise. */
function regionsOfWorkspaces({ workspaces, regions }: TargetSettings): readonly string[] {
  if (workspaces.length === 0) return regions;
  return [...new Set(workspaces.flatMap(({ region }) => (region === undefined ? regions : [region])))];
}
