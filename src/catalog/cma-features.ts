/** Azure Connected Machine agent: what only some machines use, what only the Arc gateway needs, and what nothing needs any more. */
import { CLOUD_SUFFIXES } from '../model/cloud-suffixes.ts';
import type { Cloud } from '../model/settings.ts';
import { CMA_USES, OPTIONAL } from './cma-uses.ts';
import { type Entry, https, type Sources } from './entry.ts';
import { from } from './sources.ts';

const LISTED: Sources = [from('arc-network', 'DOC')];

/** Documented on port 80 and on port 443. Not offered in China. */
export const ESU: readonly Entry[] = [
  https('cma.esu.https', 'www.microsoft.com', { cma: CMA_USES.esu }, [from('arc-esu', 'DOC')], {
    path: '/pkiops/certs',
  }),
  https('cma.esu.http', 'www.microsoft.com', { cma: CMA_USES.esu }, [from('arc-esu', 'DOC')], {
    port: 80,
    scheme: 'http',
    path: '/pkiops/certs',
    nameEnd: '/pkiops/certs',
  }),
];

export function telemetry(host: string): Entry {
  return https('cma.telemetry', host, { cma: CMA_USES.telemetry }, LISTED);
}

/** The list names `*.{region}.<suffix>`; these two hosts are what the agent's own check asks for. Where only the pattern is listed they are concluded. */
export function sqlServer(suffix: string, grade: 'DOC' | 'INFER'): readonly Entry[] {
  const sources: Sources = [from('arc-network', 'DOC'), from('arc-check', grade)];
  const more = { pattern: `*.{region}.${suffix}`, since: '2024-03-12' } as const;
  return [
    https('cma.sql.data', `dataprocessingservice.{region}.${suffix}`, { cma: CMA_USES.sqlData }, sources, more),
    https('cma.sql.telemetry', `telemetry.{region}.${suffix}`, { cma: CMA_USES.sqlTelemetry }, sources, more),
  ];
}

/** Listed for the public cloud; the other clouds' names follow from their key vaults' suffix. */
export function keyVault(cloud: Cloud): Entry {
  return https(
    'cma.keyvault',
    `{vault}.${CLOUD_SUFFIXES[cloud].vault}`,
    {
      cma: {
        ...OPTIONAL,
        feature: 'Key Vault',
        stops: 'Certificates are not synchronised from this key vault, nor Entra authentication set up for SQL Server',
      },
    },
    [from('arc-network', cloud === 'public' ? 'DOC' : 'INFER')],
    { besideGateway: true },
  );
}

/** Relay names belong to the session, and are known only once there is one. */
export function relay(serviceBus: string, id = 'cma.relay'): Entry {
  return https(id, `*.${serviceBus}`, { cma: CMA_USES.relay }, LISTED, { needs: 'discovery' });
}

export const CMA_FEATURES_PUBLIC: readonly Entry[] = [
  telemetry('dc.services.visualstudio.com'),
  ...sqlServer('arcdataservices.com', 'DOC'),
  https(
    'cma.sql.legacy',
    'san-af-{region}-prod.azurewebsites.net',
    {
      cma: {
        feature: 'SQL Server enabled by Azure Arc',
        tier: 'legacy',
        effect: 'none',
        stops: 'Nothing, unless the SQL extension is older than 13 February 2024',
        inspection: 'tolerated',
      },
    },
    LISTED,
    { until: '2024-02-13' },
  ),
  https(
    'cma.sql.entra',
    'graph.microsoft.com',
    {
      cma: {
        ...OPTIONAL,
        feature: 'Entra authentication for SQL Server',
        stops: 'SQL Server enabled by Azure Arc cannot set up Microsoft Entra authentication',
      },
    },
    LISTED,
  ),
  keyVault('public'),
  https(
    'cma.licences',
    'dls.microsoft.com',
    {
      cma: {
        ...OPTIONAL,
        feature: 'licence validation',
        stops: 'Hotpatching, Windows Server benefits and pay-as-you-go licences cannot be validated',
      },
    },
    LISTED,
    { since: '2025-04-10' },
  ),
  ...ESU,
  relay('servicebus.windows.net'),
  https('cma.admincenter', '*.waconazure.com', { cma: CMA_USES.relay }, LISTED, {
    needs: 'discovery',
    serviceTags: ['WindowsAdminCenter'],
  }),
  https(
    'cma.extensions.blob',
    '*.blob.core.windows.net',
    {
      cma: {
        feature: 'extension download',
        tier: 'legacy',
        effect: 'none',
        stops: 'Nothing: extension packages come from a content delivery network since 13 February 2026',
        inspection: 'tolerated',
      },
    },
    [from('arc-history', 'DOC'), from('arc-gateway-endpoints', 'DOC')],
    { needs: 'discovery', serviceTags: ['Storage'], until: '2026-02-13' },
  ),
  https(
    'cma.gateway',
    '{gateway}.gw.arc.azure.com',
    {
      cma: {
        tier: 'required',
        effect: 'broken',
        feature: 'Arc gateway',
        stops: 'Everything that rides inside the Arc gateway stops: configuration, extensions, notifications',
        inspection: 'skip',
      },
    },
    [from('arc-gateway', 'DOC')],
    { besideGateway: true, since: '2025-11' },
  ),
];
