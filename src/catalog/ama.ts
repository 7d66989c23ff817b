/**
 * Azure Monitor Agent. TLS inspection must be off for all of its hosts. Hosts of a data collection endpoint are not here: their names must not
 * be built from parts, they come from one's own targets.
 */
import type { Entry } from './entry.ts';
import { from } from './sources.ts';

const HEALTHY = { status: [200], body: 'Healthy' } as const;
const HTTPS = { port: 443, scheme: 'https', path: '/' } as const;

/** The list names the hosts, the vendor's own troubleshooter asks them for `/ping`. */
const HANDLER_SOURCES = [from('ama-network', 'DOC'), from('ama-troubleshooter', 'DOC')] as const;

const configuration = {
  feature: 'configuration',
  tier: 'required',
  effect: 'broken',
  inspection: 'forbidden',
} as const;

/** The hosts that differ between clouds in nothing but their suffix. */
export function amaCore(suffix: 'com' | 'us' | 'cn'): readonly Entry[] {
  const zone = (of: string) => (suffix === 'com' ? { privateLinkZone: `privatelink.${of}.com` } : {});
  return [
    {
      ...HTTPS,
      id: 'ama.handler.global',
      host: `global.handler.control.monitor.azure.${suffix}`,
      path: '/ping',
      expect: HEALTHY,
      uses: {
        ama: { ...configuration, stops: 'AMA cannot fetch its data collection rules, so nothing new is collected' },
      },
      ...zone('monitor.azure'),
      sources: HANDLER_SOURCES,
    },
    {
      ...HTTPS,
      id: 'ama.handler.region',
      host: `{region}.handler.control.monitor.azure.${suffix}`,
      path: '/ping',
      expect: HEALTHY,
      uses: {
        ama: {
          ...configuration,
          stops: 'AMA in this region cannot fetch its data collection rules, so nothing new is collected',
        },
      },
      ...zone('monitor.azure'),
      sources: HANDLER_SOURCES,
    },
    {
      ...HTTPS,
      id: 'ama.ods',
      host: `{workspaceId}.ods.opinsights.azure.${suffix}`,
      path: '/ping',
      uses: {
        ama: {
          feature: 'log ingestion',
          tier: 'required',
          effect: 'broken',
          stops: 'AMA cannot send logs and heartbeats to this workspace',
          inspection: 'forbidden',
        },
      },
      ...zone('ods.opinsights.azure'),
      sources: [suffix === 'cn' ? from('ama-network-china', 'DOC') : from('ama-network', 'DOC')],
    },
  ];
}

export const AMA_PUBLIC: readonly Entry[] = [
  ...amaCore('com'),
  {
    ...HTTPS,
    id: 'ama.metrics.global',
    host: 'global.prod.microsoftmetrics.com',
    uses: {
      ama: {
        feature: 'metrics',
        tier: 'required',
        effect: 'degraded',
        stops: 'AMA cannot reach the metrics service',
        inspection: 'forbidden',
      },
    },
    sources: [from('ama-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'ama.metrics.region',
    host: '{region}.monitoring.azure.com',
    uses: {
      ama: {
        feature: 'custom metrics',
        tier: 'feature',
        effect: 'degraded',
        stops: 'AMA cannot send custom metrics of this region',
        inspection: 'forbidden',
      },
    },
    sources: [from('ama-network', 'DOC')],
  },
];
