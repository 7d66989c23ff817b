import { httpMessage } from '../../../src/simulator/http-message.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME } from '../support/worlds.ts';

const BLOCK_PAGE = httpMessage(
  403,
  { 'Content-Type': 'text/html' },
  '<html><body><h1>This site is blocked</h1>Web filter violation</body></html>',
);

export const scenario: Scenario = {
  title:
    'A forced tunnel leads to another vendor: TLS is cut, port 80 shows a block page. Azure Firewall is not named.',
  world: behindFirewall({ 'gbl.his.arc.azure.com': {}, 'crl3.digicert.com': {} }, [], {
    denial: { https: 'reset', http: { do: 'say', bytes: BLOCK_PAGE } },
  }),
  targets: [{ host: 'gbl.his.arc.azure.com' }, { host: 'crl3.digicert.com', scheme: 'http' }],
  expect: {
    'gbl.his.arc.azure.com': DENIED_BY_NAME,
    'crl3.digicert.com': {
      state: 'denied',
      cause: 'denied.block_page',
      confidence: 'likely',
      twins: ['intercepted/http.captive_portal'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes', product: 'unnamed' },
};
