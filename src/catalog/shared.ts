/** Hosts that serve both agents, each in its own way. */
import { CMA_USES } from './cma-uses.ts';
import { type Entry, https, type Uses } from './entry.ts';
import { from } from './sources.ts';

/** On Azure VMs the token comes from the local metadata service, so the agent's own list does not name this host. */
const TOKENS: Uses = {
  ama: {
    feature: 'Microsoft Entra ID',
    tier: 'feature',
    effect: 'degraded',
    stops: 'AMA gets no tokens where they do not come from the metadata service of an Azure VM',
    inspection: 'unknown',
  },
  cma: CMA_USES.entra,
};

export function entra(id: string, host: string): Entry {
  return https(id, host, TOKENS, [from('arc-network', 'DOC')], {
    serviceTags: ['AzureActiveDirectory'],
    besideGateway: true,
  });
}

export const SHARED_PUBLIC: readonly Entry[] = [
  entra('shared.entra', 'login.microsoftonline.com'),
  https(
    'shared.resource-manager',
    'management.azure.com',
    {
      ama: {
        feature: 'custom metrics',
        tier: 'feature',
        effect: 'degraded',
        stops: 'AMA cannot send custom metrics',
        inspection: 'forbidden',
      },
      cma: CMA_USES.resourceManager,
    },
    [from('arc-network', 'DOC'), from('ama-network', 'DOC')],
    { serviceTags: ['AzureResourceManager'], besideGateway: true },
  ),
];
