import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'TLS is opened on the way for two unrelated names: one CA signs for both. AMA breaks, Arc may tolerate it.',
  world: behindFirewall({ 'global.handler.control.monitor.azure.com': {}, 'login.microsoftonline.com': {} }, [], {
    names: {
      'global.handler.control.monitor.azure.com': { do: 'inspect' },
      'login.microsoftonline.com': { do: 'inspect' },
    },
  }),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'login.microsoftonline.com', agents: ['cma'], inspection: 'tolerated' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'intercepted',
      cause: 'tls.inspection',
      confidence: 'certain',
      findings: ['tls.inspection_ca'],
      tcpTestSucceeded: true,
      effect: 'broken',
    },
    'login.microsoftonline.com': {
      state: 'intercepted',
      cause: 'tls.inspection',
      confidence: 'certain',
      findings: ['tls.inspection_ca'],
      tcpTestSucceeded: true,
      effect: 'degraded',
    },
  },
  rootCauses: ['tls.inspection'],
};
