import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: '421: another region serves this caller.',
  world: inTheOpen({ 'region.example': answering({ status: 421 }) }),
  targets: [{ host: 'region.example' }],
  settings: NO_FIREWALL,
  expect: {
    'region.example': {
      state: 'rejected',
      cause: 'http.wrong_region',
      confidence: 'likely',
      twins: ['unresolved/dns.wrong_address'],
      findings: ['http.misdirected'],
      tcpTestSucceeded: true,
    },
  },
};
