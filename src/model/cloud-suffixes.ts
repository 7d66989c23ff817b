/** What the hosts of each cloud end in. */
import type { Cloud } from './settings.ts';

export interface CloudSuffixes {
  /** Handlers, data collection endpoints and rules. */
  readonly monitor: string;
  readonly blob: string;
  readonly vault: string;
}
export const CLOUD_SUFFIXES: Readonly<Record<Cloud, CloudSuffixes>> = {
  public: { monitor: 'monitor.azure.com', blob: 'blob.core.windows.net', vault: 'vault.azure.net' },
  usgov: { monitor: 'monitor.azure.us', blob: 'blob.core.usgovcloudapi.net', vault: 'vault.usgovcloudapi.net' },
  china: { monitor: 'monitor.azure.cn', blob: 'blob.core.chinacloudapi.cn', vault: 'vault.azure.cn' },
};
