import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'Split horizon: our DNS leads to another machine around the firewall; on a dead address the name reaches its far end.',
  world: {
    ...behindFirewall(
      {
        'global.handler.control.monitor.azure.com': {
          dns: { addresses: ['10.30.0.7'] },
          firewallSees: { addresses: ['20.43.71.9'] },
          servicesAt: { '10.30.0.7': { 443: { kind: 'https', certificate: { names: ['intranet.contoso.example'] } } } },
        },
      },
      ['global.handler.control.monitor.azure.com'],
    ),
    routes: [{ to: '10.0.0.0/8', action: 'allow' }],
  },
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'down',
      cause: 'by_address.wrong_far_end',
      confidence: 'likely',
      findings: ['dns.private_answer', 'tls.wrong_name'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
