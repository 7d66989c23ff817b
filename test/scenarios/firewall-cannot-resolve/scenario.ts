import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The name is allowed, and the firewall's own resolver does not know it: it ends like a denial.",
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': { firewallSees: { rcode: 'NXDOMAIN' } },
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
      ...DENIED_BY_NAME,
      twins: ['down/tls.closed_by_far_end', 'down/upstream.unreachable_from_firewall'],
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
