import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

const HOST = 'eastus.handler.control.monitor.azure.com';

export const scenario: Scenario = {
  title:
    'A host of East US is probed where the machines are declared in West Europe: it answers, and the other region is flagged.',
  world: behindFirewall({ [HOST]: {} }, [HOST]),
  targets: [{ host: HOST, regional: { region: 'eastus', declared: ['westeurope'] } }],
  expect: { [HOST]: { ...PROVEN, findings: ['dns.other_region'] } },
  rootCauses: [],
};
