import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The resolver says that it does not implement this.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { rcode: 'NOTIMP' } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.unreadable',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
