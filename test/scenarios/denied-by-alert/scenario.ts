import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'No rule allows the name, and this filter answers with alert 40 what it denies: not to be taken for cipher suites that do not meet.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['westeurope.handler.control.monitor.azure.com'],
    { denial: { https: { do: 'alert', number: 40 } } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...DENIED_BY_NAME,
      twins: ['incompatible/tls.handshake_failure', 'down/upstream.unreachable_from_firewall'],
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: ['denied.by_name_filter'],
};
