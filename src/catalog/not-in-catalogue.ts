/** Names that pages and reports about the agents mention and that are no entry, each with the reason. A test holds that no name is in neither list. */
import type { Source } from '../model/origin.ts';
import type { Cloud } from '../model/settings.ts';
import { from } from './sources.ts';

export interface NotInCatalogue {
  /** A name, a pattern, or an address, with the port where it is not 443. */
  readonly host: string;
  readonly because: string;
  readonly sources: readonly Source[];
  /** Where it is said of some clouds only. */
  readonly clouds?: readonly Cloud[];
  /** Needed, and only to be allowed by this tag: rules by name must say so. */
  readonly serviceTag?: string;
}

export function notInCatalogue(cloud: Cloud): readonly NotInCatalogue[] {
  return NOT_IN_CATALOGUE.filter(({ clouds }) => clouds === undefined || clouds.includes(cloud));
}

const KUBERNETES = 'for monitoring of containers and Kubernetes, which no plain machine needs';
const ALIAS = 'an alias that the front name resolves to: SNI and rules say the front name';
const LOCAL = 'local to the machine, never through a firewall';
const OTHER_CLOUD = 'custom metrics are not available in this cloud';

export const NOT_IN_CATALOGUE: readonly NotInCatalogue[] = [
  // The one hole: a rule by name cannot be written for it.
  {
    host: 'Microsoft CDN for extension packages',
    because:
      'required for all extensions since April 2026, AMA among them, and no page names its hosts: allow the service tag AzureFrontDoor.Frontend in a network rule',
    sources: [from('arc-network', 'DOC'), from('arc-history', 'DOC')],
    serviceTag: 'AzureFrontDoor.Frontend',
  },
  { host: '*.oms.opinsights.azure.com', because: KUBERNETES, sources: [from('monitor-kubernetes', 'DOC')] },
  { host: '*.oms.opinsights.azure.cn', because: KUBERNETES, sources: [from('monitor-kubernetes-china', 'DOC')] },
  { host: 'prod.la.ingest.monitor.core.windows.net', because: ALIAS, sources: [from('monitor-access', 'DOC')] },
  { host: '*.prod.la.ingestion.msftcloudes.com', because: ALIAS, sources: [from('monitor-access', 'DOC')] },
  { host: '169.254.169.254:80', because: `${LOCAL}: instance metadata`, sources: [from('ama-troubleshooter', 'DOC')] },
  {
    host: '127.0.0.1:40342',
    because: `${LOCAL}: Arc's metadata service`,
    sources: [from('ama-troubleshooter', 'DOC')],
  },
  { host: 'localhost:40343', because: `${LOCAL}: listener of the Arc gateway`, sources: [from('arc-gateway', 'DOC')] },
  {
    host: '168.63.129.16',
    because: `${LOCAL}: WireServer, also on ports 80 and 32526`,
    sources: [from('ama-network', 'DOC')],
  },
  {
    host: '{region}.monitoring.azure.us',
    because: OTHER_CLOUD,
    sources: [from('ama-network', 'DOC')],
    clouds: ['usgov'],
  },
  {
    host: 'global.prod.microsoftmetrics.com',
    because: "listed for Azure Government by another service's page (API Management) only, not by the agent's",
    sources: [from('ama-network', 'INFER')],
    clouds: ['usgov'],
  },
  {
    host: 'docs.microsoft.com',
    because:
      "the vendor's troubleshooter asks it to see whether there is internet: a locked-down firewall rightly denies it",
    sources: [from('ama-troubleshooter', 'DOC')],
  },
  {
    host: 'crl2.microsoft.com',
    because:
      'one report from the field names it and no page does: a certificate that names it makes it a target of that run',
    sources: [from('windows-roots', 'FIELD')],
  },
  {
    host: 'ctldl.windowsupdate.com',
    because: 'on port 80 it is an entry; on port 443 its certificate is for other names, and Windows asks port 80',
    sources: [from('windows-roots', 'FIELD')],
  },
  {
    host: 'control-{region}.identity.azure.net',
    because: "for the tokens of the Function's platform: the app's own rules hold *.identity.azure.net",
    sources: [from('identity-host', 'FIELD')],
  },
  {
    host: '{region}.his.arc.azure.com',
    because:
      "a figure of speech of the gateway's page: regional identity hosts have short codes, which only the discovery tells",
    sources: [from('arc-gateway', 'DOC')],
  },
  {
    host: 'privatelink.oms.opinsights.azure.com',
    because: 'a private DNS zone of the scope that no host of the agents lies in',
    sources: [from('monitor-private-link', 'DOC')],
  },
];
