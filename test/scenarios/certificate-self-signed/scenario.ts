import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The certificate signed itself: an appliance in between, or a far end set up badly.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { issuer: 'self' } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'intercepted',
      cause: 'tls.self_signed',
      confidence: 'possible',
      twins: ['down/cert.self_signed'],
      tcpTestSucceeded: true,
    },
  },
};
