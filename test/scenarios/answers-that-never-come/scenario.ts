import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A genuine chain, then a FIN, an RST, or nothing instead of an answer: never a denial.',
  world: inTheOpen({
    'closes.example': answering({ misconduct: 'closes' }),
    'resets.example': answering({ misconduct: 'resets' }),
    'silent.example': answering({ misconduct: 'silent' }),
  }),
  targets: [{ host: 'closes.example' }, { host: 'resets.example' }, { host: 'silent.example' }],
  settings: NO_FIREWALL,
  expect: {
    'closes.example': {
      state: 'down',
      cause: 'http.closed',
      confidence: 'likely',
      findings: ['http.failed_after_proof'],
      tcpTestSucceeded: true,
    },
    'resets.example': { state: 'down', cause: 'http.reset', confidence: 'likely', tcpTestSucceeded: true },
    'silent.example': { state: 'down', cause: 'http.timed_out', confidence: 'likely', tcpTestSucceeded: true },
  },
};
