import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'Some connections get through and some are closed, each from a fresh source port: half-updated rules, or SNAT ports that ran out.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['westeurope.handler.control.monitor.azure.com'],
    { names: { 'global.handler.control.monitor.azure.com': { do: 'in_turn', actions: ['close', 'allow', 'allow'] } } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  settings: { concurrency: 1 },
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'inconclusive',
      cause: 'intermittent',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      findings: ['path.intermittent'],
      effect: 'unknown',
      tcpTestSucceeded: true,
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
