import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on80 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Plain HTTP answers, and nothing in it proves who sent it: likely, at most.',
  world: inTheOpen({
    'page.example': on80({ status: 200, body: 'OK' }),
    'own-https.example': on80({ status: 301, headers: { Location: 'https://own-https.example/' } }),
    'unavailable.example': on80({ status: 503 }),
  }),
  targets: [
    { host: 'page.example', scheme: 'http' },
    { host: 'own-https.example', scheme: 'http' },
    { host: 'unavailable.example', scheme: 'http' },
  ],
  settings: NO_FIREWALL,
  expect: {
    'page.example': {
      state: 'reachable',
      cause: 'http.answered',
      confidence: 'likely',
      twins: ['intercepted/http.somebody_else_answered'],
      tcpTestSucceeded: true,
    },
    'own-https.example': {
      state: 'reachable',
      cause: 'http.answered',
      confidence: 'likely',
      twins: ['intercepted/http.somebody_else_answered'],
      tcpTestSucceeded: true,
    },
    'unavailable.example': {
      state: 'reachable',
      cause: 'http.answered',
      confidence: 'possible',
      twins: ['down/http.server_error'],
      tcpTestSucceeded: true,
    },
  },
};
