import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A genuine certificate for somebody else.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { names: ['another.example'] } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'down',
      cause: 'cert.wrong_name',
      confidence: 'likely',
      twins: ['unresolved/dns.wrong_address'],
      findings: ['tls.wrong_name'],
      tcpTestSucceeded: true,
    },
  },
};
