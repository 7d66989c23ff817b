import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The first of two resolvers is silent; the second answers.',
  world: inTheOpen(
    { 'gbl.his.arc.azure.com': {} },
    { resolvers: [{ address: '10.10.0.4', conduct: 'silent' }, { address: '10.10.0.5' }] },
  ),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'reachable',
      cause: 'far_end.proven',
      confidence: 'certain',
      findings: ['dns.resolver_trouble'],
      tcpTestSucceeded: true,
    },
  },
};
