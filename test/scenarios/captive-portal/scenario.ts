import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

const SIGN_IN = httpMessage(
  200,
  { 'Content-Type': 'text/html' },
  '<html><title>Welcome, please sign in</title></html>',
);
const REDIRECT = httpMessage(302, { Location: 'http://portal.hotel.example/sign-in' });

export const scenario: Scenario = {
  title: 'A portal answers for everybody: HTML in plain text on 443, a redirect to its sign-in on 80.',
  world: behindFirewall({ 'gbl.his.arc.azure.com': {}, 'crl3.digicert.com': {} }, [], {
    denial: { https: { do: 'say', bytes: SIGN_IN }, http: { do: 'say', bytes: REDIRECT } },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }, { host: 'crl3.digicert.com', scheme: 'http' }],
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'intercepted',
      cause: 'tls.plaintext_answer',
      confidence: 'likely',
      tcpTestSucceeded: true,
    },
    'crl3.digicert.com': {
      state: 'intercepted',
      cause: 'http.captive_portal',
      confidence: 'possible',
      twins: ['reachable/http.answered'],
      findings: ['http.redirected'],
      tcpTestSucceeded: true,
    },
  },
  path: { product: 'unnamed' },
};
