import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'An application rule allows the name: said to an address where nothing is, it reaches the far end.',
  world: behindFirewall({ 'westeurope.handler.control.monitor.azure.com': {} }, [
    'westeurope.handler.control.monitor.azure.com',
  ]),
  targets: [{ host: 'westeurope.handler.control.monitor.azure.com' }],
  expect: {
    'westeurope.handler.control.monitor.azure.com': {
      ...PROVEN,
      effect: 'none',
      findings: ['path.rule_application', 'tcp.canary_answered'],
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: [],
};
