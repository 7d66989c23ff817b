import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The resolver's port is refused, and the system knows nothing either.",
  world: inTheOpen(
    { 'gbl.his.arc.azure.com': { systemSees: { rcode: 'SERVFAIL' } } },
    { resolvers: [{ address: '10.10.0.4', conduct: 'unreachable' }] },
  ),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.resolver_unreachable',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
