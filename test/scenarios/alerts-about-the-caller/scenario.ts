import { alertRecord } from '../../../src/simulator/tls-bytes.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'Access denied (49), an internal error (80), an unexpected message (10): whoever answers ends it, and says little.',
  world: inTheOpen({
    'access.example': afterHello(alertRecord(49)),
    'internal.example': afterHello(alertRecord(80)),
    'unexpected.example': afterHello(alertRecord(10)),
  }),
  targets: [{ host: 'access.example' }, { host: 'internal.example' }, { host: 'unexpected.example' }],
  settings: NO_FIREWALL,
  expect: {
    'access.example': {
      state: 'rejected',
      cause: 'tls.access_denied',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'internal.example': {
      state: 'down',
      cause: 'tls.internal_error',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'unexpected.example': {
      state: 'incompatible',
      cause: 'tls.alert',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
  },
};
