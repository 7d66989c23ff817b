import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The machine's resolvers cannot be read; the system's own lookup knows the address, and it is used.",
  world: inTheOpen({ 'gbl.his.arc.azure.com': {} }, { resolvers: [] }),
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
