import { filtered } from '../../../src/simulator/worlds.ts';
import type { Scenario } from '../support/scenario-shape.ts';

const HOST = 'global.handler.control.monitor.azure.com';

export const scenario: Scenario = {
  title:
    'No rule allows the name: TCP connects, and the connection is closed after ClientHello (the case of shared/samples).',
  world: filtered(
    {
      [HOST]: { dns: { addresses: ['20.43.70.102'] } },
      'westeurope.handler.control.monitor.azure.com': {},
      'example.com': {},
    },
    ['westeurope.handler.control.monitor.azure.com'],
  ),
  targets: [{ host: HOST, path: '/ping' }, { host: 'westeurope.handler.control.monitor.azure.com' }],
  expect: {
    [HOST]: {
      state: 'denied',
      cause: 'denied.by_name_filter',
      confidence: 'likely',
      twins: ['down/upstream.unreachable_from_firewall', 'down/tls.closed_by_far_end'],
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': {
      state: 'reachable',
      cause: 'far_end.proven',
      confidence: 'certain',
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: ['denied.by_name_filter'],
};
