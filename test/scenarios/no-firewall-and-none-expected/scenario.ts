import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Nothing filters, and nothing should: no root cause.',
  world: inTheOpen({ 'westeurope.handler.control.monitor.azure.com': {} }),
  targets: [{ host: 'westeurope.handler.control.monitor.azure.com' }],
  settings: { expectFirewall: false },
  expect: { 'westeurope.handler.control.monitor.azure.com': PROVEN },
  path: { filtered: 'no', intercepted: 'no' },
  rootCauses: [],
};
