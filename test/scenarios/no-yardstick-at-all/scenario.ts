import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'Nothing resolves the must-be-denied name, no canary connects, and the flow is cut after ClientHello: nobody can say by whom.',
  world: { hosts: { 'global.handler.control.monitor.azure.com': afterHello(undefined) }, firewall: 'none' },
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'inconclusive',
      cause: 'tls.cut_unattributed',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter', 'down/tls.closed_by_far_end'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'unknown' },
};
