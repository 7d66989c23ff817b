import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, FIREWALL_SAID_SO } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A revocation host is denied on port 80, in the words of 2021, which names the source that it saw.',
  world: behindFirewall(
    {
      'oneocsp.microsoft.com': {
        services: { 80: { kind: 'http', http: { otherwise: { status: 200, document: 'ocsp' } } } },
      },
    },
    [],
    { denial: { http: { do: 'http_470', text: 'old' } } },
  ),
  targets: [{ host: 'oneocsp.microsoft.com', scheme: 'http' }],
  expect: {
    'oneocsp.microsoft.com': {
      ...FIREWALL_SAID_SO,
      findings: ['http.firewall_named_itself', 'http.source_seen_by_firewall'],
    },
  },
  path: { product: 'azure_firewall' },
  rootCauses: ['denied.firewall_said_so'],
};
