import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The far end knows a suite that no agent offers (alert 40): not a denial, though a name filter is on the path.',
  world: behindFirewall(
    { 'odd.example': on443({ kind: 'https', maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CAMELLIA256-SHA384' }) },
    ['odd.example'],
  ),
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
