import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The issuer was not sent and is not known: public with a gap, or private.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { issuer: 'private', sends: 'nothing' } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'inconclusive',
      cause: 'cert.unknown_issuer',
      confidence: 'possible',
      twins: ['intercepted/tls.inspection', 'down/cert.incomplete_chain'],
      tcpTestSucceeded: true,
    },
  },
};
