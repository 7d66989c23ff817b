import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The first of two addresses does not connect and the second does: who gets through depends on the address drawn.',
  world: inTheOpen(
    { 'two.example': { dns: { addresses: ['20.0.0.1', '20.0.0.2'] } } },
    { routes: [{ to: '20.0.0.1', action: 'drop' }] },
  ),
  targets: [{ host: 'two.example' }],
  settings: NO_FIREWALL,
  expect: {
    'two.example': {
      state: 'inconclusive',
      cause: 'tcp.addresses_differ',
      confidence: 'likely',
      findings: ['tcp.addresses_differ'],
      tcpTestSucceeded: false,
    },
  },
};
