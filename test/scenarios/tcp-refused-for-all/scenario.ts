import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Even an address that nobody has is refused: a device on the way rejects.',
  world: inTheOpen(
    { 'refused.example': { dns: { addresses: ['20.0.0.1'] } } },
    {
      routes: [
        { to: '20.0.0.1', action: 'refuse' },
        { to: '192.0.2.0/24', action: 'refuse' },
      ],
    },
  ),
  targets: [{ host: 'refused.example' }],
  settings: { expectFirewall: false },
  expect: {
    'refused.example': {
      state: 'down',
      cause: 'tcp.refused',
      confidence: 'possible',
      twins: ['blocked/tcp.rejected_on_the_way'],
      tcpTestSucceeded: false,
    },
  },
};
