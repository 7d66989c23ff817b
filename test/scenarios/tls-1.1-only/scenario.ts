import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The far end speaks TLS 1.1 and nothing newer; a name filter lies before it.',
  world: behindFirewall({ 'odd.example': on443({ kind: 'https', minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }) }, [
    'odd.example',
  ]),
  targets: [{ host: 'odd.example' }],
  expect: {
    'odd.example': {
      state: 'incompatible',
      cause: 'tls.parameters',
      confidence: 'certain',
      findings: ['tls.wide_hello_succeeds'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
