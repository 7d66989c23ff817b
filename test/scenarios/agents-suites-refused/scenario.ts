import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The default hello works with a suite that the agents do not have; a hello with their four is refused.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', maxVersion: 'TLSv1.2' }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'incompatible',
      cause: 'tls.agent_suites_refused',
      confidence: 'certain',
      findings: ['tls.agent_suites_refused'],
      tcpTestSucceeded: true,
    },
  },
};
