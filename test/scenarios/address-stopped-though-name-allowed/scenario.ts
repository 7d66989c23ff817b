import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name is allowed, and the address that DNS gave here is dropped by a rule by address.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': {
        dns: { addresses: ['20.43.70.102'] },
        firewallSees: { addresses: ['20.43.71.9'] },
      },
    },
    ['global.handler.control.monitor.azure.com'],
    { networkRules: [{ to: '20.43.70.102', action: 'drop' }] },
  ),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'blocked',
      cause: 'by_address.stopped',
      confidence: 'likely',
      twins: ['unresolved/dns.wrong_address'],
      findings: ['path.name_passes_elsewhere'],
      tcpTestSucceeded: false,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
