import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "Our resolver says NXDOMAIN and the system's has an address, which the agents would use: it is dialled.",
  world: inTheOpen({
    'gbl.his.arc.azure.com': { dns: { rcode: 'NXDOMAIN' }, systemSees: { addresses: ['20.43.70.102'] } },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'reachable',
      cause: 'far_end.proven',
      confidence: 'certain',
      findings: ['dns.from_system'],
      tcpTestSucceeded: true,
    },
  },
};
