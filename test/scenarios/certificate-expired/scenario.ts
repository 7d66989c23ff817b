import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A public issuer, and the date has passed.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { validity: 'expired' } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'down',
      cause: 'cert.expired',
      confidence: 'likely',
      twins: ['reachable/clock.wrong_here'],
      findings: ['tls.expired'],
      tcpTestSucceeded: true,
    },
  },
};
