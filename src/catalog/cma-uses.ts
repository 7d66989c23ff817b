/**
 * What hosts mean to the Azure Connected Machine agent (Azure Arc). It does not pin certificates, so inspection is tolerated where the machine trusts
 * the CA.
 */
import type { Use } from './entry.ts';

const always = { tier: 'required', effect: 'broken', inspection: 'tolerated' } as const;
export const OPTIONAL = { tier: 'feature', effect: 'degraded', inspection: 'tolerated' } as const;

export const CMA_USES = {
  windowsPackage: {
    ...OPTIONAL,
    tier: 'recommended',
    feature: 'agent package for Windows',
    stops: 'CMA on Windows cannot be installed or update itself',
  },
  linuxPackage: {
    ...OPTIONAL,
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
    ...OPTIONAL,
    tier: 'required',
    feature: 'Azure Resource Manager',
    stops: 'Machines cannot be connected to Azure Arc or disconnected from it',
  },
  identity: {
    ...always,
    feature: 'hybrid identity',
    stops: 'CMA sends no heartbeat, so the machine shows as disconnected',
  },
  identityDiscovery: {
    ...always,
    feature: 'hybrid identity',
    stops: 'CMA does not learn its regional identity host, so the machine shows as disconnected',
  },
  guestConfiguration: {
    ...always,
    feature: 'extensions and machine configuration',
    stops: 'CMA cannot install or update extensions, AMA among them, nor apply machine configuration',
  },
  extensionDownload: {
    ...always,
    feature: 'extension download',
    stops: 'CMA cannot download the packages of extensions, AMA among them',
  },
  notifications: {
    ...always,
    feature: 'notifications',
    stops: 'CMA is not told of work for it, so extensions and connections wait or fail',
  },
  // One of several: the service lists more names than are in use, and some of them have no address (Azure/arc_jumpstart_drops #2033).
  notificationHost: {
    ...always,
    effect: 'degraded',
    feature: 'notifications',
    stops: 'CMA cannot hold its connection to this notification host, and is told late of work for it',
  },
  telemetry: {
    feature: 'telemetry',
    tier: 'legacy',
    effect: 'none',
    stops: 'Nothing: CMA has not used it since version 1.24',
    inspection: 'tolerated',
  },
  esu: {
    ...OPTIONAL,
    feature: 'Extended Security Updates',
    stops:
      'Extended Security Updates enabled by Azure Arc cannot be licensed: intermediate certificates are not fetched',
  },
  esuToken: {
    ...OPTIONAL,
    feature: 'Extended Security Updates',
    stops: 'Extended Security Updates enabled by Azure Arc cannot be licensed',
  },
  relay: {
    ...OPTIONAL,
    feature: 'SSH and Windows Admin Center',
    stops: 'Machines cannot be reached by SSH or Windows Admin Center through Azure Arc',
  },
  sqlData: {
    ...OPTIONAL,
    feature: 'SQL Server enabled by Azure Arc',
    stops: 'SQL Server enabled by Azure Arc sends no inventory or billing data',
  },
  sqlTelemetry: {
    ...OPTIONAL,
    feature: 'SQL Server enabled by Azure Arc',
    stops: 'SQL Server enabled by Azure Arc sends no telemetry',
  },
} as const satisfies Record<string, Use>;

/** Of a host whose name is concluded from another cloud's: that it cannot be reached may mean that it does not exist. */
export function byAnalogy(use: Use): Use {
  return { ...use, tier: 'recommended', effect: 'unknown' };
}
