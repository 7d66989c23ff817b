import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, throughProxy } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The explicit proxy takes the question and says, as Squid does, that it cannot resolve the name.',
  world: throughProxy({ 'gbl.his.arc.azure.com': {} }, [], {
    names: { 'gbl.his.arc.azure.com': { do: 'say', bytes: httpMessage(503, { 'X-Squid-Error': 'ERR_DNS_FAIL 0' }) } },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: BY_PROXY,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'proxy.cannot_resolve_far_end',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
