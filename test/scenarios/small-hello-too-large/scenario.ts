import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A device resets every ClientHello beyond 100 bytes: allowed or not, all look like must-be-denied.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['global.handler.control.monitor.azure.com', 'westeurope.handler.control.monitor.azure.com'],
    { helloLimit: { bytes: 100, action: 'reset' } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': DENIED_BY_NAME,
    'westeurope.handler.control.monitor.azure.com': DENIED_BY_NAME,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: ['denied.source_not_covered'],
};
