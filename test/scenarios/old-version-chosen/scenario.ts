import { serverHelloRecord } from '../../../src/simulator/tls-bytes.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The far end answers with a ServerHello of TLS 1.1, whatever is offered.',
  world: inTheOpen({ 'odd.example': afterHello(serverHelloRecord('TLSv1.1'), 'open') }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'incompatible',
      cause: 'tls.version_unsupported',
      confidence: 'certain',
      tcpTestSucceeded: true,
    },
  },
};
