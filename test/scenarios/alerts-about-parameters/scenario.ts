import { alertRecord } from '../../../src/simulator/tls-bytes.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Alerts that speak of suites and versions, whatever is offered (40, 70, 71).',
  world: inTheOpen({
    'suites.example': afterHello(alertRecord(40)),
    'version.example': afterHello(alertRecord(70)),
    'security.example': afterHello(alertRecord(71)),
  }),
  targets: [{ host: 'suites.example' }, { host: 'version.example' }, { host: 'security.example' }],
  settings: NO_FIREWALL,
  expect: {
    'suites.example': {
      state: 'incompatible',
      cause: 'tls.handshake_failure',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'version.example': {
      state: 'incompatible',
      cause: 'tls.protocol_version',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'security.example': {
      state: 'incompatible',
      cause: 'tls.insufficient_security',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
  },
};
