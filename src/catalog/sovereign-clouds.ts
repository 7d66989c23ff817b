/**
 * Azure Government and Azure operated by 21Vianet: what their lists name. Where a list holds a pattern only, the pattern is left out as to be
 * discovered, so that nobody takes its absence for a pass; beside it stand the names that follow from the public cloud's, as concluded ones.
 */
import { amaCore } from './ama.ts';
import { HIS_DISCOVERY, NOTIFICATION_DISCOVERY, PACKAGES } from './cma.ts';
import { ESU, keyVault, relay, sqlServer, telemetry } from './cma-features.ts';
import { byAnalogy, CMA_USES } from './cma-uses.ts';
import { type Entry, https, type More, type Sources, type Use } from './entry.ts';
import { REVOCATION_CHINA, REVOCATION_USGOV } from './revocation.ts';
import { entra } from './shared.ts';
import { from } from './sources.ts';

const LISTED: Sources = [from('arc-network', 'DOC')];
const CONCLUDED: Sources = [from('arc-network', 'INFER')];

const cma = (id: string, host: string, use: Use, more: More = {}): Entry =>
  https(`cma.${id}`, host, { cma: use }, LISTED, more);
const analogous = (id: string, host: string, use: Use, more: More): Entry =>
  https(`cma.${id}`, host, { cma: byAnalogy(use) }, CONCLUDED, more);

/** Hybrid identity, extensions and machine configuration, alike in both clouds but for their suffix and for private link. */
function arcCore(suffix: 'us' | 'cn', privateLink: More): readonly Entry[] {
  const his = { pattern: `*.his.arc.azure.${suffix}`, serviceTags: ['AzureArcInfrastructure'], ...privateLink };
  const guest = {
    pattern: `*.guestconfiguration.azure.${suffix}`,
    serviceTags: ['AzureArcInfrastructure'],
    ...privateLink,
  };
  const host = `gbl.his.arc.azure.${suffix}`;
  return [
    analogous('his.global', host, CMA_USES.identity, { ...his, path: '/connectivitytest' }),
    // What it answers there is not documented.
    analogous('his.discovery', host, CMA_USES.identityDiscovery, { ...his, ...withoutExpectation(HIS_DISCOVERY) }),
    cma('his.region', `*.his.arc.azure.${suffix}`, CMA_USES.identity, {
      ...his,
      needs: 'discovery',
      discoveredBy: 'his',
    }),
    analogous(
      'guestconfiguration.global',
      `agentserviceapi.guestconfiguration.azure.${suffix}`,
      CMA_USES.guestConfiguration,
      guest,
    ),
    analogous(
      'guestconfiguration.region',
      `{region}-gas.guestconfiguration.azure.${suffix}`,
      CMA_USES.guestConfiguration,
      guest,
    ),
    cma('guestconfiguration', `*.guestconfiguration.azure.${suffix}`, CMA_USES.guestConfiguration, {
      ...guest,
      needs: 'discovery',
    }),
  ];
}

function withoutExpectation({ expect: _, ...more }: More): More {
  return more;
}

const blob = (suffix: string): Entry =>
  cma('extensions', `*.blob.core.${suffix}`, CMA_USES.extensionDownload, {
    needs: 'discovery',
    serviceTags: ['Storage'],
    notWithPrivateLink: 'arc',
  });

const ENTRA = { serviceTags: ['AzureActiveDirectory'] } as const;
const RESOURCE_MANAGER = { serviceTags: ['AzureResourceManager'] } as const;

export const USGOV_CLOUD: readonly Entry[] = [
  ...amaCore('us'),
  ...PACKAGES,
  entra('shared.entra', 'login.microsoftonline.us'),
  cma('entra.pas', 'pasff.usgovcloudapi.net', CMA_USES.entra, ENTRA),
  cma('resource-manager', 'management.usgovcloudapi.net', CMA_USES.resourceManager, RESOURCE_MANAGER),
  ...arcCore('us', { privateLink: 'arc' }),
  blob('usgovcloudapi.net'),
  telemetry('dc.applicationinsights.us'),
  ...sqlServer('arcdataservices.azure.us', 'INFER'),
  keyVault('usgov'),
  ...ESU,
  ...REVOCATION_USGOV,
];

/** Extended Security Updates are not offered there, and no private link scope of Azure Arc is listed. */
export const CHINA_CLOUD: readonly Entry[] = [
  ...amaCore('cn'),
  ...PACKAGES,
  entra('shared.entra', 'login.chinacloudapi.cn'),
  entra('shared.entra.partner', 'login.partner.chinacloudapi.cn'),
  cma('entra.pas', 'pas.chinacloudapi.cn', CMA_USES.entra, ENTRA),
  cma('resource-manager', 'management.chinacloudapi.cn', CMA_USES.resourceManager, RESOURCE_MANAGER),
  ...arcCore('cn', {}),
  // The host is listed; the address of its list of names follows from the public cloud's.
  https(
    'cma.notifications',
    'guestnotificationservice.azure.cn',
    { cma: CMA_USES.notifications },
    [from('arc-network', 'DOC'), from('arc-network', 'INFER')],
    withoutExpectation(NOTIFICATION_DISCOVERY),
  ),
  cma('notifications.host', '*.guestnotificationservice.azure.cn', CMA_USES.notificationHost, {
    needs: 'discovery',
    discoveredBy: 'notifications',
  }),
  cma('notifications.relay', 'azgn*.servicebus.chinacloudapi.cn', CMA_USES.notificationHost, {
    needs: 'discovery',
    discoveredBy: 'notifications',
  }),
  relay('servicebus.chinacloudapi.cn'),
  blob('chinacloudapi.cn'),
  telemetry('dc.applicationinsights.azure.cn'),
  keyVault('china'),
  ...REVOCATION_CHINA,
];
