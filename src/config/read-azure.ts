/** What names things of Azure: workspaces, data collection endpoints, resources, key vaults, the Arc gateway. */
import { CLOUD_SUFFIXES } from '../model/cloud-suffixes.ts';
import type { Cloud, Workspace } from '../model/settings.ts';
import { readDnsName } from './read-host.ts';
import { readRegionOf } from './read-region.ts';
import { readGuid, readWorkspaceId } from './read-text.ts';
import { quoted, type Reader, read, refuse } from './read-value.ts';

/** `guid` or `guid@region`. */
export function readWorkspace(cloud: Cloud | undefined): Reader<Workspace> {
  return (text) => {
    const [id = '', region, ...more] = text.split('@');
    if (more.length > 0) return refuse(`${quoted(text)} holds more than one @`, 'Write GUID@region');
    const guid = readWorkspaceId(id);
    if (!guid.ok) return guid;
    if (region === undefined) return read({ id: guid.value });
    const name = readRegionOf(cloud)(region);
    return name.ok ? read({ id: guid.value, region: name.value }) : name;
  };
}

/**
 * The shapes are those of the data collection endpoint overview (`<name>-<4 characters>.<region>-<n>.…`), and of a rule's own endpoint as Azure gives
 * it (`<rule>-<4 characters>-<region>.logs.z1.ingest.…`).
 */
const OF_AN_ENDPOINT = /^[a-z0-9][a-z0-9-]*-[a-z0-9]{4}\.([a-z0-9]+)-\d+\.(?:ingest|handler\.control|metrics\.ingest)$/;
const OF_A_RULE = /^[a-z0-9][a-z0-9-]*-[a-z0-9]{4}-([a-z0-9]+)\.(?:logs|metrics)\.z\d+\.ingest$/;

/** `declared`: regions that were given, which may be newer than the list of regions. */
export function readDceHost(cloud: Cloud | undefined, declared: readonly string[]): Reader<string> {
  return (text) => {
    const host = readDnsName(text);
    if (!host.ok) return host;
    const found = monitorSuffixOf(host.value);
    const wanted = cloud === undefined ? found : CLOUD_SUFFIXES[cloud].monitor;
    const wayOut = `Copy it from its overview page, without https://: NAME-a1b2.REGION-1.ingest.${wanted ?? 'monitor.azure.com'}, or with handler.control or metrics.ingest in its place`;
    if (found !== undefined && found !== wanted) {
      return refuse(`${quoted(text)} ends in ${found}, and hosts of this cloud end in ${wanted}`, wayOut);
    }
    const front = host.value.slice(0, -(found ?? '').length - 1);
    const region = found === undefined ? undefined : (OF_AN_ENDPOINT.exec(front) ?? OF_A_RULE.exec(front))?.[1];
    if (region === undefined) return refuse(`${quoted(text)} is no host of a data collection endpoint`, wayOut);
    if (declared.includes(region)) return host;
    const known = readRegionOf(cloud)(region);
    return known.ok ? host : refuse(`${quoted(text)}: ${known.says}`, `${known.wayOut} as a region of yours`);
  };
}

function monitorSuffixOf(host: string): string | undefined {
  return Object.values(CLOUD_SUFFIXES)
    .map(({ monitor }) => monitor)
    .find((suffix) => host.endsWith(`.${suffix}`));
}

const DCE_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Insights\/dataCollection(?:Endpoints|Rules)\/([^/]+)$/i;

/** Of a data collection endpoint, or of a rule with an endpoint of its own. */
export const readDceId: Reader<string> = (text) => {
  const [, subscription, group, name] = DCE_ID.exec(text) ?? [];
  const wayOut =
    'Copy it from the JSON view of the endpoint or rule: /subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.Insights/dataCollectionEndpoints/NAME';
  if (subscription === undefined || group === undefined || name === undefined) {
    return refuse(`${quoted(text)} is no resource id of a data collection endpoint or rule`, wayOut);
  }
  const guid = readGuid(subscription);
  if (!guid.ok) return refuse(`${quoted(text)}: the subscription ${guid.says}`, guid.wayOut);
  // What these names may hold: Azure's naming rules. Nothing of it can end a request line.
  const odd = [group, name].find((part) => !/^[\p{L}\p{N}_().-]{1,90}$/u.test(part) || part.endsWith('.'));
  return odd === undefined ? read(text) : refuse(`${quoted(text)}: ${quoted(odd)} is no name of Azure`, wayOut);
};

/** A key vault's name: 3 to 24 letters, digits and hyphens. */
export const readKeyVault: Reader<string> = (text) => {
  const name = text.toLowerCase();
  const [, pasted] =
    /^(?:https:\/\/)?([a-z0-9-]+)\.vault\.[a-z.]+\/?$/.exec(name) ?? /\/vaults\/([a-z0-9-]+)$/.exec(name) ?? [];
  if (pasted !== undefined) return refuse(`${quoted(text)} is more than a key vault's name`, `Write ${pasted}`);
  return /^[a-z](?:-?[a-z0-9]){2,23}$/.test(name) && name.length <= 24
    ? read(name)
    : refuse(
        `${quoted(text)} is no key vault's name`,
        'Write 3 to 24 letters, digits and single hyphens, beginning with a letter',
      );
};

const GATEWAY_SUFFIX = 'gw.arc.azure.com';

/** The Arc gateway exists in the public cloud only. */
export function readGateway(cloud: Cloud | undefined): Reader<string> {
  return (text) => {
    const wayOut = `Write PREFIX.${GATEWAY_SUFFIX}, from the gateway's overview page`;
    if (cloud !== undefined && cloud !== 'public') {
      return refuse(`${quoted(text)}: there is no Arc gateway in ${cloud}`, 'Remove it, or set the cloud to public');
    }
    const host = readDnsName(text);
    if (!host.ok) return host;
    if (/^[a-z0-9-]+$/.test(host.value)) {
      return refuse(`${quoted(text)} is no host of an Arc gateway`, `Write ${host.value}.${GATEWAY_SUFFIX}`);
    }
    return /^[a-z0-9-]+\.gw\.arc\.azure\.com$/.test(host.value)
      ? host
      : refuse(`${quoted(text)} is no host of an Arc gateway`, wayOut);
  };
}
