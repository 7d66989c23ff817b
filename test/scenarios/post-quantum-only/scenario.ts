import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The far end takes the post-quantum key share alone: only the large ClientHello gets through.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', groups: 'X25519MLKEM768' }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  needs: 'post_quantum',
  expect: {
    'odd.example': {
      state: 'incompatible',
      cause: 'tls.hello_size',
      confidence: 'certain',
      findings: ['tls.hello_size_matters'],
      tcpTestSucceeded: true,
    },
  },
};
