import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The inspecting CA was named to the probe (--inspection-ca): still intercepted, and certain.',
  world: behindFirewall({ 'global.handler.control.monitor.azure.com': {} }, [], {
    names: { 'global.handler.control.monitor.azure.com': { do: 'inspect' } },
  }),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  inspectionCa: 'known',
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'intercepted',
      cause: 'tls.inspection',
      confidence: 'certain',
      findings: ['tls.inspection_ca'],
      tcpTestSucceeded: true,
    },
  },
};
