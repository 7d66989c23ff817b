import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A rule allows every name: must-be-denied passes too, and that is said first.',
  world: behindFirewall({ 'westeurope.handler.control.monitor.azure.com': {} }, ['*']),
  targets: [{ host: 'westeurope.handler.control.monitor.azure.com' }],
  expect: { 'westeurope.handler.control.monitor.azure.com': { ...PROVEN, findings: ['path.not_filtered'] } },
  path: { filtered: 'no', intercepted: 'yes' },
  rootCauses: ['path.filter_missing'],
};
