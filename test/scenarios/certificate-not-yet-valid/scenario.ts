import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A public issuer, and the date has not come: our clock, more likely.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { validity: 'not_yet_valid' } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'down',
      cause: 'cert.not_yet_valid',
      confidence: 'possible',
      twins: ['reachable/clock.wrong_here'],
      findings: ['tls.not_yet_valid'],
      tcpTestSucceeded: true,
    },
  },
};
