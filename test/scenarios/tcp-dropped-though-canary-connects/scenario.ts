import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The firewall answers for addresses where nothing is, and this one times out: another route there, or another way back.',
  world: {
    ...behindFirewall({ 'global.handler.control.monitor.azure.com': { dns: { addresses: ['20.0.0.1'] } } }, []),
    routes: [{ to: '20.0.0.1', action: 'drop' }],
  },
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'blocked',
      cause: 'tcp.timed_out',
      confidence: 'likely',
      twins: ['blocked/tcp.return_path'],
      findings: ['tcp.canary_answered'],
      tcpTestSucceeded: false,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
