import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A public issuer, and the intermediate was not sent: no private root.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { sends: 'nothing' } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'down',
      cause: 'cert.incomplete_chain',
      confidence: 'likely',
      twins: ['intercepted/tls.inspection'],
      findings: ['tls.incomplete_chain'],
      tcpTestSucceeded: true,
    },
  },
};
