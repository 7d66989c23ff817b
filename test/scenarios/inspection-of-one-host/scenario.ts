import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'One name is inspected: its far end might have a private CA of its own.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['westeurope.handler.control.monitor.azure.com'],
    { names: { 'global.handler.control.monitor.azure.com': { do: 'inspect' } } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'intercepted',
      cause: 'tls.inspection',
      confidence: 'likely',
      twins: ['down/cert.private_ca'],
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
