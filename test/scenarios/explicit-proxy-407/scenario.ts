import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, throughProxy } from '../support/worlds.ts';

const SIGN_IN = httpMessage(407, { 'Proxy-Authenticate': 'Basic realm="proxy"', Via: '1.1 proxy' });

export const scenario: Scenario = {
  title: 'The explicit proxy wants a sign-in, on CONNECT and for plain requests.',
  world: throughProxy({ 'gbl.his.arc.azure.com': {}, 'crl3.digicert.com': {} }, [], {
    names: { '*': { do: 'say', bytes: SIGN_IN } },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }, { host: 'crl3.digicert.com', scheme: 'http' }],
  settings: BY_PROXY,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'intercepted',
      cause: 'proxy.auth_required',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
    'crl3.digicert.com': {
      state: 'intercepted',
      cause: 'proxy.auth_required',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
  },
  path: { product: 'unnamed' },
  rootCauses: ['proxy.auth_required'],
};
