import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A filtering resolver answers 0.0.0.0 for a name that it refuses.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { addresses: ['0.0.0.0'] }, servicesAt: { '0.0.0.0': {} } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'blocked',
      cause: 'tcp.timed_out',
      confidence: 'likely',
      findings: ['dns.sinkhole'],
      tcpTestSucceeded: false,
    },
  },
};
