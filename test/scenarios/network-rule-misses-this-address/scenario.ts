import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'A network rule by FQDN holds the address that the firewall sees; the client was given another, and falls through to the name filter.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': {
        dns: { addresses: ['20.43.70.102'] },
        firewallSees: { addresses: ['20.43.71.9'] },
      },
    },
    [],
    { networkRules: [{ to: '20.43.71.9', action: 'allow' }] },
  ),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...DENIED_BY_NAME,
      twins: ['down/tls.closed_by_far_end', 'down/upstream.unreachable_from_firewall'],
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
