import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, FIREWALL_SAID_SO } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'On 443 a 470 comes back in plain text where TLS was due.',
  world: behindFirewall({ 'global.handler.control.monitor.azure.com': {} }, [], { denial: { https: 'http_470' } }),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: { 'global.handler.control.monitor.azure.com': FIREWALL_SAID_SO },
  path: { filtered: 'yes', product: 'azure_firewall' },
};
