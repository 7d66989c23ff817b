import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The filter says goodbye in TLS (a warning alert, close_notify) before it closes; must-be-denied ends so too.',
  world: behindFirewall({ 'global.handler.control.monitor.azure.com': {} }, [], {
    denial: { https: { do: 'alert', number: 0, level: 'warning' } },
  }),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...DENIED_BY_NAME,
      twins: ['down/upstream.unreachable_from_firewall', 'down/tls.closed_by_far_end'],
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
