import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    "The operator gave a domain that nobody allows: the run's name under it is said on the path, for the firewall's log.",
  world: behindFirewall({ 'westeurope.handler.control.monitor.azure.com': {} }, [
    'westeurope.handler.control.monitor.azure.com',
  ]),
  targets: [{ host: 'westeurope.handler.control.monitor.azure.com' }],
  settings: { beaconDomain: 'beacon.contoso.example' },
  expect: { 'westeurope.handler.control.monitor.azure.com': PROVEN },
  path: { filtered: 'yes', intercepted: 'yes' },
};
