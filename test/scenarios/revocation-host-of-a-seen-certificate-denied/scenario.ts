import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, FIREWALL_SAID_SO, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Our handshake succeeds, and the host where Windows asks whether the certificate is revoked is in no rule.',
  world: behindFirewall(
    {
      'dce.example.net': {},
      'oneocsp.microsoft.com': {},
      'www.microsoft.com': {
        services: { 80: { kind: 'http', http: { otherwise: { status: 200, document: 'crl' } } } },
      },
    },
    ['dce.example.net', 'www.microsoft.com'],
  ),
  targets: [{ host: 'dce.example.net' }],
  further: {},
  expect: {
    'dce.example.net': PROVEN,
    'oneocsp.microsoft.com:80': { ...FIREWALL_SAID_SO, effect: 'degraded' },
    'www.microsoft.com:80': { state: 'reachable', cause: 'far_end.proven', tcpTestSucceeded: true },
  },
  path: { product: 'azure_firewall' },
};
