import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, on80 } from '../support/worlds.ts';

const REFUSED = httpMessage(
  403,
  { 'X-Squid-Error': 'ERR_ACCESS_DENIED 0', 'Content-Type': 'text/html' },
  '<h1>ERROR</h1>',
);
const UNREACHED = httpMessage(
  503,
  { 'X-Squid-Error': 'ERR_CONNECT_FAIL 111', 'Content-Type': 'text/html' },
  '<h1>ERROR</h1>',
);

export const scenario: Scenario = {
  title:
    'A Squid that nobody told of stands in the path: over plain HTTP it refuses one name and cannot reach another, each with its own page. The laboratory found this read as reachable.',
  world: behindFirewall(
    { 'crl3.digicert.com': on80({ status: 200, document: 'crl' }), 'crl4.digicert.com': {}, 'ocsp.digicert.com': {} },
    ['crl3.digicert.com'],
    {
      names: {
        'crl4.digicert.com': { do: 'say', bytes: REFUSED },
        'ocsp.digicert.com': { do: 'say', bytes: UNREACHED },
      },
      denial: { https: 'close', http: { do: 'say', bytes: REFUSED } },
    },
  ),
  targets: [
    { host: 'crl3.digicert.com', scheme: 'http' },
    { host: 'crl4.digicert.com', scheme: 'http' },
    { host: 'ocsp.digicert.com', scheme: 'http' },
  ],
  expect: {
    'crl3.digicert.com': { state: 'reachable', cause: 'far_end.proven', confidence: 'certain', tcpTestSucceeded: true },
    'crl4.digicert.com': { state: 'denied', cause: 'denied.block_page', confidence: 'likely', tcpTestSucceeded: true },
    'ocsp.digicert.com': {
      state: 'down',
      cause: 'proxy.cannot_reach_far_end',
      confidence: 'possible',
      twins: ['down/http.server_error'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes' },
};
