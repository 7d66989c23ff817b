import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The must-be-denied name does not resolve, no canary connects, another name is reached: the far end itself, more likely, closes after ClientHello.',
  world: {
    hosts: {
      'global.handler.control.monitor.azure.com': afterHello(undefined),
      'westeurope.handler.control.monitor.azure.com': {},
    },
    firewall: 'none',
  },
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'down',
      cause: 'tls.ended_by_far_end',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'unknown' },
};
