import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'No resolver answers for any name: one cause, said once.',
  world: inTheOpen(
    { 'gbl.his.arc.azure.com': { dns: { trouble: 'silent' } }, 'management.azure.com': { dns: { trouble: 'silent' } } },
    { resolvers: [{ address: '10.10.0.4', conduct: 'silent' }] },
  ),
  targets: [{ host: 'gbl.his.arc.azure.com' }, { host: 'management.azure.com' }],
  settings: NO_FIREWALL,
  expect: {
    'gbl.his.arc.azure.com': { state: 'unresolved', cause: 'dns.timed_out', tcpTestSucceeded: false },
    'management.azure.com': { state: 'unresolved', cause: 'dns.timed_out', tcpTestSucceeded: false },
  },
  rootCauses: ['dns.dead'],
};
