import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The inspecting CA has expired: inspection all the same, not an expired far end.',
  world: {
    ...behindFirewall({ 'global.handler.control.monitor.azure.com': {} }, [], {
      names: { 'global.handler.control.monitor.azure.com': { do: 'inspect' } },
    }),
    inspection: { expired: true },
  },
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'intercepted',
      cause: 'tls.inspection',
      confidence: 'likely',
      findings: ['tls.expired'],
      tcpTestSucceeded: true,
    },
  },
};
