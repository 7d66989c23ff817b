import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

const DISCOVERY = 'gbl.his.arc.azure.com';

export const scenario: Scenario = {
  title:
    'The service that should tell the regional identity host answers and names none: reachable, and what it would name is not probed.',
  world: behindFirewall(
    {
      [DISCOVERY]: {
        services: {
          443: { kind: 'https', http: { paths: { '/discovery': { status: 200, body: '{"region":"westeurope"}' } } } },
        },
      },
    },
    [DISCOVERY],
  ),
  targets: [{ host: DISCOVERY, path: '/discovery?location=westeurope', agents: ['cma'], discovers: 'his' }],
  further: { deriveRevocation: false },
  expect: { [DISCOVERY]: { ...PROVEN, findings: ['http.nothing_discovered'] } },
  rootCauses: [],
};
