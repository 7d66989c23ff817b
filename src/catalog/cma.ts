/**
 * Azure Connected Machine agent (Azure Arc). It does not pin certificates, so inspection is tolerated where the machine trusts the CA.
 * Left out, because their lists hold patterns only and nothing names a host to dial: the relay of SSH and Windows Admin Center
 * (`*.servicebus.windows.net`, `*.waconazure.com`), one's own key vault, the CDN of the extension packages (a service tag, no name).
 */
import type { Entry, Use } from './entry.ts';
import { from } from './sources.ts';

export const HTTPS = { port: 443, scheme: 'https', path: '/' } as const;

const always = { tier: 'required', effect: 'broken', inspection: 'tolerated' } as const;
const optional = { tier: 'feature', effect: 'degraded', inspection: 'tolerated' } as const;

export const CMA_USES = {
  windowsPackage: {
    ...optional,
    tier: 'recommended',
    feature: 'agent package for Windows',
    stops: 'CMA on Windows cannot be installed or update itself',
  },
  linuxPackage: {
    ...optional,
    tier: 'recommended',
    feature: 'agent package for Linux',
    stops: 'CMA on Linux cannot be installed or updated',
  },
  entra: {
    ...always,
    feature: 'Microsoft Entra ID',
    stops: 'CMA gets no tokens, so the machine shows as disconnected',
  },
  resourceManager: {
    ...optional,
    tier: 'required',
    feature: 'Azure Resource Manager',
    stops: 'Machines cannot be connected to Azure Arc or disconnected from it',
  },
  identity: {
    ...always,
    feature: 'hybrid identity',
    stops: 'CMA sends no heartbeat, so the machine shows as disconnected',
  },
  guestConfiguration: {
    ...always,
    feature: 'extensions and machine configuration',
    stops: 'CMA cannot install or update extensions, AMA among them, nor apply machine configuration',
  },
  notifications: {
    ...always,
    feature: 'notifications',
    stops: 'CMA is not told of work for it, so extensions and connections wait or fail',
  },
  telemetry: {
    feature: 'telemetry',
    tier: 'legacy',
    effect: 'none',
    stops: 'Nothing: CMA has not used it since version 1.24',
    inspection: 'tolerated',
  },
  esu: {
    ...optional,
    feature: 'Extended Security Updates',
    stops:
      'Extended Security Updates enabled by Azure Arc cannot be licensed: intermediate certificates are not fetched',
  },
} as const satisfies Record<string, Use>;

export const PACKAGES: readonly Entry[] = [
  {
    ...HTTPS,
    id: 'cma.package.windows',
    host: 'download.microsoft.com',
    uses: { cma: CMA_USES.windowsPackage },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.package.linux',
    host: 'packages.microsoft.com',
    uses: { cma: CMA_USES.linuxPackage },
    sources: [from('arc-network', 'DOC')],
  },
];

/** Documented on port 80 and on port 443. */
export const ESU: readonly Entry[] = [
  {
    ...HTTPS,
    id: 'cma.esu.https',
    host: 'www.microsoft.com',
    path: '/pkiops/certs',
    uses: { cma: CMA_USES.esu },
    sources: [from('arc-esu', 'DOC')],
  },
  {
    id: 'cma.esu.http',
    host: 'www.microsoft.com',
    port: 80,
    scheme: 'http',
    path: '/pkiops/certs',
    nameEnd: '/pkiops/certs',
    uses: { cma: CMA_USES.esu },
    sources: [from('arc-esu', 'DOC')],
  },
];

export const CMA_PUBLIC: readonly Entry[] = [
  ...PACKAGES,
  {
    ...HTTPS,
    id: 'cma.entra.region',
    host: '{region}.login.microsoft.com',
    uses: { cma: CMA_USES.entra },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.entra.pas',
    host: 'pas.windows.net',
    uses: { cma: CMA_USES.entra },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.entra.windows',
    host: 'login.windows.net',
    uses: { cma: { ...CMA_USES.esu, stops: 'Extended Security Updates enabled by Azure Arc cannot be licensed' } },
    sources: [from('arc-esu', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.his.global',
    host: 'gbl.his.arc.azure.com',
    // What the agent itself calls.
    path: '/connectivitytest',
    uses: { cma: CMA_USES.identity },
    privateLinkZone: 'privatelink.his.arc.azure.com',
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.his.region',
    host: '{his}.his.arc.azure.com',
    uses: { cma: CMA_USES.identity },
    privateLinkZone: 'privatelink.his.arc.azure.com',
    sources: [from('arc-network', 'DOC')],
    needs: 'discovery',
  },
  {
    ...HTTPS,
    id: 'cma.guestconfiguration.global',
    host: 'agentserviceapi.guestconfiguration.azure.com',
    uses: { cma: CMA_USES.guestConfiguration },
    privateLinkZone: 'privatelink.guestconfiguration.azure.com',
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.guestconfiguration.region',
    host: '{region}-gas.guestconfiguration.azure.com',
    uses: { cma: CMA_USES.guestConfiguration },
    privateLinkZone: 'privatelink.guestconfiguration.azure.com',
    sources: [from('arc-check', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.notifications',
    host: 'guestnotificationservice.azure.com',
    // Without a region it answers no list.
    path: '/urls/allowlist?api-version=2020-01-01&location={region}',
    uses: { cma: CMA_USES.notifications },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.notifications.relay',
    host: 'azgn*.servicebus.windows.net',
    uses: { cma: CMA_USES.notifications },
    sources: [from('arc-network', 'DOC')],
    needs: 'discovery',
  },
  {
    ...HTTPS,
    id: 'cma.telemetry',
    host: 'dc.services.visualstudio.com',
    uses: { cma: CMA_USES.telemetry },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.sql.data',
    host: 'dataprocessingservice.{region}.arcdataservices.com',
    uses: {
      cma: {
        ...optional,
        feature: 'SQL Server enabled by Azure Arc',
        stops: 'SQL Server enabled by Azure Arc sends no inventory or billing data',
      },
    },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.sql.telemetry',
    host: 'telemetry.{region}.arcdataservices.com',
    uses: {
      cma: {
        ...optional,
        feature: 'SQL Server enabled by Azure Arc',
        stops: 'SQL Server enabled by Azure Arc sends no telemetry',
      },
    },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.sql.legacy',
    host: 'san-af-{region}-prod.azurewebsites.net',
    uses: {
      cma: {
        feature: 'SQL Server enabled by Azure Arc',
        tier: 'legacy',
        effect: 'none',
        stops: 'Nothing, unless the SQL extension is older than 13 February 2024',
        inspection: 'tolerated',
      },
    },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.sql.entra',
    host: 'graph.microsoft.com',
    uses: {
      cma: {
        ...optional,
        feature: 'Entra authentication for SQL Server',
        stops: 'SQL Server enabled by Azure Arc cannot set up Microsoft Entra authentication',
      },
    },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'cma.licences',
    host: 'dls.microsoft.com',
    uses: {
      cma: {
        ...optional,
        feature: 'licence validation',
        stops: 'Hotpatching, Windows Server benefits and pay-as-you-go licences cannot be validated',
      },
    },
    sources: [from('arc-network', 'DOC')],
  },
  ...ESU,
];
