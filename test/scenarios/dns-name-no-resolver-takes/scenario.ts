import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A label is longer than DNS allows: no resolver can be asked for it.',
  world: inTheOpen({ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example': {} }),
  targets: [{ host: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example' }],
  settings: NO_FIREWALL,
  expect: {
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example': {
      state: 'unresolved',
      cause: 'dns.unreadable',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
