import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, PROVEN } from '../support/worlds.ts';

const HOST = 'gbl.his.arc.azure.com';

export const scenario: Scenario = {
  title:
    'A private link scope is declared, and the resolver gives the public address: the service answers there, and the missing zone is named.',
  world: behindFirewall({ [HOST]: {} }, [HOST]),
  targets: [{ host: HOST, privateLinkZone: 'privatelink.his.arc.azure.com', privateLinkExpected: true }],
  expect: { [HOST]: { ...PROVEN, findings: ['dns.public_though_private_link'] } },
  rootCauses: [],
};
