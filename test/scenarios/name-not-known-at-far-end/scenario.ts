import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Whoever answers does not know this name (alert 112).',
  world: inTheOpen({
    'odd.example': on443({ kind: 'https', strictName: true, certificate: { names: ['another.example'] } }),
  }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'rejected',
      cause: 'tls.unrecognized_name',
      confidence: 'likely',
      twins: ['unresolved/dns.wrong_address'],
      tcpTestSucceeded: true,
    },
  },
};
