import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The target is an address: no SNI is sent, and the firewall refuses a ClientHello without one.',
  world: behindFirewall({ 'box.contoso.example': { dns: { addresses: ['20.50.60.70'] } } }, ['box.contoso.example']),
  targets: [{ host: '20.50.60.70' }],
  expect: {
    '20.50.60.70': {
      state: 'denied',
      cause: 'denied.no_server_name',
      confidence: 'likely',
      twins: ['down/tls.closed_by_far_end'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
