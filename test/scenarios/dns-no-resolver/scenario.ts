import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The machine names no resolver, and the system's own lookup finds nothing.",
  world: inTheOpen({ 'gbl.his.arc.azure.com': { systemSees: { rcode: 'NXDOMAIN' } } }, { resolvers: [] }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.no_resolver',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
  },
};
