/** Worlds to start from. */
import { allowing } from './policy.ts';
import type { HostEntry, HttpAnswer, World } from './world.ts';

export const HUB_REGION = 'westeurope';
export const HUB_WORKSPACE = '11111111-1111-1111-1111-111111111111';

const NOT_FOUND: HttpAnswer = { status: 404, body: 'Not Found' };
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };
const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify(body),
});

const https = (otherwise: HttpAnswer, paths: Readonly<Record<string, HttpAnswer>> = {}): HostEntry => ({
  services: { 443: { kind: 'https', http: { otherwise, paths } }, 80: { kind: 'http' } },
});
const handler: HostEntry = https(NOT_FOUND, { '/ping': { status: 200, body: 'Healthy' } });
const revocation = (document: 'crl' | 'ocsp' | 'certificate'): HostEntry => ({
  services: { 80: { kind: 'http', http: { otherwise: { status: 200, document } } }, 443: { kind: 'https' } },
});

/** What the hosts of both agents answer when all is well, as far as it is documented; the rest answers 200. */
const HUB_HOSTS: Readonly<Record<string, HostEntry>> = {
  // Azure Monitor Agent
  'global.handler.control.monitor.azure.com': { ...handler, dns: { addresses: ['20.43.70.102'] } },
  [`${HUB_REGION}.handler.control.monitor.azure.com`]: handler,
  '*.handler.control.monitor.azure.com': handler,
  [`${HUB_WORKSPACE}.ods.opinsights.azure.com`]: https({ status: 403 }, { '/ping': NOT_FOUND }),
  '*.ods.opinsights.azure.com': https({ status: 403 }, { '/ping': NOT_FOUND }),
  '*.ingest.monitor.azure.com': https(NOT_FOUND),
  'global.prod.microsoftmetrics.com': https(NOT_FOUND),
  'management.azure.com': https(json(400, { error: { code: 'MissingApiVersionParameter' } })),
  // Connected Machine agent
  'gbl.his.arc.azure.com': https(json(200, { region: HUB_REGION, endpoint: 'https://weu.his.arc.azure.com' })),
  'guestnotificationservice.azure.com': https(NOT_FOUND, {
    '/urls/allowlist': json(200, ['azgnrelay-westeurope-l1.servicebus.windows.net']),
  }),
  'agentserviceapi.guestconfiguration.azure.com': https(NOT_FOUND),
  '*.guestconfiguration.azure.com': https(NOT_FOUND),
  '*.arcdataservices.com': https({ status: 401 }),
  'login.microsoftonline.com': https({ status: 302, headers: { Location: 'https://www.office.com/login' } }),
  'graph.microsoft.com': https({ status: 405 }),
  // Revocation, over plain HTTP
  'oneocsp.microsoft.com': revocation('ocsp'),
  'ocsp.digicert.com': revocation('ocsp'),
  'crl3.digicert.com': revocation('crl'),
  'crl4.digicert.com': revocation('crl'),
  'crl.microsoft.com': revocation('crl'),
  'mscrl.microsoft.com': revocation('crl'),
  'ocsp.msocsp.com': revocation('ocsp'),
  'www.microsoft.com': revocation('crl'),
  'cacerts.digicert.com': revocation('certificate'),
  'cacerts.geotrust.com': revocation('certificate'),
  'caissuers.microsoft.com': revocation('certificate'),
  // One name that the resolvers do not know, and one that nobody needs
  'pas.windows.net': { dns: { rcode: 'NXDOMAIN' } },
  'example.com': { dns: { addresses: ['93.184.215.14'] } },
};

/** Suffixes under which the agents' hosts lie: all of them exist, and the firewall allows all of them. */
const HUB_SUFFIXES = [
  '*.azure.com',
  '*.azure.net',
  '*.azurewebsites.net',
  '*.arcdataservices.com',
  '*.digicert.com',
  '*.geotrust.com',
  '*.microsoft.com',
  '*.microsoftmetrics.com',
  '*.microsoftonline.com',
  '*.msocsp.com',
  '*.visualstudio.com',
  '*.waconazure.com',
  '*.windows.net',
  '*.windowsupdate.com',
] as const;

/**
 * A hub network behind a firewall in the manner of Azure Firewall, seen by both agents in West Europe. Not allowed: five of the
 * agents' hosts, and `example.com`. One host is inspected, one name is not known, one host gets through only at times.
 */
export function hub({ allow = [] }: { readonly allow?: readonly string[] } = {}): World {
  const firewall = {
    allow: HUB_SUFFIXES,
    except: [
      'global.handler.control.monitor.azure.com',
      'agentserviceapi.guestconfiguration.azure.com',
      `${HUB_REGION}-gas.guestconfiguration.azure.com`,
      'oneocsp.microsoft.com:80',
      'crl3.digicert.com:80',
    ],
    names: {
      [`${HUB_WORKSPACE}.ods.opinsights.azure.com`]: { do: 'inspect' },
      [`${HUB_REGION}.monitoring.azure.com`]: { do: 'in_turn', actions: ['close', 'allow', 'allow'] },
    },
  } as const;
  return {
    hosts: { ...Object.fromEntries(HUB_SUFFIXES.map((suffix) => [suffix, {}])), ...HUB_HOSTS },
    firewall: allow.length > 0 ? allowing(firewall, allow) : firewall,
    inspection: { name: 'Contoso Inspection CA' },
  };
}

/** Nothing in between: every address leads straight to what is there. */
export const open = (hosts: World['hosts']): World => ({ hosts, firewall: 'none' });

/** A firewall that allows these patterns and nothing else. */
export const filtered = (hosts: World['hosts'], allow: readonly string[]): World => ({ hosts, firewall: { allow } });
