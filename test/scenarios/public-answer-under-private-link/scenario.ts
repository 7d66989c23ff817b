import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The name leads into a privatelink zone and has a public address all the same: no private endpoint is in effect here.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': {
        dns: { addresses: ['20.43.70.102'], aliases: ['global.handler.control.privatelink.monitor.azure.com'] },
      },
    },
    ['global.handler.control.monitor.azure.com'],
  ),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...PROVEN,
      findings: ['dns.private_link', 'dns.public_under_private_link'],
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
