import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A genuine chain, then garbage, headers without an end, or a flood of interim answers: bounded, and down.',
  world: inTheOpen({
    'garbage.example': answering({ misconduct: 'garbage' }),
    'endless.example': answering({ misconduct: 'endless_headers' }),
    'flood.example': answering({ misconduct: 'interim_flood' }),
  }),
  targets: [{ host: 'garbage.example' }, { host: 'endless.example' }, { host: 'flood.example' }],
  settings: NO_FIREWALL,
  expect: {
    'garbage.example': { state: 'down', cause: 'http.malformed', confidence: 'likely', tcpTestSucceeded: true },
    'endless.example': { state: 'down', cause: 'http.malformed', confidence: 'likely', tcpTestSucceeded: true },
    'flood.example': { state: 'down', cause: 'http.malformed', confidence: 'likely', tcpTestSucceeded: true },
  },
};
