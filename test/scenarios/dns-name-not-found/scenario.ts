import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "NXDOMAIN, and the system's resolver says so too.",
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { rcode: 'NXDOMAIN' } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.name_not_found',
      confidence: 'likely',
      twins: ['unresolved/dns.filtered_by_resolver'],
      tcpTestSucceeded: false,
    },
  },
};
