import { serverHelloRecord } from '../../../src/simulator/tls-bytes.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

const SERVER_HELLO = serverHelloRecord('TLSv1.2');

export const scenario: Scenario = {
  title: 'A ServerHello comes, and then a FIN, an RST, or nothing more.',
  world: inTheOpen({
    'closes.example': afterHello(SERVER_HELLO),
    'resets.example': afterHello(SERVER_HELLO, 'reset'),
    'stalls.example': afterHello(SERVER_HELLO, 'open'),
  }),
  targets: [{ host: 'closes.example' }, { host: 'resets.example' }, { host: 'stalls.example' }],
  settings: NO_FIREWALL,
  expect: {
    'closes.example': { state: 'down', cause: 'tls.broken_off', confidence: 'likely', tcpTestSucceeded: true },
    'resets.example': { state: 'down', cause: 'tls.broken_off', confidence: 'likely', tcpTestSucceeded: true },
    'stalls.example': {
      state: 'down',
      cause: 'tls.stalled_mid_handshake',
      confidence: 'likely',
      twins: ['blocked/path.mtu'],
      tcpTestSucceeded: true,
    },
  },
};
