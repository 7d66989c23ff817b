/** Azure Connected Machine agent (Azure Arc) in the public cloud: what it needs to be connected. */
import { CMA_USES } from './cma-uses.ts';
import { type Entry, https, type More, type Sources } from './entry.ts';
import { from } from './sources.ts';

const LISTED: Sources = [from('arc-network', 'DOC')];
const ENTRA = { serviceTags: ['AzureActiveDirectory'] } as const;

const HIS: More = {
  pattern: '*.his.arc.azure.com',
  serviceTags: ['AzureArcInfrastructure'],
  privateLink: 'arc',
  privateLinkZone: 'privatelink.his.arc.azure.com',
  besideGateway: true,
};
const GUEST_CONFIGURATION: More = {
  pattern: '*.guestconfiguration.azure.com',
  serviceTags: ['AzureArcInfrastructure'],
  privateLink: 'arc',
  privateLinkZone: 'privatelink.guestconfiguration.azure.com',
};

/** The same in every cloud. */
export const PACKAGES: readonly Entry[] = [
  https('cma.package.windows', 'download.microsoft.com', { cma: CMA_USES.windowsPackage }, LISTED, {
    besideGateway: true,
  }),
  https('cma.package.linux', 'packages.microsoft.com', { cma: CMA_USES.linuxPackage }, LISTED, {
    besideGateway: true,
  }),
];

/** With a region it answers the host of that region. Its short codes (`weu`, `je`) follow no rule. */
export const HIS_DISCOVERY: More = {
  path: '/discovery?location={region}&api-version=2.1',
  nameEnd: '/discovery?location={region}',
  expect: { status: [200] },
  discovers: 'his',
};
/** Without a region it answers no list. */
export const NOTIFICATION_DISCOVERY: More = {
  path: '/urls/allowlist?api-version=2020-01-01&location={region}',
  nameEnd: '/urls/allowlist?location={region}',
  expect: { status: [200] },
  discovers: 'notifications',
};

export const CMA_PUBLIC: readonly Entry[] = [
  ...PACKAGES,
  https('cma.entra.region', '{region}.login.microsoft.com', { cma: CMA_USES.entra }, LISTED, {
    ...ENTRA,
    pattern: '*.login.microsoft.com',
    since: '2024-10-02',
    besideGateway: true,
  }),
  https('cma.entra.pas', 'pas.windows.net', { cma: CMA_USES.entra }, LISTED, ENTRA),
  https('cma.entra.windows', 'login.windows.net', { cma: CMA_USES.esuToken }, [from('arc-esu', 'DOC')], ENTRA),
  // What the agent itself calls to see whether it is connected; then the discovery of the regional host.
  https(
    'cma.his.global',
    'gbl.his.arc.azure.com',
    { cma: CMA_USES.identity },
    [...LISTED, from('arc-check', 'FIELD')],
    {
      ...HIS,
      path: '/connectivitytest',
    },
  ),
  https('cma.his.discovery', 'gbl.his.arc.azure.com', { cma: CMA_USES.identityDiscovery }, LISTED, {
    ...HIS,
    ...HIS_DISCOVERY,
  }),
  https('cma.his.region', '{his}.his.arc.azure.com', { cma: CMA_USES.identity }, LISTED, {
    ...HIS,
    needs: 'discovery',
    discoveredBy: 'his',
  }),
  https(
    'cma.guestconfiguration.global',
    'agentserviceapi.guestconfiguration.azure.com',
    { cma: CMA_USES.guestConfiguration },
    LISTED,
    GUEST_CONFIGURATION,
  ),
  https(
    'cma.guestconfiguration.region',
    '{region}-gas.guestconfiguration.azure.com',
    { cma: CMA_USES.guestConfiguration },
    [from('arc-check', 'DOC'), from('arc-release-notes', 'DOC')],
    { ...GUEST_CONFIGURATION, since: '2025-10' },
  ),
  https('cma.notifications', 'guestnotificationservice.azure.com', { cma: CMA_USES.notifications }, LISTED, {
    ...NOTIFICATION_DISCOVERY,
  }),
  https('cma.notifications.host', '*.guestnotificationservice.azure.com', { cma: CMA_USES.notificationHost }, LISTED, {
    needs: 'discovery',
    discoveredBy: 'notifications',
  }),
  https('cma.notifications.relay', 'azgn*.servicebus.windows.net', { cma: CMA_USES.notificationHost }, LISTED, {
    needs: 'discovery',
    discoveredBy: 'notifications',
  }),
];
