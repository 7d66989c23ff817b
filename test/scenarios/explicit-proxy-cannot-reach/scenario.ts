import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, throughProxy } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The explicit proxy takes the question and cannot reach the far end: 502 on CONNECT, 504 for a plain request.',
  world: throughProxy({ 'gbl.his.arc.azure.com': {}, 'crl3.digicert.com': {} }, [], {
    names: {
      'gbl.his.arc.azure.com': { do: 'say', bytes: httpMessage(502) },
      'crl3.digicert.com': { do: 'say', bytes: httpMessage(504) },
    },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }, { host: 'crl3.digicert.com', scheme: 'http' }],
  settings: BY_PROXY,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'down',
      cause: 'proxy.cannot_reach_far_end',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
    'crl3.digicert.com': {
      state: 'down',
      cause: 'proxy.cannot_reach_far_end',
      confidence: 'possible',
      tcpTestSucceeded: false,
    },
  },
};
