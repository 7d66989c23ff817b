import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, FIREWALL_SAID_SO } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    "The inspecting CA was given as a root to trust (--trust), so the chain looks genuine; its 470 is the firewall's word all the same.",
  world: behindFirewall({ 'global.handler.control.monitor.azure.com': {} }, [], {
    names: { 'global.handler.control.monitor.azure.com': { do: 'inspect', denyPaths: ['/ping'] } },
  }),
  targets: [{ host: 'global.handler.control.monitor.azure.com', path: '/ping' }],
  inspectionCa: 'trusted',
  expect: { 'global.handler.control.monitor.azure.com': FIREWALL_SAID_SO },
  path: { product: 'azure_firewall' },
};
