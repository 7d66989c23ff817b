import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'This network answers 511 on port 80 until somebody signs in.',
  world: behindFirewall({ 'crl3.digicert.com': {} }, [], {
    denial: { http: { do: 'say', bytes: httpMessage(511, {}, 'sign in') } },
  }),
  targets: [{ host: 'crl3.digicert.com', scheme: 'http' }],
  expect: {
    'crl3.digicert.com': {
      state: 'intercepted',
      cause: 'http.captive_portal',
      confidence: 'certain',
      tcpTestSucceeded: true,
    },
  },
};
