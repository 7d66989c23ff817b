import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'Our DNS gives an address where nobody is any more; the firewall resolves the name by itself, and it is reached.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': {
        dns: { addresses: ['20.43.70.102'] },
        firewallSees: { addresses: ['20.43.71.9'] },
        servicesAt: { '20.43.70.102': {} },
      },
    },
    ['global.handler.control.monitor.azure.com'],
  ),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: { 'global.handler.control.monitor.azure.com': { ...PROVEN, findings: ['path.rule_application'] } },
  path: { filtered: 'yes', intercepted: 'yes' },
};
