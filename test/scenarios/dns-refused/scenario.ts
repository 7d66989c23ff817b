import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'REFUSED: the resolver does not answer this machine for this name.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { rcode: 'REFUSED' } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.refused',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
