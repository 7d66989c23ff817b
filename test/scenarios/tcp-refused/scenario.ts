import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Nothing listens at the far end: a refusal is no manner of a firewall that drops.',
  world: inTheOpen({ 'refused.example': on443({ kind: 'refused' }) }),
  targets: [{ host: 'refused.example' }],
  settings: { expectFirewall: false },
  expect: {
    'refused.example': {
      state: 'down',
      cause: 'tcp.refused',
      confidence: 'likely',
      twins: ['blocked/tcp.rejected_on_the_way'],
      tcpTestSucceeded: false,
    },
  },
};
