import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name is allowed, and a firewall that cannot reach the far end resets, while it closes what it denies.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': { servicesForFirewall: { 443: { kind: 'dropped' } } },
      'westeurope.handler.control.monitor.azure.com': {},
    },
    ['global.handler.control.monitor.azure.com', 'westeurope.handler.control.monitor.azure.com'],
    { unreachable: 'reset' },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'down',
      cause: 'upstream.unreachable_from_firewall',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
