import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A genuine chain, and headers that end in a FIN, in an RST, or never.',
  world: inTheOpen({
    'closes.example': answering({ misconduct: 'closes_in_headers' }),
    'resets.example': answering({ misconduct: 'resets_in_headers' }),
    'stalls.example': answering({ misconduct: 'stalls_in_headers' }),
  }),
  targets: [{ host: 'closes.example' }, { host: 'resets.example' }, { host: 'stalls.example' }],
  settings: NO_FIREWALL,
  expect: {
    'closes.example': { state: 'down', cause: 'http.stalled', confidence: 'likely', tcpTestSucceeded: true },
    'resets.example': { state: 'down', cause: 'http.reset', confidence: 'likely', tcpTestSucceeded: true },
    'stalls.example': { state: 'down', cause: 'http.stalled', confidence: 'likely', tcpTestSucceeded: true },
  },
};
