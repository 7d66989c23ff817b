import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name is allowed, and its far end stays silent by itself, while this firewall closes what it denies.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': afterHello(undefined, 'open'),
      'westeurope.handler.control.monitor.azure.com': {},
    },
    ['global.handler.control.monitor.azure.com', 'westeurope.handler.control.monitor.azure.com'],
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'down',
      cause: 'upstream.unreachable_from_firewall',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter', 'down/tls.closed_by_far_end'],
      findings: ['tls.cut_unlike_must_be_denied'],
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
