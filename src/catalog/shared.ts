/** Hosts of the public cloud that serve both agents, each in its own way. */
import { CMA_USES, HTTPS } from './cma.ts';
import type { Entry } from './entry.ts';
import { from } from './sources.ts';

export const SHARED_PUBLIC: readonly Entry[] = [
  {
    ...HTTPS,
    id: 'shared.entra',
    host: 'login.microsoftonline.com',
    uses: {
      // On Azure VMs the token comes from the local metadata service, so the agent's own list does not name this host.
      ama: {
        feature: 'Microsoft Entra ID',
        tier: 'feature',
        effect: 'degraded',
        stops: 'AMA gets no tokens where they do not come from the metadata service of an Azure VM',
        inspection: 'unknown',
      },
      cma: CMA_USES.entra,
    },
    sources: [from('arc-network', 'DOC')],
  },
  {
    ...HTTPS,
    id: 'shared.resource-manager',
    host: 'management.azure.com',
    uses: {
      ama: {
        feature: 'custom metrics',
        tier: 'feature',
        effect: 'degraded',
        stops: 'AMA cannot send custom metrics',
        inspection: 'forbidden',
      },
      cma: CMA_USES.resourceManager,
    },
    sources: [from('arc-network', 'DOC')],
  },
];
