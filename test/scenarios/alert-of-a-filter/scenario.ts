import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Denials are alerts on this path, and this name gets another one (49): filters have more than one.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['westeurope.handler.control.monitor.azure.com'],
    {
      denial: { https: { do: 'alert', number: 40 } },
      names: { 'global.handler.control.monitor.azure.com': { do: 'alert', number: 49 } },
    },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'denied',
      cause: 'denied.by_name_filter',
      confidence: 'possible',
      twins: ['rejected/tls.access_denied'],
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
