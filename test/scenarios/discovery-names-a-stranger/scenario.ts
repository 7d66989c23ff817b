import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

const DISCOVERY = 'guestnotificationservice.azure.com';

export const scenario: Scenario = {
  title:
    'The answer of a discovery names hosts that are none of the service: they are not probed, for a far end must not steer us.',
  world: behindFirewall(
    {
      [DISCOVERY]: {
        services: {
          443: {
            kind: 'https',
            http: {
              paths: {
                '/urls/allowlist': {
                  status: 200,
                  body: '["jumphost.contoso.com","169.254.169.254","azgn.servicebus.windows.net.contoso.com"]',
                },
              },
            },
          },
        },
      },
      '*.contoso.com': {},
    },
    [DISCOVERY, '*.contoso.com'],
  ),
  targets: [
    { host: DISCOVERY, path: '/urls/allowlist?location=westeurope', agents: ['cma'], discovers: 'notifications' },
  ],
  further: { deriveRevocation: false },
  expect: { [DISCOVERY]: PROVEN },
  rootCauses: [],
};
