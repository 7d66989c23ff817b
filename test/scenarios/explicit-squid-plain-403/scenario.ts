import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, throughProxy } from '../support/worlds.ts';

const VIA = { Via: '1.1 proxy (squid/5.7)', 'Content-Type': 'text/html' };

export const scenario: Scenario = {
  title:
    "Two plain requests through an explicit Squid are answered with 403: one is Squid's own page, the other the far end's, relayed.",
  world: throughProxy({ 'crl3.digicert.com': {}, 'crl4.digicert.com': {} }, [], {
    names: {
      'crl3.digicert.com': {
        do: 'say',
        bytes: httpMessage(403, { ...VIA, 'X-Squid-Error': 'ERR_ACCESS_DENIED 0' }, '<h1>ERROR</h1>'),
      },
      'crl4.digicert.com': { do: 'say', bytes: httpMessage(403, VIA, '<h1>Forbidden</h1>') },
    },
  }),
  settings: BY_PROXY,
  targets: [
    { host: 'crl3.digicert.com', scheme: 'http' },
    { host: 'crl4.digicert.com', scheme: 'http' },
  ],
  expect: {
    'crl3.digicert.com': {
      state: 'denied',
      cause: 'proxy.refused_request',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
    'crl4.digicert.com': { state: 'reachable', cause: 'http.answered', confidence: 'likely', tcpTestSucceeded: false },
  },
};
