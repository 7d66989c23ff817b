import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'SERVFAIL: the resolver has no answer from those that it asks.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { rcode: 'SERVFAIL' } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.server_failure',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
