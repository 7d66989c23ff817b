import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME, on443, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The inspecting firewall does not like the far end's certificate and closes: it ends like a denial.",
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': on443({ kind: 'https', certificate: { issuer: 'self' } }),
      'westeurope.handler.control.monitor.azure.com': {},
    },
    ['westeurope.handler.control.monitor.azure.com'],
    { names: { 'global.handler.control.monitor.azure.com': { do: 'inspect' } } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...DENIED_BY_NAME,
      twins: ['down/upstream.unreachable_from_firewall'],
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
