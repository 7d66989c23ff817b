import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'SSH answers where TLS was due.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'bytes', says: { text: 'SSH-2.0-OpenSSH_9.6\r\n' } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'intercepted',
      cause: 'tls.plaintext_answer',
      confidence: 'likely',
      twins: ['down/tls.wrong_service'],
      tcpTestSucceeded: true,
    },
  },
};
