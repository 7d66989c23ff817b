import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The answer does not fit a datagram, and is fetched over TCP: nothing is wrong.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { addresses: ['20.43.70.102'], truncated: true } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'reachable',
      cause: 'far_end.proven',
      confidence: 'certain',
      tcpTestSucceeded: true,
    },
  },
};
