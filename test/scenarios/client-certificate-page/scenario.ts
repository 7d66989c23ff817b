import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A genuine chain, and a page that asks for a client certificate.',
  world: inTheOpen({ 'page.example': answering({ status: 400, body: '400 No required SSL certificate was sent' }) }),
  targets: [{ host: 'page.example' }],
  settings: NO_FIREWALL,
  expect: {
    'page.example': {
      state: 'rejected',
      cause: 'tls.client_certificate_wanted',
      confidence: 'certain',
      tcpTestSucceeded: true,
    },
  },
};
