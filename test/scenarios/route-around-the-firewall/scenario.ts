import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The default route is missing: everything goes straight out, though a firewall is expected.',
  world: {
    ...behindFirewall({ 'westeurope.handler.control.monitor.azure.com': {} }, []),
    routes: [{ to: '*', action: 'allow' }],
  },
  targets: [{ host: 'westeurope.handler.control.monitor.azure.com' }],
  expect: { 'westeurope.handler.control.monitor.azure.com': { ...PROVEN, findings: ['path.not_filtered'] } },
  path: { filtered: 'no', intercepted: 'no' },
  rootCauses: ['path.filter_missing'],
};
