/** Hosts of data collection endpoints and rules. They are read, never built: Azure Resource Manager or the settings tell them. */
import { CLOUD_SUFFIXES } from '../model/cloud-suffixes.ts';
import type { Cloud } from '../model/settings.ts';

export const DCE_KINDS = ['configuration', 'logs', 'metrics'] as const;
export type DceKind = (typeof DCE_KINDS)[number];

export interface DceHost {
  readonly kind: DceKind;
  readonly region: string;
}

/**
 * `<name>-<4 characters>.<region>-<n>.{ingest|metrics.ingest|handler.control}.…` (data collection endpoint overview); sharded handlers go without
 * the name's last four characters. A rule's own endpoint is `<rule>-<4 characters>-<region>.{logs|metrics}.z<n>.ingest.…`.
 */
const OF_AN_ENDPOINT = /^[a-z0-9][a-z0-9-]*\.([a-z][a-z0-9]*)-\d+\.(ingest|metrics\.ingest|handler\.control)$/;
const OF_A_RULE = /^[a-z0-9][a-z0-9-]*-([a-z][a-z0-9]*)\.(logs|metrics)\.z\d+\.ingest$/;

const KINDS: Readonly<Record<string, DceKind>> = {
  ingest: 'logs',
  logs: 'logs',
  metrics: 'metrics',
  'metrics.ingest': 'metrics',
  'handler.control': 'configuration',
};

/** Undefined for every host that is none of that cloud. */
export function dceHostOf(host: string, cloud: Cloud): DceHost | undefined {
  const suffix = `.${CLOUD_SUFFIXES[cloud].monitor}`;
  if (!host.endsWith(suffix)) return undefined;
  const front = host.slice(0, -suffix.length);
  const [, region, last = ''] = OF_AN_ENDPOINT.exec(front) ?? OF_A_RULE.exec(front) ?? [];
  const kind = KINDS[last];
  return region === undefined || kind === undefined ? undefined : { kind, region };
}
