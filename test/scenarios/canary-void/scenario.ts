import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'This platform answers TCP on every port of every address: canaries say nothing, and the name is still cut like must-be-denied.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['westeurope.handler.control.monitor.azure.com'],
    { ports: { 443: 'https', 80: 'http', 47613: 'https' } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': { ...DENIED_BY_NAME, findings: ['tcp.canary_void'] },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'unknown' },
};
