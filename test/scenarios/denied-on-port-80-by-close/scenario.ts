import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A revocation host is cut on port 80 as must-be-denied is there: no 470, no name of a product.',
  world: behindFirewall({ 'oneocsp.microsoft.com': { services: { 80: { kind: 'http' } } } }, [], {
    denial: { http: 'close' },
  }),
  targets: [{ host: 'oneocsp.microsoft.com', scheme: 'http' }],
  expect: {
    'oneocsp.microsoft.com': {
      ...DENIED_BY_NAME,
      twins: ['down/http.closed', 'down/upstream.unreachable_from_firewall'],
    },
  },
  path: { filtered: 'yes', intercepted: 'yes', product: 'unnamed' },
};
