import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A network rule (service tag, address) carries the flow, and no application rule knows the name.',
  world: behindFirewall(
    { 'westeurope.handler.control.monitor.azure.com': { dns: { addresses: ['20.43.70.102'] } } },
    [],
    { networkRules: [{ to: '20.43.70.0/24', action: 'allow' }] },
  ),
  targets: [{ host: 'westeurope.handler.control.monitor.azure.com' }],
  expect: { 'westeurope.handler.control.monitor.azure.com': { ...PROVEN, findings: ['path.rule_network_or_direct'] } },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: [],
};
