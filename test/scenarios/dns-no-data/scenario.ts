import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name exists and has no address at all.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { addresses: [] } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.no_answer',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
