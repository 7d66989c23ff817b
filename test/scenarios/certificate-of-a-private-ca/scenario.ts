import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The far end's own private CA looks like inspection of one name.",
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { issuer: 'private' } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'intercepted',
      cause: 'tls.inspection',
      confidence: 'likely',
      twins: ['down/cert.private_ca'],
      tcpTestSucceeded: true,
    },
  },
};
