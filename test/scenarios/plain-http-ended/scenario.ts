import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on80 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Plain HTTP, no filter, and the far end closes or resets without an answer.',
  world: inTheOpen({
    'closes.example': on80({ misconduct: 'closes' }),
    'resets.example': on80({ misconduct: 'resets' }),
  }),
  targets: [
    { host: 'closes.example', scheme: 'http' },
    { host: 'resets.example', scheme: 'http' },
  ],
  settings: NO_FIREWALL,
  expect: {
    'closes.example': {
      state: 'down',
      cause: 'http.closed',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'resets.example': {
      state: 'down',
      cause: 'http.reset',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
  },
};
