import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name leads into a privatelink zone that has no record for it.',
  world: inTheOpen({
    'gbl.his.arc.azure.com': { dns: { rcode: 'NXDOMAIN', aliases: ['gbl.privatelink.his.arc.azure.com'] } },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.privatelink_empty_zone',
      confidence: 'likely',
      findings: ['dns.private_link'],
      tcpTestSucceeded: false,
    },
  },
};
