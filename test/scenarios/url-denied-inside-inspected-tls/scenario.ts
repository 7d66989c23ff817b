import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, FIREWALL_SAID_SO } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'TLS is inspected and this URL denied: 470 inside the session comes before `intercepted`.',
  world: behindFirewall({ 'global.handler.control.monitor.azure.com': {} }, [], {
    names: { 'global.handler.control.monitor.azure.com': { do: 'inspect', denyPaths: ['/ping'] } },
  }),
  targets: [{ host: 'global.handler.control.monitor.azure.com', path: '/ping' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...FIREWALL_SAID_SO,
      findings: ['tls.inspection_ca', 'http.firewall_named_itself'],
    },
  },
  path: { product: 'azure_firewall' },
};
