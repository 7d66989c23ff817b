import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'A network rule carries the flow to a far end that resets it; said to a dead address, the name is closed as denied ones are.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': {
        dns: { addresses: ['20.43.70.102'] },
        ...afterHello(undefined, 'reset'),
      },
    },
    [],
    { networkRules: [{ to: '20.43.70.102', action: 'allow' }] },
  ),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'down',
      cause: 'tls.ended_by_far_end',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
