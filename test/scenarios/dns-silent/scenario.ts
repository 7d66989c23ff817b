import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'No answer for this name within the deadline, from nobody.',
  world: inTheOpen({ 'gbl.his.arc.azure.com': { dns: { trouble: 'silent' } } }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'dns.timed_out',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
