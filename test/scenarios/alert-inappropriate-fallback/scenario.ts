import { alertRecord } from '../../../src/simulator/tls-bytes.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The far end takes our range of versions for a downgrade (86).',
  world: inTheOpen({ 'fallback.example': afterHello(alertRecord(86)) }),
  targets: [{ host: 'fallback.example' }],
  settings: NO_FIREWALL,
  expect: {
    'fallback.example': {
      state: 'incompatible',
      cause: 'tls.inappropriate_fallback',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
  },
};
