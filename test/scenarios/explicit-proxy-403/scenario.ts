import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, throughProxy } from '../support/worlds.ts';

const FORBIDDEN = httpMessage(403, { Via: '1.1 proxy' }, 'Forbidden by policy');

export const scenario: Scenario = {
  title:
    "The explicit proxy refuses with 403: on CONNECT those are its own words, on a plain request they may be the far end's.",
  world: throughProxy({ 'gbl.his.arc.azure.com': {}, 'crl3.digicert.com': {} }, [], {
    names: {
      'gbl.his.arc.azure.com': { do: 'say', bytes: FORBIDDEN },
      'crl3.digicert.com': { do: 'say', bytes: FORBIDDEN },
    },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }, { host: 'crl3.digicert.com', scheme: 'http' }],
  settings: BY_PROXY,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'denied',
      cause: 'proxy.refused_connect',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
    'crl3.digicert.com': {
      state: 'denied',
      cause: 'proxy.refused_request',
      confidence: 'possible',
      twins: ['rejected/http.refused_by_far_end'],
      tcpTestSucceeded: false,
    },
  },
};
