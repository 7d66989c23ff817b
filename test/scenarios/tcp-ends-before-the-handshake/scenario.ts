import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "One connect is forbidden by the machine's own packet filter, one is reset while it is made.",
  world: inTheOpen(
    {
      'forbidden.example': { dns: { addresses: ['20.0.0.1'] } },
      'reset.example': { dns: { addresses: ['20.0.0.2'] } },
    },
    {
      routes: [
        { to: '20.0.0.1', action: { error: 'EACCES' } },
        { to: '20.0.0.2', action: { error: 'ECONNRESET' } },
      ],
    },
  ),
  targets: [{ host: 'forbidden.example' }, { host: 'reset.example' }],
  settings: NO_FIREWALL,
  expect: {
    'forbidden.example': {
      state: 'blocked',
      cause: 'tcp.local_filter',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
    'reset.example': { state: 'down', cause: 'tcp.reset', confidence: 'possible', tcpTestSucceeded: false },
  },
};
