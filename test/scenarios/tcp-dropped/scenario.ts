import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Packets vanish: a network rule, an NSG or a route swallows them.',
  world: inTheOpen(
    { 'dropped.example': { dns: { addresses: ['20.0.0.1'] } } },
    { routes: [{ to: '20.0.0.1', action: 'drop' }] },
  ),
  targets: [{ host: 'dropped.example' }],
  settings: NO_FIREWALL,
  expect: {
    'dropped.example': { state: 'blocked', cause: 'tcp.timed_out', confidence: 'likely', tcpTestSucceeded: false },
  },
};
