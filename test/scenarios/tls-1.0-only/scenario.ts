import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The far end speaks TLS 1.0 and nothing newer.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', minVersion: 'TLSv1', maxVersion: 'TLSv1' }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'incompatible',
      cause: 'tls.parameters',
      confidence: 'certain',
      findings: ['tls.wide_hello_succeeds'],
      tcpTestSucceeded: true,
    },
  },
};
