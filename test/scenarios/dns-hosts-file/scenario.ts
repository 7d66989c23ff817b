import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The hosts file gives the address; DNS was not asked.',
  world: inTheOpen(
    { 'gbl.his.arc.azure.com': { dns: { addresses: ['20.43.70.102'] } } },
    { hostsFile: '20.43.70.102 gbl.his.arc.azure.com # pinned' },
  ),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'reachable',
      cause: 'far_end.proven',
      confidence: 'certain',
      findings: ['dns.from_hosts_file'],
      tcpTestSucceeded: true,
    },
  },
};
