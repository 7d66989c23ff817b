import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME, PROVEN } from '../support/worlds.ts';

const DISCOVERY = 'gbl.his.arc.azure.com';

export const scenario: Scenario = {
  title: 'The service that tells the regional identity host is allowed, and the host that it tells is in no rule.',
  world: behindFirewall(
    {
      [DISCOVERY]: {
        services: {
          443: {
            kind: 'https',
            http: { paths: { '/discovery': { status: 200, body: '{"endpoint":"https://weu.his.arc.azure.com"}' } } },
          },
        },
      },
      'weu.his.arc.azure.com': {},
    },
    [DISCOVERY],
  ),
  targets: [{ host: DISCOVERY, path: '/discovery?location=westeurope', agents: ['cma'], discovers: 'his' }],
  further: { deriveRevocation: false },
  expect: { [DISCOVERY]: PROVEN, 'weu.his.arc.azure.com': DENIED_BY_NAME },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: ['denied.by_name_filter'],
};
