import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The name leads to a private endpoint, whose route does not pass the firewall's name filter.",
  world: {
    ...behindFirewall(
      {
        'global.handler.control.monitor.azure.com': {
          dns: { addresses: ['10.20.0.5'], aliases: ['global.handler.control.privatelink.monitor.azure.com'] },
        },
      },
      [],
    ),
    routes: [{ to: '10.20.0.0/16', action: 'allow' }],
  },
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...PROVEN,
      findings: ['dns.private_answer', 'dns.private_link', 'path.rule_network_or_direct'],
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: [],
};
