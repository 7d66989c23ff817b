import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'A device takes no ClientHello beyond 1,000 bytes; the small one gets through, and the large one is never needed.',
  world: behindFirewall(
    { 'westeurope.handler.control.monitor.azure.com': {} },
    ['westeurope.handler.control.monitor.azure.com'],
    { helloLimit: { bytes: 1000, action: 'reset' } },
  ),
  targets: [{ host: 'westeurope.handler.control.monitor.azure.com' }],
  expect: { 'westeurope.handler.control.monitor.azure.com': PROVEN },
  path: { filtered: 'yes', intercepted: 'yes' },
};
