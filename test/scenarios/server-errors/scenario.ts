import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: '5xx: where nothing is documented, the far end is reached; on a documented health path it is not well.',
  world: inTheOpen({ 'free.example': answering({ status: 500 }), 'documented.example': answering({ status: 503 }) }),
  targets: [{ host: 'free.example' }, { host: 'documented.example', path: '/ping', expect: { status: [200] } }],
  settings: NO_FIREWALL,
  expect: {
    'free.example': { ...PROVEN, findings: ['http.server_error'] },
    'documented.example': {
      state: 'down',
      cause: 'http.server_error',
      confidence: 'likely',
      findings: ['http.unexpected_status'],
      tcpTestSucceeded: true,
    },
  },
};
