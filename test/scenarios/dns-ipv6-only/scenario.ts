import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name has an AAAA record and no A record.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { addresses: ['2603:1030::1'] } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.ipv6_only',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
  },
};
