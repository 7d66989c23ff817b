/**
 * Azure Monitor Agent. TLS inspection must be off for all of its hosts. Hosts of data collection endpoints are given whole: their names must not be
 * built from parts.
 */
import { type Entry, https, type Sources, type Use } from './entry.ts';
import { from } from './sources.ts';

export type Suffix = 'com' | 'us' | 'cn';

const HEALTHY = { status: [200], body: 'Healthy' } as const;

const core = { tier: 'required', effect: 'broken', inspection: 'forbidden' } as const;
const configuration = { ...core, feature: 'configuration' } as const;
const ingestion = { ...core, feature: 'log ingestion' } as const;
const customMetrics = {
  feature: 'custom metrics',
  tier: 'feature',
  effect: 'degraded',
  inspection: 'forbidden',
} as const;

/** In Azure Operated by 21Vianet no page names the zones of the scope. */
const ZONES: Readonly<Record<Suffix, { readonly monitor?: string; readonly ods?: string }>> = {
  com: { monitor: 'privatelink.monitor.azure.com', ods: 'privatelink.ods.opinsights.azure.com' },
  us: { monitor: 'privatelink.monitor.azure.us', ods: 'privatelink.ods.opinsights.azure.us' },
  cn: {},
};

/** The hosts that differ between clouds in nothing but their suffix. */
export function amaCore(suffix: Suffix): readonly Entry[] {
  const { monitor, ods } = ZONES[suffix];
  const list = suffix === 'cn' ? from('ama-network-china', 'DOC') : from('ama-network', 'DOC');
  const zones = suffix === 'us' ? [from('private-dns', 'DOC')] : [];
  // The list names the hosts, the vendor's own troubleshooter asks them for `/ping`.
  const handlers: Sources = [list, from('ama-troubleshooter', 'DOC'), ...zones];
  const scope = { privateLink: 'monitor', ...(monitor !== undefined && { privateLinkZone: monitor }) } as const;
  const handler = {
    path: '/ping',
    expect: HEALTHY,
    pattern: `*.handler.control.monitor.azure.${suffix}`,
    ...scope,
  } as const;
  const tagged = { serviceTags: ['AzureMonitor'] } as const;
  return [
    https(
      'ama.handler.global',
      `global.handler.control.monitor.azure.${suffix}`,
      { ama: { ...configuration, stops: 'AMA cannot fetch its data collection rules, so nothing new is collected' } },
      handlers,
      { ...handler, ...tagged },
    ),
    https(
      'ama.handler.region',
      `{region}.handler.control.monitor.azure.${suffix}`,
      {
        ama: {
          ...configuration,
          stops: 'AMA in this region cannot fetch its data collection rules, so nothing new is collected',
        },
      },
      handlers,
      { ...handler, ...tagged },
    ),
    https(
      'ama.ods',
      `{workspaceId}.ods.opinsights.azure.${suffix}`,
      { ama: { ...ingestion, stops: 'AMA cannot send logs and heartbeats to this workspace' } },
      [list, ...zones],
      {
        path: '/ping',
        pattern: `*.ods.opinsights.azure.${suffix}`,
        privateLink: 'monitor',
        ...(ods !== undefined && { privateLinkZone: ods }),
        ...tagged,
        // The gateway carries no ingestion into workspaces.
        besideGateway: true,
      },
    ),
    // In no service tag: the list says so.
    https(
      'ama.dce.handler',
      `{dce}.handler.control.monitor.azure.${suffix}`,
      {
        ama: {
          ...configuration,
          stops: 'AMA on machines of this data collection endpoint cannot fetch its data collection rules',
        },
      },
      // China's page lists the host of ingestion only.
      [from('dce-overview', suffix === 'cn' ? 'INFER' : 'DOC'), from('ama-troubleshooter', 'DOC'), ...zones],
      { ...handler, dce: 'configuration' },
    ),
    https(
      'ama.dce.logs',
      `{dce}.ingest.monitor.azure.${suffix}`,
      {
        ama: {
          ...ingestion,
          stops:
            'Logs that go through this data collection endpoint (text, JSON, IIS, Logs Ingestion API) do not arrive',
        },
      },
      [list, from('dce-overview', 'DOC'), ...zones],
      { path: '/ping', dce: 'logs', pattern: `*.ingest.monitor.azure.${suffix}`, ...scope },
    ),
    https(
      'ama.dce.metrics',
      `{dce}.metrics.ingest.monitor.azure.${suffix}`,
      {
        ama: {
          ...METRICS,
          stops: 'Metrics do not arrive in the Azure Monitor workspace of this data collection endpoint',
        },
      },
      METRICS_SOURCES[suffix],
      { dce: 'metrics', pattern: `*.metrics.ingest.monitor.azure.${suffix}`, ...scope },
    ),
  ];
}

const METRICS = {
  feature: 'metrics of an Azure Monitor workspace',
  tier: 'feature',
  effect: 'degraded',
  inspection: 'forbidden',
} as const satisfies Omit<Use, 'stops'>;

/** The page of data collection endpoints gives the shape; for Azure Government no page lists the host. */
const METRICS_SOURCES: Readonly<Record<Suffix, Sources>> = {
  com: [from('dce-overview', 'DOC')],
  us: [from('dce-overview', 'INFER')],
  cn: [from('monitor-kubernetes-china', 'DOC')],
};

/** Custom metrics are not available in the other clouds. */
export const AMA_PUBLIC: readonly Entry[] = [
  ...amaCore('com'),
  https(
    'ama.metrics.global',
    'global.prod.microsoftmetrics.com',
    {
      ama: {
        feature: 'metrics',
        tier: 'required',
        effect: 'degraded',
        stops: 'AMA cannot reach the metrics service',
        inspection: 'forbidden',
      },
    },
    [from('ama-network', 'DOC')],
    { pattern: '*.prod.microsoftmetrics.com' },
  ),
  https(
    'ama.metrics.region',
    '{region}.monitoring.azure.com',
    {
      ama: {
        ...customMetrics,
        stops: 'AMA cannot send custom metrics of this region, which it never sends through a proxy',
      },
    },
    [from('ama-network', 'DOC')],
    { pattern: '*.monitoring.azure.com', serviceTags: ['AzureMonitor'] },
  ),
];
