import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'Everything is allowed but one name, which a rule of higher priority denies: must-be-denied passes, so nothing tells the denial from a far end that closes.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['*'],
    { names: { 'global.handler.control.monitor.azure.com': 'close' } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'down',
      cause: 'tls.closed_by_far_end',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter', 'down/upstream.unreachable_from_firewall'],
      findings: ['path.not_filtered', 'path.name_decides'],
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'no', intercepted: 'yes' },
  rootCauses: ['path.filter_missing', 'tls.closed_by_far_end'],
};
