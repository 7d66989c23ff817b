import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The rules allow these names, but not from this subnet: everything is cut like must-be-denied, which is one cause.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'gbl.his.arc.azure.com': {}, 'management.azure.com': {} },
    [],
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'gbl.his.arc.azure.com' },
    { host: 'management.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': DENIED_BY_NAME,
    'gbl.his.arc.azure.com': DENIED_BY_NAME,
    'management.azure.com': DENIED_BY_NAME,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: ['denied.source_not_covered'],
};
